import { centsOf, type LabelledAmount } from './amounts.js';
import { type Candidate, round } from './candidates.js';
import type { Place } from './sheet.js';

interface ChosenAmount {
  value: string;
  confidence: number;
  place: Place;
}
export type Totals = Record<'net' | 'tax' | 'grand' | 'due', ChosenAmount | null>;

interface Choice {
  score: number;
  net: LabelledAmount | undefined;
  tax: LabelledAmount | undefined;
  grand: LabelledAmount | undefined;
  adds: boolean;
}

/** Two roundings of a cent. */
const tolerance = 2;
const mostCandidates = 12;

/**
 * Chooses net, tax, total and due amount together: the likeliest by their labels among those that add up
 * (net + tax = total, total - paid + open = due, sum of the lines = net).
 */
export function chooseTotals(
  amounts: readonly LabelledAmount[],
  linesSum: number | null,
  anywhere: readonly Candidate[],
): Totals {
  const withSums = [...amounts, ...summedTaxes(amounts)];
  const taxes = ranked(withSums, 'tax');
  const dues = ranked(withSums, 'due');
  const grands = strongest([
    ...ranked(withSums, 'grand'),
    ...dues.map((each) => ({ ...each, score: each.score * 0.6 })),
    ...largest(anywhere),
  ]);
  const nets = [...ranked(withSums, 'net'), ...differences(grands, taxes, anywhere)];
  const paid = paidOf(withSums);
  let chosen: Choice = {
    score: Number.NEGATIVE_INFINITY,
    net: nets[0],
    tax: taxes[0],
    grand: grands[0],
    adds: false,
  };
  for (const grand of [...grands, undefined]) {
    for (const net of [...nets, undefined]) {
      for (const tax of [...taxes, undefined]) {
        const adds = net !== undefined && tax !== undefined && grand !== undefined && addUp(net, tax, grand);
        const score = scoreOf(net, tax, grand, adds, linesSum) + dueBonus(dues, grand, paid);
        if (score > chosen.score) chosen = { score, net, tax, grand, adds };
      }
    }
  }
  const { net, tax, grand, adds } = chosen;
  return {
    net: chosenAmount(net, adds || sumsUp(net, linesSum)),
    tax: chosenAmount(tax, adds),
    grand: chosenAmount(grand, adds || sumsUp(grand, linesSum)),
    due: dueAmount(dues, grand, adds || sumsUp(grand, linesSum), paid),
  };
}

/** Whether an amount is the sum of the lines of goods. */
function sumsUp(amount: LabelledAmount | undefined, linesSum: number | null): boolean {
  return (
    amount !== undefined &&
    linesSum !== null &&
    linesSum !== 0 &&
    Math.abs(amount.cents - linesSum) <= tolerance
  );
}

function scoreOf(
  net: LabelledAmount | undefined,
  tax: LabelledAmount | undefined,
  grand: LabelledAmount | undefined,
  adds: boolean,
  linesSum: number | null,
): number {
  let score = (net?.score ?? 0) + (tax?.score ?? 0) + (grand?.score ?? 0);
  // Sums that are exact come before those that only round alike: a rounded amount to pay is not the total.
  if (adds) score += net && tax && grand && net.cents + tax.cents === grand.cents ? 1.8 : 1.5;
  else if (net && tax && grand) score -= 1.2;
  if (!grand) score -= 1;
  if (net && grand && Math.abs(net.cents) > Math.abs(grand.cents) + tolerance) score -= 1;
  if (tax && grand && Math.abs(tax.cents) * 2 > Math.abs(grand.cents) + tolerance) score -= 1;
  if (sumsUp(net, linesSum)) score += 0.3;
  if (sumsUp(grand, linesSum)) score += 0.15;
  return score;
}

function addUp(net: LabelledAmount, tax: LabelledAmount, grand: LabelledAmount): boolean {
  if (grand.cents !== 0 && net.cents === 0) return false;
  return Math.abs(net.cents + tax.cents - grand.cents) <= tolerance;
}

function dueBonus(
  dues: readonly LabelledAmount[],
  grand: LabelledAmount | undefined,
  paid: number[],
): number {
  if (!grand) return 0;
  return dues.some((due) => due.place !== grand.place && explains(due, grand, paid)) ? 0.3 : 0;
}

