import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';

/** Where tests write code that has to find `tributary/sdk`, hence below the repository; copies of it leave this out. */
export const madeByTests = join(repositoryRoot, 'dist/made-by-tests');

/** A new folder for code that a test writes. */
export async function madeFolder(name: string): Promise<string> {
  await mkdir(madeByTests, { recursive: true });
  return mkdtemp(join(madeByTests, `${name}-`));
}
