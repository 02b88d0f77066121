import type { Cell } from './cells.js';

/** A small label and a large value beside each other share this part of the label's height, and differ so in size. */
const SHARED_HEIGHT = 0.6;
const LARGER = 1.15;

type Line = readonly Cell[];

/** Joins a small label and the large value beside it, whose baselines differ, to one line. */
export function joinRows(lines: readonly Line[]): Line[] {
  const rows: Line[] = [];
  for (const line of lines) {
    const last = rows.at(-1);
    if (last && isPair(last, line)) {
      rows[rows.length - 1] = [...last, ...line].sort((a, b) => a.start - b.start);
    } else {
      rows.push(line);
    }
  }
  return rows;
}

/** Whether cells of the two lines stand above each other. */
export function overlapping(one: Line, other: Line): boolean {
  return one.some((a) => other.some((b) => a.start < b.end && b.start < a.end));
}

function isPair(one: Line, other: Line): boolean {
  const [a, b, ...more] = [...one, ...other];
  if (!a || !b || more.length > 0) return false;
  const differ = Math.max(a.size, b.size) >= LARGER * Math.min(a.size, b.size);
  return differ && sharedHeight(a, b) >= SHARED_HEIGHT && !overlapping(one, other);
}

/** A line reaches from a little above its small letters to a little below the baseline. */
function sharedHeight(a: Cell, b: Cell): number {
  const top = Math.max(a.baseline - 0.8 * a.size, b.baseline - 0.8 * b.size);
  const bottom = Math.min(a.baseline + 0.2 * a.size, b.baseline + 0.2 * b.size);
  return (bottom - top) / Math.min(a.size, b.size);
}
