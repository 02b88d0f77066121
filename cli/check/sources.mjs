import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folders that hold sources, as the compiler is told. */
export function rooms(root) {
  const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  return include.map((pattern) => pattern.split('/')[0]);
}

/** Every source: its path in the repository and its text. */
export function sources(root) {
  return rooms(root).flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => ({ path: file.slice(root.length + 1), text: readFileSync(file, 'utf8') })),
  );
}

export const isTest = (path) => /\.(test|fixture)\.ts$|\/(test|fixtures)\/|^(test|testkit)\//.test(path);
