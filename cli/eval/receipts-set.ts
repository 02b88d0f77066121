import { join } from 'node:path';
import { type Client, createClient, operation } from 'tributary/client';
import { z } from 'tributary/sdk';
import { mean, parseAmount, parseDate } from '#text';
import { withOwnSystem } from '../own-system.js';
import type { SetOptions } from './evaluation-set.js';
import { type Figure, figureOf, type Measured } from './figure.js';
import { readRecords } from './read-records.js';

const entities = ['company', 'date', 'address', 'total'] as const;
type Entity = (typeof entities)[number];

const receipt = z.object({
  id: z.string(),
  lines: z.array(z.object({ t: z.string(), b: z.tuple([z.number(), z.number(), z.number(), z.number()]) })),
  fields: z.record(z.enum(entities), z.string()),
});
type Receipt = z.output<typeof receipt>;
type Found = Partial<Record<Entity, unknown>>;

/** A regular expression a field on the development split; what others reached on the hidden test set. */
const floors: Readonly<Record<Entity | 'all', number>> = {
  company: 0.653,
  date: 0.973,
  address: 0.722,
  total: 0.708,
  all: 0.764,
};
const published = '.756 char-LSTM, .961 PICK (hidden test)';
const askedAtOnce = 6;

const extract = operation<
  { extractFields: { __typename: string; values?: Found; output?: { values: Found }; message?: string } },
  { input: object }
>(`mutation Receipt($input: ExtractFieldsInput!) { extractFields(input: $input) {
  __typename ... on Extraction { values } ... on NeedsReview { output } ... on Failure { message } } }`);

/** Sends the lines of each receipt through the product's public API and compares what it read. */
export async function measureReceipts({ data, split, say }: SetOptions): Promise<Measured | string> {
  const path = join(data, 'sroie', `${split}.jsonl`);
  const records = await readRecords(path, receipt);
  if (records === null || records.length === 0) return `there is no ${path}, or nothing in it`;
  return withOwnSystem({}, async ({ url, token }) => {
    const client = createClient({ url, token });
    try {
      const began = performance.now();
      const found = await readAll(client, records, say);
      const ms = performance.now() - began;
      return {
        ...scoreReceipts(records, found),
        times: [{ name: `a receipt (${askedAtOnce} at once)`, ms: ms / records.length }],
      };
    } finally {
      await client.close();
    }
  });
}

async function readAll(
  client: Client,
  records: readonly Receipt[],
  say: (line: string) => void,
): Promise<Found[]> {
  const found: Found[] = [];
  const queue = records.entries();
  const reader = async () => {
    for (const [at, { id, lines }] of queue) {
      const boxed = lines.map(({ t: text, b: box }) => ({ text, box }));
      const { extractFields: read } = await client.request(extract, {
        input: { lines: boxed, kind: 'RECEIPT' },
      });
      if (read.message) say(`receipt ${id}: ${read.message}`);
      found[at] = read.values ?? read.output?.values ?? {};
    }
  };
  await Promise.all(Array.from({ length: askedAtOnce }, reader));
  return found;
}

/**
 * Normalised accuracy by entity: names and addresses by their letters and digits, in capitals; dates as days; totals as
 * numbers. What was not found is wrong. `all` is the mean of the four of each receipt.
 */
export function scoreReceipts(records: readonly Receipt[], found: readonly Found[]): Omit<Measured, 'times'> {
  const misses: Measured['misses'] = [];
  const right = (record: Receipt, at: number, entity: Entity): number => {
    const expected = record.fields[entity];
    const value = found[at]?.[entity] ?? null;
    if (isSame[entity](expected, String(value ?? ''))) return 1;
    misses.push({ record: record.id, field: entity, expected, found: value });
    return 0;
  };
  const scores = records.map((record, at) => entities.map((entity) => right(record, at, entity)));
  const figure = (name: Entity | 'all', score: (own: readonly number[]) => number): Figure =>
    figureOf(
      name,
      records.map(({ id }, at) => [id, score(scores[at] ?? [])]),
      { floor: floors[name], published: name === 'all' ? published : null },
    );
  const figures = [
    ...entities.map((entity, at) => figure(entity, (own) => own[at] ?? 0)),
    figure('all', (own) => mean(own)),
  ];
  return { records: records.length, door: 'lines with boxes through extractFields', figures, misses };
}

const isSame: Readonly<Record<Entity, (expected: string, found: string) => boolean>> = {
  company: sameLetters,
  address: sameLetters,
  date: (expected, found) => found !== '' && (parseDate(expected) ?? expected) === found,
  total: (expected, found) => found !== '' && Number(amountOf(expected)) === Number(found),
};

function sameLetters(expected: string, found: string): boolean {
  const plain = (text: string) =>
    text
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  return plain(found) !== '' && plain(expected) === plain(found);
}

/** `RM 1,234.50`, `$8.20`, `30.90`. */
const amountOf = (text: string): string =>
  parseAmount(text, { decimal: '.' }) ?? text.replace(/[^\d.]/gu, '');
