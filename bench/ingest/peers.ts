import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { extractText, getDocumentProxy } from 'unpdf';
import { startEmbedded } from '#platform/database';
import type { Peer } from '../benchmark.js';
import type { BenchFile } from './files.js';

/** How many of the PDFs bare unpdf reads in a second, in one thread and without anything else. */
export async function bareParsing(files: readonly BenchFile[]): Promise<Peer> {
  const read = async ({ bytes }: BenchFile) => {
    const document = await getDocumentProxy(Uint8Array.from(bytes), { verbosity: 0 });
    await extractText(document, { mergePages: false });
    await document.loadingTask.destroy();
  };
  for (const file of files.slice(0, 6)) await read(file);
  const began = performance.now();
  for (const file of files) await read(file);
  return { name: 'bare unpdf, one thread, a second', value: rate(files.length, began) };
}

/** How many of the texts bare Postgres of the same make takes in a second, one transaction each. */
export async function bareInserts(files: readonly BenchFile[]): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-peer-'));
  const server = await startEmbedded(join(folder, 'postgres'));
  const client = new pg.Client({ connectionString: server.url });
  try {
    await client.connect();
    await client.query('create temporary table note (id serial primary key, text text not null)');
    const began = performance.now();
    for (const { bytes } of files)
      await client.query('insert into note (text) values ($1)', [new TextDecoder().decode(bytes)]);
    return { name: 'bare Postgres inserts a second', value: rate(files.length, began) };
  } finally {
    await client.end();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const rate = (count: number, began: number) => count / ((performance.now() - began) / 1000);