/** Whether the due amount is the total less what was paid, or with what was still open. */
function explains(due: LabelledAmount, grand: LabelledAmount, paid: readonly number[]): boolean {
  return [0, ...paid].some((each) => Math.abs(grand.cents + each - due.cents) <= tolerance);
}

/** What was paid (as a negative) or is still open from before (as a positive), one by one and all together. */
function paidOf(amounts: readonly LabelledAmount[]): number[] {
  const single = amounts.flatMap(({ role, cents }) => {
    if (role === 'prepaid') return [-Math.abs(cents)];
    if (role === 'rounding') return [cents];
    return role === 'open' ? [Math.abs(cents)] : [];
  });
  return [...single, single.reduce((sum, each) => sum + each, 0)];
}

/** Amounts without a label that are what a total leaves without its tax: a table of rates whose head says little. */
function differences(
  grands: readonly LabelledAmount[],
  taxes: readonly LabelledAmount[],
  anywhere: readonly Candidate[],
): LabelledAmount[] {
  const byCents = new Map(anywhere.map((each) => [centsOf(each.value), each]));
  const found = grands.flatMap((grand) =>
    taxes.flatMap((tax): LabelledAmount[] => {
      const cents = grand.cents - tax.cents;
      const match = tax.cents === 0 ? undefined : byCents.get(cents);
      return match
        ? [{ role: 'net', value: match.value, cents, score: 0.3, place: match.place, derived: false }]
        : [];
    }),
  );
  return strongest(found);
}

/** Taxes by rate summed up, where the document prints no sum of them; it may print each of them twice. */
function summedTaxes(amounts: readonly LabelledAmount[]): LabelledAmount[] {
  const lines = amounts.filter(({ role, derived }) => role === 'tax' && !derived);
  const once = [...new Map(lines.map((each) => [each.cents, each])).values()];
  return (once.length < lines.length ? [lines, once] : [lines]).flatMap((each) => sumOf(each));
}

function sumOf(lines: readonly LabelledAmount[]): LabelledAmount[] {
  const first = lines[0];
  const last = lines.at(-1);
  if (!first || !last || lines.length < 2 || lines.length > 6 || first.place.page !== last.place.page)
    return [];
  const cents = lines.reduce((sum, each) => sum + each.cents, 0);
  const place = { ...last.place };
  return [{ ...last, value: (cents / 100).toFixed(2), cents, score: 0.5, place, derived: true }];
}

function ranked(amounts: readonly LabelledAmount[], role: LabelledAmount['role']): LabelledAmount[] {
  return strongest(amounts.filter((each) => each.role === role));
}

function strongest(amounts: readonly LabelledAmount[]): LabelledAmount[] {
  return amounts.toSorted((one, other) => other.score - one.score).slice(0, mostCandidates);
}

/** Without a label the largest amount of a receipt is the likeliest total. */
function largest(anywhere: readonly Candidate[]): LabelledAmount[] {
  const top = anywhere.toSorted(
    (one, other) => Math.abs(Number(other.value)) - Math.abs(Number(one.value)),
  )[0];
  if (!top) return [];
  return [
    {
      role: 'grand',
      value: top.value,
      cents: centsOf(top.value),
      score: 0.2,
      place: top.place,
      derived: false,
    },
  ];
}

function chosenAmount(amount: LabelledAmount | undefined, confirmed: boolean): ChosenAmount | null {
  if (!amount) return null;
  const confidence = confirmed ? 0.9 + 0.09 * amount.score : amount.score * 0.8;
  return {
    value: amount.value,
    confidence: round(amount.derived ? confidence * 0.92 : confidence),
    place: amount.place,
  };
}

function dueAmount(
  dues: readonly LabelledAmount[],
  grand: LabelledAmount | undefined,
  adds: boolean,
  paid: readonly number[],
): ChosenAmount | null {
  if (!grand) return dues[0] ? chosenAmount(dues[0], false) : null;
  const explained = dues.find((due) => explains(due, grand, paid));
  if (explained) return chosenAmount(explained, adds);
  if (dues[0]) return { value: dues[0].value, confidence: round(dues[0].score * 0.8), place: dues[0].place };
  const less = paid.at(-1) ?? 0;
  if (less !== 0) return null;
  return { value: grand.value, confidence: round((adds ? 0.85 : 0.7) * grand.score), place: grand.place };
}
