import type { Cell } from './cells.js';
import { overlapping } from './rows.js';

/** Blocks side by side are parted by at least this many points. */
const GUTTER = 6;
/** Lines further apart than this many ems belong to different regions. */
const REGION_GAP = 4.5;
/** A line with more cells than this is a row of a table. */
const MAX_CELLS = 4;
/** Baselines of one row of a table differ by less than this many ems. */
const ALIGNED = 0.08;
/** Baselines of one column are at least this many ems apart. */
const LINE_PITCH = 0.9;
/** Text that begins this close (in points) to an edge stands at it. */
const AT_EDGE = 3;
const MIN_LINES = 3;
const MIN_PROSE_LINES = 6;

type Line = readonly Cell[];
type Side = 'left' | 'right';

interface Columns {
  gutter: number;
  first: number;
  /** Exclusive. */
  last: number;
  evidence: number;
}

/**
 * Puts blocks that stand side by side one after the other, the left one first: an address beside the facts of a
 * letter, columns of prose. Rows of a table, and label and value, stay one line. Blocks are told from tables by
 * their baselines, which do not meet, or by being prose on both sides.
 */
export function inColumnOrder(lines: readonly Line[]): Line[] {
  const ordered: Line[] = [];
  let at = 0;
  while (at < lines.length) {
    const region = regionFrom(lines, at);
    const columns = bestColumns(region);
    if (columns) {
      const block = region.slice(columns.first, columns.last);
      ordered.push(...region.slice(0, columns.first));
      ordered.push(...inColumnOrder(sideOf(block, columns.gutter, 'left')));
      ordered.push(...inColumnOrder(sideOf(block, columns.gutter, 'right')));
      at += columns.last;
    } else {
      ordered.push(...region.slice(0, 1));
      at += 1;
    }
  }
  return ordered;
}

/** The longest run of lines from `first` on that leaves a gutter free and holds no row of a table. */
function regionFrom(lines: readonly Line[], first: number): Line[] {
  const region: Line[] = [];
  let covered: [number, number][] = [];
  for (let at = first; at < lines.length; at += 1) {
    const line = lines[at] ?? [];
    const before = region.at(-1);
    if (before && (line.length > MAX_CELLS || baseline(line) - baseline(before) > REGION_GAP * size(line)))
      break;
    const next = cover(covered, line);
    if (covered.length > 1 && gutters(next).length === 0) break;
    covered = next;
    region.push(line);
  }
  return region;
}

/** The gutter with the most evidence, and the lines it parts. */
function bestColumns(region: readonly Line[]): Columns | null {
  if (region.length < MIN_LINES) return null;
  const covered = region.reduce(cover, [] as [number, number][]);
  const found = gutters(covered).map((gutter) => blocksAt(region, gutter) ?? proseAt(region, gutter));
  return found.reduce((best, next) => ((next?.evidence ?? 0) > (best?.evidence ?? 0) ? next : best), null);
}

/** Blocks whose lines do not share baselines. */
function blocksAt(region: readonly Line[], gutter: number): Columns | null {
  const anchored = region.map((line) => isAnchored(line, region, gutter));
  const loose = region.map(
    (line, at) =>
      anchored[at] === true &&
      (isLoose(line, gutter) || (anchored[at + 1] === true && isInterleaved(line, region[at + 1], gutter))),
  );
  const core = { first: loose.indexOf(true), last: loose.lastIndexOf(true) + 2 };
  if (core.first < 0) return null;
  const inner = region.slice(core.first, core.last);
  const evidence = loose.filter(Boolean).length - inner.filter((line) => isTight(line, gutter)).length;
  if (loose.filter(Boolean).length < MIN_LINES || evidence <= 0) return null;
  const { first, last } = extend(region, core.first, Math.min(core.last, region.length));
  const block = region.slice(first, last);
  const fits = (['left', 'right'] as const).every((side) => isBlock(sideOf(block, gutter, side)));
  return fits ? { gutter, first, last, evidence } : null;
}

/** Columns of prose, whose lines often do share baselines. */
function proseAt(region: readonly Line[], gutter: number): Columns | null {
  const pairs = region.filter((line) => line.length === 2 && isTight(line, gutter));
  if (pairs.length < MIN_PROSE_LINES || pairs.length < 0.7 * region.length) return null;
  const wordy = pairs.filter((line) =>
    line.every(({ text }) => text.length > 20 && text.split(' ').length > 3),
  );
  return wordy.length >= 0.7 * pairs.length ? { gutter, first: 0, last: region.length, evidence: 1 } : null;
}

