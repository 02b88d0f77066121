import { z } from 'tributary/sdk';
import type { ReadBill } from '../bill.js';

/** What can be unusual about a bill. */
export const anomalyKinds = [
  'AMOUNT',
  'INTERVAL',
  'PERIOD_TWICE',
  'WEEKEND',
  'NEW_SELLER',
  'BANK_ACCOUNT',
  'VAT_ID',
] as const;
const severities = ['LOW', 'MEDIUM', 'HIGH'] as const;

/** A bill before the one that is looked at, and what of it shows the anomaly. */
interface Past {
  bill: ReadBill;
  fields: readonly string[];
}

/** Something unusual, with the reason in words and the records that it rests on. */
export interface Found {
  kind: (typeof anomalyKinds)[number];
  /** `LOW` is told, the others want a person. */
  severity: (typeof severities)[number];
  /** How far from the usual in robust standard deviations; null where nothing is measured. */
  score: number | null;
  reason: string;
  /** Fields of the bill itself. */
  fields: readonly string[];
  rests: readonly Past[];
}

/** An anomaly as it is kept. */
export const anomaly = z.object({
  kind: z.enum(anomalyKinds),
  severity: z.enum(severities),
  score: z.number().nullable(),
  reason: z.string(),
  evidence: z.array(
    z.object({
      documentId: z.uuid(),
      versionId: z.uuid(),
      page: z.int().nullable(),
      start: z.int().nullable(),
      end: z.int().nullable(),
      quote: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
});
export type Anomaly = z.output<typeof anomaly>;

/** Of many earlier bills the newest few are named. */
const mostNamed = 5;

export const pastOf = (bills: readonly ReadBill[], ...fields: string[]): Past[] =>
  bills.slice(-mostNamed).map((bill) => ({ bill, fields }));

/** By their dates where both say one, else as they came. */
export function isBefore(one: ReadBill, other: ReadBill): boolean {
  const [left, right] = [one.bill.date, other.bill.date];
  if (left !== null && right !== null && left !== right) return left < right;
  return cameBefore(one, other);
}

export function cameBefore({ document: one }: ReadBill, { document: other }: ReadBill): boolean {
  return [one.createdAt, one.id].join() < [other.createdAt, other.id].join();
}

/** `8th`, `2nd` and their like are spared: a count in words. */
export const countOf = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;
