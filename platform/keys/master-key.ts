import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from 'tributary/sdk';
import type { Config } from '#platform/config';

const keyBytes = 32;

/** The key that wraps all data keys. Without its file nothing that was encrypted can be read again: back it up. */
export class MasterKey {
  readonly #key: Buffer;

  private constructor(key: Buffer) {
    this.#key = key;
  }

  /** Reads the key file, and makes it (mode 0600) if it is not there. Safe when several processes start at once. */
  static async open(config: Pick<Config, 'keys'>): Promise<MasterKey> {
    const path = config.keys.masterKeyFile;
    if (!(await exists(path))) await create(path);
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) throw invalid(`${path} can be read by others; set its mode to 600`);
    const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
    if (key.length !== keyBytes) throw invalid(`${path} does not hold a key of ${keyBytes} bytes in base64`);
    return new MasterKey(key);
  }

  /** A key of 32 bytes for one purpose (HKDF-SHA-256, RFC 5869); different purposes tell nothing of each other. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#key, 'tributary', purpose, keyBytes));
  }
}

/** The secret that signs tokens between our processes: `INTERNAL_SECRET`, else derived from the master key. */
export async function internalSecret(config: Pick<Config, 'keys'>): Promise<Uint8Array> {
  if (config.keys.internalSecret !== null) return Buffer.from(config.keys.internalSecret, 'utf8');
  return (await MasterKey.open(config)).derive('internal tokens');
}

/** Writes beside its place and links it there, which fails if another process was first. */
async function create(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${randomUUID()}`;
  await writeFile(unfinished, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flush: true });
  try {
    await link(unfinished, path);
  } catch (error) {
    if (!(await exists(path))) throw error;
  } finally {
    await rm(unfinished);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function invalid(reason: string): AppError {
  return new AppError('CONFIG_INVALID', { key: 'MASTER_KEY_FILE', reason });
}