/** Adds lines above and below whose text begins at the edges of the blocks. */
function extend(region: readonly Line[], first: number, last: number) {
  const edges = region.slice(first, last).flatMap((line) => line.map(({ start }) => start));
  const fits = (line: Line | undefined) =>
    line?.every(({ start }) => edges.some((edge) => isAt(edge, start))) === true;
  let [top, bottom] = [first, last];
  while (top > 0 && fits(region[top - 1])) top -= 1;
  while (bottom < region.length && fits(region[bottom])) bottom += 1;
  return { first: top, last: bottom };
}

/** Whether each side of a line begins or ends where another line of its side does, as the lines of a block do. */
function isAnchored(line: Line, region: readonly Line[], gutter: number): boolean {
  return (['left', 'right'] as const).every((side) => {
    const own = edgesOf(sideOfLine(line, gutter, side));
    if (!own) return true;
    return region.some((other) => {
      const edges = other === line ? null : edgesOf(sideOfLine(other, gutter, side));
      return edges !== null && (isAt(own.start, edges.start) || isAt(own.end, edges.end));
    });
  });
}

function edgesOf(line: Line): { start: number; end: number } | null {
  const [first, last] = [line[0], line.at(-1)];
  return first && last ? { start: first.start, end: last.end } : null;
}

function isAt(a: number, b: number): boolean {
  return Math.abs(a - b) <= AT_EDGE;
}

/** Whether lines look like a block of text: several, with a common left edge, and not a column of numbers. */
function isBlock(lines: readonly Line[]): boolean {
  if (lines.length < MIN_LINES) return false;
  const starts = lines.map((line) => line[0]?.start ?? 0);
  const atEdge = Math.max(...starts.map((edge) => starts.filter((start) => isAt(start, edge)).length));
  const worded = lines.filter((line) => isWorded(line.map(({ text }) => text).join(' ')));
  return atEdge >= lines.length / 2 && worded.length >= lines.length / 2;
}

function isWorded(text: string): boolean {
  return text.replace(/\P{L}/gu, '').length > text.replace(/\P{N}/gu, '').length;
}

/** Both sides in one line although their baselines differ. */
function isLoose(line: Line, gutter: number): boolean {
  return offset(line, gutter) > ALIGNED;
}

function isTight(line: Line, gutter: number): boolean {
  const distance = offset(line, gutter);
  return distance >= 0 && distance <= ALIGNED;
}

/** The distance in ems of the two sides' baselines; -1 for a line with one side. */
function offset(line: Line, gutter: number): number {
  const [left, right] = [sideOfLine(line, gutter, 'left').at(-1), sideOfLine(line, gutter, 'right')[0]];
  if (!left || !right) return -1;
  return Math.abs(left.baseline - right.baseline) / Math.max(left.size, right.size);
}

/** Neighbouring lines of different sides that are too close to be lines of one column. */
function isInterleaved(line: Line, next: Line | undefined, gutter: number): boolean {
  if (!next) return false;
  const tooClose = baseline(next) - baseline(line) < LINE_PITCH * Math.min(size(line), size(next));
  return tooClose && !overlapping(line, next) && (isOneSided(line, gutter) || isOneSided(next, gutter));
}

function isOneSided(line: Line, gutter: number): boolean {
  return sideOfLine(line, gutter, 'left').length === 0 || sideOfLine(line, gutter, 'right').length === 0;
}

function sideOf(lines: readonly Line[], gutter: number, side: Side): Line[] {
  return lines.map((line) => sideOfLine(line, gutter, side)).filter((line) => line.length > 0);
}

function sideOfLine(line: Line, gutter: number, side: Side): Line {
  return line.filter(({ start }) => start < gutter === (side === 'left'));
}

/** The parts of the line's direction that text covers, merged and in order. */
function cover(covered: readonly [number, number][], line: Line): [number, number][] {
  const spans: [number, number][] = [
    ...covered,
    ...line.map(({ start, end }): [number, number] => [start, end]),
  ];
  const merged: [number, number][] = [];
  for (const [start, end] of spans.sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last && start - last[1] < GUTTER) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

function gutters(covered: readonly [number, number][]): number[] {
  return covered.slice(1).map(([start], at) => (start + (covered[at]?.[1] ?? start)) / 2);
}

function baseline(line: Line): number {
  return Math.max(...line.map((cell) => cell.baseline));
}

function size(line: Line): number {
  return Math.max(...line.map((cell) => cell.size));
}
