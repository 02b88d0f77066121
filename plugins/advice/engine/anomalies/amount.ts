import type { ReadBill } from '../bill.js';
import { countOf, type Found, pastOf } from './anomaly.js';
import { median, modifiedZ, outlier } from './robust.js';

/** Sums of one seller differ by factors, so their logarithms are compared; up to 5 % are no deviation at all. */
const floor = Math.log(1.05);
const highFrom = 2 * outlier;

/** How far an amount lies from those before it, and the usual one; null with too few of the same sign. */
export function amountAnomaly(
  amount: number,
  before: readonly number[],
): { score: number; usual: number; of: number } | null {
  const alike = before.filter((each) => each !== 0 && Math.sign(each) === Math.sign(amount));
  if (amount === 0) return null;
  const logs = alike.map((each) => Math.log(Math.abs(each)));
  const score = modifiedZ(Math.log(Math.abs(amount)), logs, floor);
  return score === null ? null : { score, usual: median(alike), of: alike.length };
}

/** A total far from the other totals of the seller in the same currency. */
export function unusualAmount(own: ReadBill, others: readonly ReadBill[]): Found[] {
  const { total, currency } = own.bill;
  const alike = others.filter(({ bill }) => bill.total !== null && bill.currency === currency);
  if (total === null) return [];
  const found = amountAnomaly(
    total,
    alike.map(({ bill }) => bill.total ?? 0),
  );
  if (found === null || Math.abs(found.score) <= outlier) return [];
  const { score, usual, of } = found;
  const unit = currency ? ` ${currency}` : '';
  const times = Math.abs(total / usual);
  const factor = times >= 1 ? `${times.toFixed(1)} times` : `${(times * 100).toFixed(0)} % of`;
  return [
    {
      kind: 'AMOUNT',
      severity: score >= highFrom ? 'HIGH' : 'MEDIUM',
      score,
      reason: `The total of ${total.toFixed(2)}${unit} is ${factor} the usual ${usual.toFixed(2)}${unit} of ${countOf(of, 'other bill')} of this seller (modified z-score ${score.toFixed(1)}).`,
      fields: ['grand_total'],
      rests: pastOf(alike, 'grand_total'),
    },
  ];
}
