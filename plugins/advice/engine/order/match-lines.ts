import type { BillLine } from '../bill.js';
import type { MatchedLine } from './order-match.js';
import { type LinePair, pairLines } from './pair-lines.js';
import { cents, deviationOf, percentOver, type Tolerance } from './tolerance.js';

/** Holds each line of a bill against its line of the order. */
export function matchLines(
  billed: readonly BillLine[],
  ordered: readonly BillLine[],
  tolerance: Tolerance,
): MatchedLine[] {
  return pairLines(billed, ordered).map((pair) => matchedLine(pair, billed, ordered, tolerance));
}

function matchedLine(
  { billed: billedAt, ordered: orderedAt, score }: LinePair,
  billedLines: readonly BillLine[],
  orderedLines: readonly BillLine[],
  tolerance: Tolerance,
): MatchedLine {
  const billed = billedAt === null ? null : (billedLines[billedAt] ?? null);
  const ordered = orderedAt === null ? null : (orderedLines[orderedAt] ?? null);
  const [have, wanted] = [billed?.total ?? 0, ordered?.total ?? 0];
  const found = {
    billed: billed && rounded(billed),
    ordered: ordered && rounded(ordered),
    score,
    quantityDifference: less(billed?.quantity, ordered?.quantity),
    priceDifference: less(billed?.price, ordered?.price),
    amountDifference: cents(have - wanted),
    amountDifferencePercent: percentOver(have, wanted),
  };
  if (!billed) return { ...found, verdict: 'MISSING', reason: 'It was ordered and is not billed.' };
  if (!ordered) return { ...found, verdict: 'EXTRA', reason: 'It is billed and was not ordered.' };
  return { ...found, ...judged(billed, ordered, tolerance) };
}

function judged(
  billed: BillLine,
  ordered: BillLine,
  tolerance: Tolerance,
): Pick<MatchedLine, 'verdict' | 'reason'> {
  const { percent, amount, quantityPercent } = tolerance;
  const parts = [
    part(billed.quantity, ordered.quantity, { percent: quantityPercent, amount: 0 }, quantityWords),
    part(billed.price, ordered.price, { percent, amount }, priceWords),
    part(billed.total, ordered.total, { percent, amount }, amountWords),
  ].filter((each) => each !== null);
  const over = parts.filter(({ verdict }) => verdict === 'OVER');
  const under = parts.filter(({ verdict }) => verdict === 'UNDER');
  const off = [...over, ...under];
  if (off.length === 0) return { verdict: 'WITHIN', reason: 'As ordered, within the tolerance.' };
  return { verdict: over.length > 0 ? 'OVER' : 'UNDER', reason: off.map(({ words }) => words).join(' ') };
}

function part(
  actual: number | null,
  expected: number | null,
  allowed: { percent: number; amount: number },
  words: (actual: number, expected: number) => string,
) {
  if (actual === null || expected === null) return null;
  return { verdict: deviationOf(actual, expected, allowed), words: words(actual, expected) };
}

const quantityWords = (actual: number, expected: number) =>
  `${plain(actual)} are billed, ${plain(expected)} were ordered.`;
const priceWords = (actual: number, expected: number) =>
  `The price is ${cents(actual).toFixed(2)} instead of ${cents(expected).toFixed(2)}${share(actual, expected)}.`;
const amountWords = (actual: number, expected: number) =>
  `The amount is ${actual.toFixed(2)} instead of ${expected.toFixed(2)}${share(actual, expected)}.`;

/** Such as ` (+3.0 %)`. */
export function share(actual: number, expected: number): string {
  const percent = percentOver(actual, expected);
  return percent === null ? '' : ` (${percent > 0 ? '+' : ''}${percent.toFixed(1)} %)`;
}

const plain = (value: number) => String(Math.round(value * 1000) / 1000);
const less = (one: number | null | undefined, other: number | null | undefined) =>
  one === null || one === undefined || other === null || other === undefined
    ? null
    : Math.round((one - other) * 10_000) / 10_000;
const rounded = ({ name, quantity, price, total }: BillLine) => ({
  name,
  quantity,
  price: price === null ? null : Math.round(price * 10_000) / 10_000,
  total: cents(total),
});
