import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient, operation } from 'tributary/client';
import { z } from 'tributary/sdk';
import { withOwnSystem } from '../own-system.js';
import { untilProcessed } from '../until-processed.js';
import type { SetOptions } from './evaluation-set.js';
import { type Figure, figureOf, type Measured } from './figure.js';
import { comparisons, type ScoredField } from './invoice-values.js';
import { readRecords } from './read-records.js';

const expectation = z.object({
  file: z.string(),
  split: z.string(),
  fields: z.record(z.string(), z.json()),
  /** The fields whose value stands in the text layer. */
  visible: z.array(z.string()),
});
type Expectation = z.output<typeof expectation>;
type FoundFields = Map<string, unknown>;

const floors: Partial<Record<ScoredField, number>> = {
  invoice_number: 0.63,
  issue_date: 0.97,
  grand_total: 0.64,
  seller_vat: 1,
  iban: 0.88,
};
const uploadsAtOnce = 4;
const processingMs = 600_000;

const fieldsOf = operation<
  { document: { status: string; fields: { name: string; value: unknown }[] } | null },
  { id: string }
>(`query ExtractedFields($id: ID!) { document(id: $id) { status fields { name value } } }`);

/** Sends the invoices beside the data through the product's public API and compares what it extracted. */
export async function measureDocuments({ data, split, say }: SetOptions): Promise<Measured | string> {
  const folder = join(data, '../documents');
  const all = await readRecords(join(folder, 'expected.jsonl'), expectation);
  if (all === null) return `there is no ${join(folder, 'expected.jsonl')}`;
  const records = all.filter((record) => record.split === split);
  if (records.length === 0) return `${join(folder, 'expected.jsonl')} has no records of the split ${split}`;
  return withOwnSystem({}, async ({ url, token }) => {
    const client = createClient({ url, token });
    try {
      const began = performance.now();
      const ids = await uploadAll(client, folder, records);
      await untilProcessed(client, AbortSignal.timeout(processingMs));
      const ms = performance.now() - began;
      const found = await Promise.all(ids.map((id) => readFields(client, id, say)));
      return { ...score(records, found), times: [{ name: 'a document', ms: ms / records.length }] };
    } finally {
      await client.close();
    }
  });
}

async function uploadAll(client: Client, folder: string, records: readonly Expectation[]): Promise<string[]> {
  const ids: string[] = [];
  const queue = records.entries();
  const uploader = async () => {
    for (const [at, { file }] of queue) {
      const { id } = await client.upload({ name: file, bytes: await readFile(join(folder, file)) });
      ids[at] = id;
    }
  };
  await Promise.all(Array.from({ length: uploadsAtOnce }, uploader));
  return ids;
}

async function readFields(client: Client, id: string, say: (line: string) => void): Promise<FoundFields> {
  const { document } = await client.request(fieldsOf, { id });
  if (document?.status === 'FAILED') say(`document ${id} has failed`);
  const found: FoundFields = new Map();
  // The first value of a field counts.
  for (const { name, value } of document?.fields ?? []) if (!found.has(name)) found.set(name, value);
  return found;
}

/** Exact accuracy by field, over the records where the value can be seen; what was not found counts as wrong. */
export function score(
  records: readonly Expectation[],
  found: readonly FoundFields[],
): Omit<Measured, 'times'> {
  const misses: Measured['misses'] = [];
  const figures = Object.entries(comparisons).flatMap(([name, isSame]): Figure[] => {
    const field = name as ScoredField;
    const scores = records.flatMap(({ file, fields, visible }, at): [string, number][] => {
      if (!visible.includes(field)) return [];
      const value = found[at]?.get(field) ?? null;
      const right = isSame(fields[field], value);
      if (!right) misses.push({ record: file, field, expected: fields[field], found: value });
      return [[file, right ? 1 : 0]];
    });
    return scores.length === 0 ? [] : [figureOf(name, scores, { floor: floors[field] ?? null })];
  });
  return { records: records.length, door: 'uploaded through the public API', figures, misses };
}
