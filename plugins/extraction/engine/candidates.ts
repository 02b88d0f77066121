import type { Label } from './labels.js';
import { type Cell, type Place, placeIn, type Row, type Sheet } from './sheet.js';

/** A value found in a text: what it is, and where it stands in UTF-16 units. */
export interface Found {
  value: string;
  index: number;
  length: number;
}

/** All values of one type in a text, from left to right. */
export type Finder = (text: string) => Found[];

/** A value that may be the field's, with how likely it is by its label and distance alone. */
export interface Candidate {
  value: string;
  score: number;
  place: Place;
  cell: Cell;
  /** Whether a label stands beside it, or only its form and position speak for it. */
  labelled: boolean;
}

interface LabelHit {
  cell: Cell;
  index: number;
  end: number;
  weight: number;
}

const maxRowsBelow = 4;
/** A value further than this from its label in the same cell belongs to another sentence. */
const maxGap = 40;

export function labelHits(sheet: Sheet, labels: readonly Label[]): LabelHit[] {
  const hits: LabelHit[] = [];
  const secondParts = new Set<Cell>();
  for (const row of sheet.rows) {
    for (const cell of row.cells) {
      const broken = brokenLabel(sheet, cell);
      if (broken?.whole) secondParts.add(broken.second);
      for (const each of labels) {
        // What goes on in the next row, where its value stands, says less by its first part.
        const alone = secondParts.has(cell) ? { ...each, weight: each.weight * 0.85 } : each;
        if (!broken?.whole) hits.push(...hitsIn(cell, cell.folded, alone));
        if (!broken) continue;
        for (const hit of hitsIn(cell, broken.text, each)) {
          if (hit.end <= cell.folded.length) hits.push(...(broken.whole ? [hit] : []));
          else if (hit.index < cell.folded.length && !/\p{L}/u.test(broken.text.slice(hit.end))) {
            hits.push(...hitsOfBroken(cell, broken, hit));
          }
        }
      }
    }
  }
  return hits;
}

function hitsIn(cell: Cell, text: string, { pattern, weight }: Label): LabelHit[] {
  // Most cells hold no label, and a search costs less than an iterator over matches.
  if (text.search(pattern) < 0) return [];
  return [...text.matchAll(pattern)].map((match) => ({
    cell,
    index: match.index,
    end: match.index + match[0].length,
    weight: labelStart.test(text.slice(0, match.index)) ? weight : weight * 0.85,
  }));
}

/** A label begins its cell, or stands behind a bar or a gap that parts several of them. */
const labelStart = /(?:^|[|;•·]|\s{2,})[^\p{L}\d]*(?:n[°ºo]\.?\s*)?$/u;

interface BrokenLabel {
  /** Both parts, as they would stand in one row. */
  text: string;
  second: Cell;
  /** Whether the value stands beside the second part, so that the first is no label by itself. */
  whole: boolean;
}

const wordsOnly = /^[^\d:]*\p{L}[^\d:]*$/u;

/** A label that is too long for its column goes on in the next row; its value stands beside one of the two. */
function brokenLabel(sheet: Sheet, cell: Cell): BrokenLabel | null {
  const [left, top, , bottom] = cell.box;
  const below = sheet.rows[cell.row + 1];
  const second = below?.cells.find((other) => Math.abs(other.box[0] - left) < 3);
  if (!second || second.page !== cell.page || second.box[1] - bottom > 0.8 * (bottom - top)) return null;
  if (!wordsOnly.test(cell.folded) || !/^[^\d]*\p{L}[^\d]*$/u.test(second.folded)) return null;
  const lastOf = (each: Cell) => sheet.rows[each.row]?.cells.at(-1) === each;
  if (lastOf(cell) === lastOf(second) || cell.text.length > maxGap || second.text.length > maxGap)
    return null;
  const joint = /[-/]\s*$/u.test(cell.folded) ? '' : ' ';
  return { text: `${cell.folded}${joint}${second.folded}`, second, whole: lastOf(cell) };
}

function hitsOfBroken(cell: Cell, { text, second }: BrokenLabel, hit: LabelHit): LabelHit[] {
  const end = hit.end - (text.length - second.folded.length);
  return [
    { ...hit, cell: second, index: 0, end },
    { ...hit, end: cell.folded.length },
  ];
}

/**
 * The values beside a label: after it in its cell, in the next cells of the row, or below it in the same column (a
 * label over its value), the nearer the likelier.
 */
