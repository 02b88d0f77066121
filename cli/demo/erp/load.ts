import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client, UploadedDocument } from 'tributary/client';
import { repositoryRoot } from '#platform/config';
import { findFiles } from '../files.js';
import { type HistoryOptions, invoiceHistory } from './history.js';

export interface ErpFile {
  /** Below `examples/erp`, or below `history`. */
  name: string;
  read(): Promise<Uint8Array>;
}

/** The documents of `examples/erp`. */
export async function erpExamples(): Promise<ErpFile[]> {
  const files = await findFiles([join(repositoryRoot, 'examples/erp')]);
  return files.map(({ name, path }) => ({ name, read: () => readFile(path) }));
}

/** Invoices of months past, made by a seed. */
export function erpHistory(options: HistoryOptions): ErpFile[] {
  return invoiceHistory(options).map(({ name, text }) => ({
    name,
    read: async () => new TextEncoder().encode(text),
  }));
}

const uploadsAtOnce = 4;

/** Uploads files, a few at a time; what is known already stays one document. The answers are in the order of the files. */
export async function uploadErp(client: Client, files: readonly ErpFile[]): Promise<UploadedDocument[]> {
  const uploaded: UploadedDocument[] = [];
  const queue = files.entries();
  const uploader = async () => {
    for (const [at, { name, read }] of queue)
      uploaded[at] = await client.upload({ name, bytes: await read() });
  };
  await Promise.all(Array.from({ length: uploadsAtOnce }, uploader));
  return uploaded;
}
