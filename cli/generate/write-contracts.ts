import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '#platform/config';
import type { Contract } from './contract.js';

/** The contracts whose committed file is missing or says something else. */
export async function drifted(contracts: readonly Contract[]): Promise<Contract[]> {
  const committed = await Promise.all(contracts.map(({ path }) => read(path)));
  return contracts.filter(({ text }, index) => committed[index] !== text);
}

export async function writeContracts(contracts: readonly Contract[]): Promise<void> {
  for (const { path, text } of contracts) {
    await mkdir(dirname(join(repositoryRoot, path)), { recursive: true });
    await writeFile(join(repositoryRoot, path), text);
  }
}

const read = (path: string) => readFile(join(repositoryRoot, path), 'utf8').catch(() => null);
