import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from 'tributary/sdk';
import type { Blobs } from '#platform';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const abandonedMs = 3_600_000;

/**
 * Blobs as files: `<tenant>/<two digits>/<random key>`. Names are random, not hashes: equal bytes may be stored and
 * deleted at the same time without one taking the other's file. What is stored is on the disk when `put` returns.
 */
export async function openFileBlobs(folder: string): Promise<Blobs> {
  const unfinished = join(folder, 'unfinished');
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await removeAbandoned(unfinished);

  const pathOf = (tenant: string, key: string) => {
    if (!uuid.test(tenant) || !uuid.test(key)) throw new AppError('NOT_FOUND', { thing: 'blob' });
    return join(folder, tenant, key.slice(0, 2), key);
  };

  return {
    async put(tenant, bytes, { maxBytes, signal }) {
      const key = randomUUID();
      const path = pathOf(tenant, key);
      const draft = join(unfinished, key);
      try {
        const written = await write(draft, bytes, maxBytes, signal);
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await rename(draft, path);
        await syncFolder(dirname(path));
        return { key, ...written };
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },

    async get(tenant, key, signal) {
      const path = pathOf(tenant, key);
      try {
        return await readFile(path, { signal });
      } catch (cause) {
        if (await exists(path)) throw cause;
        throw new AppError('NOT_FOUND', { thing: 'blob' }, { cause });
      }
    },

    async delete(tenant, key) {
      await rm(pathOf(tenant, key), { force: true });
    },

    async deleteTenant(tenant) {
      if (!uuid.test(tenant)) throw new AppError('NOT_FOUND', { thing: 'tenant' });
      await rm(join(folder, tenant), { recursive: true, force: true });
    },
  };
}

async function write(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
  signal: AbortSignal,
): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    signal.throwIfAborted();
    for await (const part of bytes) {
      signal.throwIfAborted();
      size += part.length;
      if (size > maxBytes) throw new AppError('UPLOAD_TOO_LARGE', { max: maxBytes });
      hash.update(part);
      await file.writeFile(part);
    }
    signal.throwIfAborted();
    await file.datasync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), size };
}

/** A renamed file is there after a power failure only when its folder was written too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** What a killed process left half written. */
async function removeAbandoned(folder: string): Promise<void> {
  const before = Date.now() - abandonedMs;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const file = await stat(path).catch(() => null);
    if (file && file.mtimeMs < before) await rm(path, { force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