export function valuesBeside(sheet: Sheet, hit: LabelHit, find: Finder): Candidate[] {
  const rest = hit.cell.text.slice(hit.end);
  const inCell = find(rest)[0];
  if (inCell && inCell.index <= maxGap) {
    return [candidate(hit.cell, hit.end, inCell, hit.weight * (1 - inCell.index / 400))];
  }
  // A label inside a sentence has its value in the sentence, which may run on in the next row.
  const openEnd = /^[^\p{L}\d]*$/u.test(rest.replace(/\([^)]*\)/gu, ''));
  // … unless it ends there: `please name the invoice number.`
  if (/^\s*[.!]\s*$/u.test(rest) && /\p{L}+\s+\p{L}+\s+\P{L}*$/u.test(hit.cell.text.slice(0, hit.index)))
    return [];
  if (!openEnd && rest.trim().length > maxGap) return [];
  const found: Candidate[] = [];
  const row = sheet.rows[hit.cell.row];
  if (row) {
    const right = firstToTheRight(row, hit.cell, find);
    if (right) found.push(candidate(right.cell, 0, right.found, hit.weight * right.nearness));
  }
  if (openEnd) {
    const below = firstBelow(sheet, hit.cell, find);
    if (below) found.push(candidate(below.cell, 0, below.found, hit.weight * below.nearness));
  } else {
    const next = firstBelow(sheet, hit.cell, find, 1);
    if (next) found.push(candidate(next.cell, 0, next.found, hit.weight * 0.8));
  }
  return found;
}

/** What may stand before a value in its cell: a colon, a sign, a short word (`den 3. März`, `No 7`). */
const leadsToValue = /^[^\p{L}\d]*(?:\p{L}{1,3}\.?\s)?[^\p{L}\d]*$/u;

function firstToTheRight(row: Row, cell: Cell, find: Finder) {
  let nearness = 0.99;
  for (const next of row.cells.slice(cell.column + 1, cell.column + 4)) {
    const found = find(next.text)[0];
    if (found && leadsToValue.test(next.text.slice(0, found.index))) {
      return { cell: next, found, nearness };
    }
    if (/\p{L}{3}/u.test(next.text)) return null;
    nearness -= 0.05;
  }
  return null;
}

function firstBelow(sheet: Sheet, cell: Cell, find: Finder, rows = maxRowsBelow) {
  let nearness = 0.95;
  for (let index = cell.row + 1; index <= cell.row + rows; index++) {
    const row = sheet.rows[index];
    if (row?.page !== cell.page) return null;
    for (const below of row.cells.filter(
      (other) => sharesColumn(cell, other) || inBoxUnder(sheet, cell, other),
    )) {
      const found = find(below.text)[0];
      if (found && (found.index <= 3 || leadsToValue.test(below.text.slice(0, found.index))))
        return { cell: below, found, nearness };
    }
    nearness -= 0.1;
  }
  return null;
}

/** A form prints the label small in the upper left corner of a box and the value on the right of the next row. */
function inBoxUnder(sheet: Sheet, label: Cell, other: Cell): boolean {
  const isLast = sheet.rows[label.row]?.cells.at(-1) === label;
  return isLast && other.row - label.row <= 1 && other.box[0] >= label.box[0];
}

/** Whether two cells stand in the same column: their boxes overlap, or begin or end together. */
export function sharesColumn(one: Cell, other: Cell): boolean {
  const [left, , right] = one.box;
  const [otherLeft, , otherRight] = other.box;
  const overlap = Math.min(right, otherRight) - Math.max(left, otherLeft);
  return overlap > 0.3 * Math.min(right - left, otherRight - otherLeft);
}

export function candidate(
  cell: Cell,
  offset: number,
  found: Found,
  score: number,
  labelled = true,
): Candidate {
  return {
    value: found.value,
    score,
    place: placeIn(cell, offset + found.index, found.length),
    cell,
    labelled,
  };
}

/** Every value of one type on the sheet. */
export function valuesAnywhere(sheet: Sheet, find: Finder, score: number): Candidate[] {
  return sheet.rows.flatMap((row) =>
    row.cells.flatMap((cell) => find(cell.text).map((found) => candidate(cell, 0, found, score, false))),
  );
}

/**
 * The likeliest value. Candidates with the same value support each other as independent witnesses (noisy or), and a
 * close rival of another value takes confidence away.
 */
export function best(candidates: readonly Candidate[]): (Candidate & { confidence: number }) | null {
  const groups = new Map<string, Candidate[]>();
  for (const each of candidates) {
    const group = groups.get(each.value);
    if (group) group.push(each);
    else groups.set(each.value, [each]);
  }
  const ranked = [...groups.values()]
    .map((group) => {
      const ordered = group.toSorted((one, other) => other.score - one.score);
      const support =
        1 - ordered.slice(0, 3).reduce((doubt, each, rank) => doubt * (1 - each.score / (rank + 1)), 1);
      return { ordered, support };
    })
    .sort((one, other) => other.support - one.support || readingOrder(one.ordered[0], other.ordered[0]));
  const winner = ranked[0]?.ordered[0];
  if (!winner || !ranked[0]) return null;
  const rival = ranked[1]?.support ?? 0;
  const confidence = Math.min(0.99, ranked[0].support) * (1 - 0.4 * Math.max(0, rival - 0.4));
  return { ...winner, confidence: round(confidence) };
}

export function round(confidence: number): number {
  return Math.round(Math.min(0.99, Math.max(0.01, confidence)) * 100) / 100;
}

function readingOrder(one: Candidate | undefined, other: Candidate | undefined): number {
  if (!one || !other) return 0;
  return one.cell.row - other.cell.row || one.cell.column - other.cell.column;
}
