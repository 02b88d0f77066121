import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'tributary/sdk';
import { invalid } from '../invalid.js';

/** The files of a plugin by their paths, with `/`; tests, hidden files and `node_modules` are none of them. */
export type PluginFiles = ReadonlyMap<string, Buffer>;

const mostFiles = 2000;
const mostBytes = 20 * 1024 * 1024;
const isTest = /\.test\.[cm]?[jt]s$/;
const packedShape = z.record(z.string(), z.string());

/**
 * Reads the folder of a plugin.
 * @throws AppError `PLUGIN_INVALID` when it is too large to be one.
 */
export async function readPluginFiles(folder: string, plugin: string): Promise<PluginFiles> {
  const files = new Map<string, Buffer>();
  let bytes = 0;
  const read = async (below: string): Promise<void> => {
    const entries = await readdir(join(folder, below), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      if (entry.isDirectory()) await read(path);
      if (!entry.isFile() || isTest.test(entry.name)) continue;
      const content = await readFile(join(folder, path));
      bytes += content.length;
      files.set(path, content);
      if (files.size > mostFiles || bytes > mostBytes) {
        const most = `${mostFiles} files or ${mostBytes} bytes`;
        throw invalid(plugin, path, `the folder has more than ${most}; keep data out of it`);
      }
    }
  };
  await read('');
  return files;
}

/** SHA-256 in hex over the sorted paths and what lies there: one content, one version. */
export function contentHash(files: PluginFiles): string {
  const hash = createHash('sha256');
  for (const path of [...files.keys()].sort()) {
    const content = createHash('sha256')
      .update(files.get(path) ?? '')
      .digest('hex');
    hash.update(`${path}\0${content}\n`);
  }
  return hash.digest('hex');
}

/** All files in one piece, for the database. */
export function packFiles(files: PluginFiles): Promise<Buffer> {
  const plain = Object.fromEntries([...files].map(([path, content]) => [path, content.toString('base64')]));
  return promisify(gzip)(JSON.stringify(plain));
}

export async function unpackFiles(packed: Uint8Array): Promise<PluginFiles> {
  const text = (await promisify(gunzip)(packed)).toString('utf8');
  const plain = packedShape.parse(JSON.parse(text));
  return new Map(Object.entries(plain).map(([path, content]) => [path, Buffer.from(content, 'base64')]));
}
