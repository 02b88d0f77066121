import { type StepOutput, z } from 'tributary/sdk';
import { anomaly } from './anomalies/anomaly.js';
import { findAnomalies } from './anomalies/find-anomalies.js';
import type { ReadBill } from './bill.js';
import { duplicate, duplicateOf, sameAmounts } from './duplicates.js';
import { matchOrder } from './order/match-order.js';
import { orderMatch } from './order/order-match.js';
import type { Tolerance } from './order/tolerance.js';

/** What was found out about a bill beside others. */
export const findings = z.object({
  documentId: z.uuid(),
  /** The version that was looked at. */
  versionId: z.uuid(),
  orderMatch: orderMatch.nullable(),
  duplicates: z.array(duplicate),
  anomalies: z.array(anomaly),
  /** ISO 8601 in UTC. */
  at: z.string(),
});
export type Findings = z.output<typeof findings>;

/** A bill with what it is to be held against. */
export interface ExaminedBill {
  own: ReadBill;
  /** What the step `relate` has found, with what was read there. */
  related: readonly { bill: ReadBill; relation: StepOutput<'relate'>['related'][number] }[];
  /** Other bills of the same seller. */
  ofSeller: readonly ReadBill[];
  /** The order that it names, and the other bills that name it. */
  ordered: { order: ReadBill; others: readonly ReadBill[] } | null;
  tolerance: Tolerance;
  at: string;
}

/** Holds a bill against its order, its copies and the other bills of its seller. Pure. */
export function examine({ own, related, ofSeller, ordered, tolerance, at }: ExaminedBill): Findings {
  const { id: documentId, versionId } = own.document;
  const copies = related
    .filter(({ relation }) => relation.relation === 'DUPLICATE')
    .map(({ bill, relation }) => duplicateOf(relation, isSameNumber(own, bill)));
  const known = new Set(copies.map((copy) => copy.documentId));
  // A copy is no history: with it every sum would be usual.
  const others = ofSeller.filter((each) => !known.has(each.document.id) && !isSameNumber(own, each));
  return {
    documentId,
    versionId,
    orderMatch: ordered && matchOrder({ invoice: own, ...ordered }, tolerance),
    duplicates: [...copies, ...sameAmounts(own, others)],
    anomalies: findAnomalies(own, others),
    at,
  };
}

const isSameNumber = ({ bill }: ReadBill, other: ReadBill): boolean =>
  bill.number !== null && bill.number === other.bill.number;
