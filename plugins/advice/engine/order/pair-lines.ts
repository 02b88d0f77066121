import type { BillLine } from '../bill.js';
import { type ItemMatch, matchesOf, openMatching, threshold } from '../items/match-items.js';

/** The places of a billed and an ordered line that are the same article; one side is null where it has no partner. */
export interface LinePair {
  billed: number | null;
  ordered: number | null;
  /** How likely they are the same, 0 to 1; null without a partner. */
  score: number | null;
}

const candidates = 10;
/** Lines of the same quantity and amount are taken for the same below the usual threshold. */
const byAmounts = 0.5;

/**
 * Pairs the lines of a bill with those of its order, one to one: those that are called the same, then the likeliest
 * articles (engine/items), then what is left with the same quantity and amount when no other line has them. In the
 * order of the order; what was not ordered comes last.
 */
export function pairLines(billed: readonly BillLine[], ordered: readonly BillLine[]): LinePair[] {
  const pairs = new Pairs();
  for (const match of [...sameNames(billed, ordered), ...likelyArticles(billed, ordered)]) pairs.add(match);
  for (const match of sameAmounts(pairs.left(billed.length, ordered.length), billed, ordered))
    pairs.add(match);
  const rows = ordered.map((_, at): LinePair => {
    const found = pairs.ofOrdered.get(at);
    return { billed: found?.line ?? null, ordered: at, score: found?.score ?? null };
  });
  const extra = pairs.left(billed.length, 0).billed;
  return [...rows, ...extra.map((at): LinePair => ({ billed: at, ordered: null, score: null }))];
}

/** Each line once; who comes first is the better partner. */
class Pairs {
  readonly ofOrdered = new Map<number, ItemMatch>();
  readonly billed = new Set<number>();

  add(match: ItemMatch): void {
    if (this.billed.has(match.line) || this.ofOrdered.has(match.item)) return;
    this.billed.add(match.line);
    this.ofOrdered.set(match.item, match);
  }

  left(billed: number, ordered: number) {
    const all = (count: number) => Array.from({ length: count }, (_, at) => at);
    return {
      billed: all(billed).filter((at) => !this.billed.has(at)),
      ordered: all(ordered).filter((at) => !this.ofOrdered.has(at)),
    };
  }
}

const letters = ({ name }: BillLine) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** The same article twice is paired by the nearest amounts. */
function sameNames(billed: readonly BillLine[], ordered: readonly BillLine[]): ItemMatch[] {
  const byName = Map.groupBy(ordered.keys(), (at) => letters(ordered[at] as BillLine));
  const found = billed.flatMap((line, at) =>
    (byName.get(letters(line)) ?? []).map((item) => ({
      match: { line: at, item, score: 1 },
      apart: Math.abs(line.total - (ordered[item]?.total ?? 0)),
    })),
  );
  return found.sort((one, other) => one.apart - other.apart).map(({ match }) => match);
}

function likelyArticles(billed: readonly BillLine[], ordered: readonly BillLine[]): ItemMatch[] {
  if (billed.length === 0 || ordered.length === 0) return [];
  const matching = openMatching(billed, ordered);
  return billed
    .flatMap((_, line) => matchesOf(matching, line, candidates))
    .filter(({ score }) => score >= threshold)
    .sort((one, other) => other.score - one.score || one.line - other.line || one.item - other.item);
}

function sameAmounts(
  left: { billed: readonly number[]; ordered: readonly number[] },
  billed: readonly BillLine[],
  ordered: readonly BillLine[],
): ItemMatch[] {
  const keyOf = (line: BillLine | undefined) =>
    line === undefined || line.quantity === null ? null : `${line.quantity} ${line.total.toFixed(2)}`;
  const lines = Map.groupBy(left.billed, (at) => keyOf(billed[at]));
  const items = Map.groupBy(left.ordered, (at) => keyOf(ordered[at]));
  return [...lines].flatMap(([key, [line, another]]) => {
    const [item, second] = items.get(key) ?? [];
    const isOnly = another === undefined && second === undefined;
    return key !== null && isOnly && line !== undefined && item !== undefined
      ? [{ line, item, score: byAmounts }]
      : [];
  });
}
