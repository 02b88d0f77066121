import { round } from '../candidates.js';
import type { Place, Sheet } from '../sheet.js';
import { mostRounding, type ReceiptAmount, receiptAmounts } from './receipt-amounts.js';

interface TotalValue {
  value: string;
  confidence: number;
  place: Place;
}

/** What the labels alone say. */
const labelWeight = { final: 0.62, total: 0.5, sub: 0.28, card: 0.3, paid: 0.2 } as const;

/**
 * The amount to pay: the value for which most speaks. A label speaks for it; that it is what was paid less the change,
 * a total with its rounding, or a sum with its tax; that it is printed again.
 */
export function findReceiptSums(sheet: Sheet): ReceiptSums {
  const amounts = receiptAmounts(sheet);
  const total = totalOf(amounts);
  return { total, tax: taxOf(amounts, total), payment: paymentOf(amounts, total) };
}

/** What the till printed below the goods. */
interface ReceiptSums {
  total: TotalValue | null;
  tax: TotalValue | null;
  /** `CASH` or `CARD`. */
  payment: TotalValue | null;
}

function totalOf(amounts: readonly ReceiptAmount[]): TotalValue | null {
  const byCents = new Map<number, ReceiptAmount[]>();
  for (const each of amounts) {
    if (each.cents <= 0) continue;
    byCents.set(each.cents, [...(byCents.get(each.cents) ?? []), each]);
  }
  const ranked = [...byCents.values()]
    .map((group) => ({ group, score: supportOf(group, amounts) }))
    .sort(
      (one, other) => other.score - one.score || (other.group[0]?.cents ?? 0) - (one.group[0]?.cents ?? 0),
    );
  const [winner, rival] = ranked;
  const shown = winner && strongest(winner.group);
  if (!winner || !shown) return null;
  const lead = winner.score - (rival?.score ?? 0);
  return {
    value: (shown.cents / 100).toFixed(2),
    confidence: round(Math.min(0.98, 0.3 + winner.score * 0.45 + Math.min(0.2, lead * 0.4))),
    place: shown.place,
  };
}

function strongest(group: readonly ReceiptAmount[]): ReceiptAmount | undefined {
  return group.toSorted((one, other) => weightOf(other) - weightOf(one))[0];
}

const weightOf = ({ role }: ReceiptAmount): number =>
  role !== null && role in labelWeight ? labelWeight[role as keyof typeof labelWeight] : 0;

function supportOf(group: readonly ReceiptAmount[], amounts: readonly ReceiptAmount[]): number {
  const cents = group[0]?.cents ?? 0;
  const of = (...roles: ReceiptAmount['role'][]) => amounts.filter(({ role }) => roles.includes(role));
  const weights = group.map(weightOf).sort((one, other) => other - one);
  let score = weights[0] ?? 0;
  if (group.length > 1) score += 0.06 * Math.min(3, group.length - 1);
  if (group.some(({ currency }) => currency !== null)) score += 0.03;
  if (group.some(({ role }) => role === 'card') && (weights[0] ?? 0) > 0.3) score += 0.15;
  if (
    of('change').some((change) =>
      of('paid', 'card', null).some(
        (paid) => paid.cents - Math.abs(change.cents) === cents && paid.cents > 0,
      ),
    )
  )
    score += 0.35;
  const roundings = of('rounding', null).filter(
    (each) => Math.abs(each.cents) < mostRounding && each.cents !== 0,
  );
  const bases = of('total', 'final', 'sub', null).map((each) => each.cents);
  const taxes = of('tax')
    .map((each) => each.cents)
    .filter((tax) => tax > 0);
  if (bases.some((base) => roundings.some((each) => isRounded(base, each.cents, cents)))) score += 0.3;
  if (taxes.some((tax) => bases.includes(cents - tax))) score += 0.1;
  if (
    taxes.some((tax) =>
      bases.some((base) => roundings.some((each) => isRounded(base + tax, each.cents, cents))),
    )
  )
    score += 0.3;
  return score;
}

/** Some print the rounding without its minus. */
const isRounded = (total: number, rounding: number, cents: number): boolean =>
  cents % 5 === 0 && total !== cents && (total + rounding === cents || total - rounding === cents);

/** The tax that is contained in the total or makes it of another sum; without arithmetic the first that is labelled. */
function taxOf(amounts: readonly ReceiptAmount[], total: TotalValue | null): TotalValue | null {
  const cents = total ? Math.round(Number(total.value) * 100) : null;
  const taxes = amounts.filter((each) => each.role === 'tax' && each.cents > 0 && each.cents !== cents);
  const fits = taxes.find(
    (tax) => cents !== null && amounts.some((net) => near(net.cents + tax.cents, cents)),
  );
  const chosen = fits ?? taxes.find((tax) => cents === null || tax.cents < cents / 2);
  return chosen ? totalValue(chosen, fits ? 0.88 : 0.55) : null;
}

const near = (one: number, other: number): boolean => Math.abs(one - other) <= mostRounding;

function paymentOf(amounts: readonly ReceiptAmount[], total: TotalValue | null): TotalValue | null {
  const least = total ? Math.round(Number(total.value) * 100) - mostRounding : 1;
  const paid = amounts.filter(({ role, cents }) => (role === 'paid' || role === 'card') && cents >= least);
  const [first] = paid;
  if (!first) return null;
  const isCard = paid.some(({ role }) => role === 'card');
  return { ...totalValue(first, paid.length > 0 && total ? 0.85 : 0.6), value: isCard ? 'CARD' : 'CASH' };
}

const totalValue = (amount: ReceiptAmount, confidence: number): TotalValue => ({
  value: (amount.cents / 100).toFixed(2),
  confidence,
  place: amount.place,
});
