import { type StepOutput, z } from 'tributary/sdk';
import { cameBefore, countOf } from './anomalies/anomaly.js';
import type { ReadBill } from './bill.js';

/** By what two documents are taken for copies of each other. */
const duplicateBases = ['SAME_TEXT', 'SAME_NUMBER', 'NEAR_TEXT', 'SAME_AMOUNT'] as const;

export const duplicate = z.object({
  documentId: z.uuid(),
  basis: z.enum(duplicateBases),
  /** How sure it is, 0 to 1. */
  score: z.number().min(0).max(1),
  reason: z.string(),
});
export type Duplicate = z.output<typeof duplicate>;

type Relation = StepOutput<'relate'>['related'][number];

/** From here on two texts differ by nothing that the index sees. */
const equalText = 0.9995;
const dayMs = 86_400_000;
/** A bill that is sent once more has a new date and number within these days; who bills monthly is not meant. */
const resentWithinDays = 7;
const sameAmountScore = 0.6;

/** What the step `relate` has found, by its basis. */
export function duplicateOf({ documentId, score, reason }: Relation, isSameNumber: boolean): Duplicate {
  const basis = isSameNumber ? 'SAME_NUMBER' : score >= equalText ? 'SAME_TEXT' : 'NEAR_TEXT';
  return { documentId, basis, score, reason };
}

/** Bills of the same seller over the same sum at about the same time, under another number or none. */
export function sameAmounts(own: ReadBill, others: readonly ReadBill[]): Duplicate[] {
  const { total, currency, number, date, orderRef } = own.bill;
  if (total === null || total === 0 || date === null) return [];
  // Of two the later one is the doubtful one.
  const before = others.filter((other) => cameBefore(other, own));
  return before.flatMap(({ document, bill }) => {
    const isSame = bill.total === total && bill.currency === currency && bill.date !== null;
    // The same number is a duplicate or another version already.
    if (!isSame || bill.date === null || (number !== null && bill.number === number)) return [];
    const days = Math.round(Math.abs(Date.parse(bill.date) - Date.parse(date)) / dayMs);
    if (!(days <= resentWithinDays)) return [];
    // Two orders are two deliveries, though they cost the same.
    if (orderRef !== null && bill.orderRef !== null && orderRef !== bill.orderRef) return [];
    const when = days === 0 ? 'on the same day' : `${countOf(days, 'day')} apart`;
    return [
      {
        documentId: document.id,
        basis: 'SAME_AMOUNT' as const,
        score: sameAmountScore,
        reason: `The same seller and total ${when}, under ${bill.number === null ? 'no number' : `the number ${bill.number}`}.`,
      },
    ];
  });
}
