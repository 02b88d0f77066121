import type { Box, PageText, TextLine, TextSpan } from 'tributary/sdk';
import { codePointLength, normalise } from '#text';
import { union } from './geometry.js';
import { boxOnPage, type Glyph } from './glyph.js';
import { inReadingOrder } from './right-to-left.js';

/** Gaps in ems: a blank; a new cell; a new cell within one string or beside a written blank (justified text). */
const BLANK_GAP = 0.17;
const CELL_GAP = 0.8;
const JUSTIFIED_CELL_GAP = 1.35;
/** Baselines closer than this (in ems of the smaller glyph) are one line: indices, mixed sizes. */
const SAME_LINE = 0.42;

/** A run of text without a wide gap, as it will stand in the page text. */
export interface Cell {
  text: string;
  box: Box;
}

/** A visual line: its cells from left to right. */
export interface Line {
  cells: Cell[];
  box: Box;
  angle: number;
}

/** Visual lines from glyphs, from top to bottom; each writing direction by itself, the most frequent one first. */
export function visualLines(glyphs: readonly Glyph[]): Line[] {
  const byAngle = Map.groupBy(glyphs, ({ angle }) => angle);
  return [...byAngle.entries()]
    .sort(([, a], [, b]) => b.length - a.length)
    .flatMap(([angle, members]) => baselines(members).map((row) => toLine(row, angle)))
    .filter((line) => line.cells.length > 0);
}

/** The page text with its offsets: lines joined by `\n`, cells by `\t`. */
export function toPageText(number: number, lines: readonly Line[]): PageText {
  const texts: string[] = [];
  const placed: TextLine[] = [];
  let at = 0;
  for (const line of lines) {
    const start = at;
    const cells: TextSpan[] = [];
    for (const cell of line.cells) {
      if (cells.length > 0) at += 1;
      const end = at + codePointLength(cell.text);
      cells.push({ start: at, end, box: rounded(cell.box) });
      at = end;
    }
    placed.push({ start, end: at, box: rounded(line.box), cells });
    texts.push(line.cells.map(({ text }) => text).join('\t'));
    at += 1;
  }
  return { number, text: texts.join('\n'), lines: placed };
}

/** Glyphs grouped by baseline, top to bottom. A line's baseline is that of its largest glyphs. */
function baselines(glyphs: readonly Glyph[]): Glyph[][] {
  const rows: { baseline: number; size: number; glyphs: Glyph[] }[] = [];
  const sorted = [...glyphs].sort((a, b) => a.baseline - b.baseline);
  for (const glyph of sorted) {
    const row = rows.at(-1);
    if (row && glyph.baseline - row.baseline <= SAME_LINE * Math.min(row.size, glyph.size)) {
      row.glyphs.push(glyph);
      if (glyph.size > row.size) Object.assign(row, { size: glyph.size, baseline: glyph.baseline });
    } else {
      rows.push({ baseline: glyph.baseline, size: glyph.size, glyphs: [glyph] });
    }
  }
  return rows.map((row) => row.glyphs);
}

function toLine(row: Glyph[], angle: number): Line {
  const groups: Glyph[][] = [];
  let last: Glyph | null = null;
  for (const glyph of row.sort((a, b) => a.start - b.start)) {
    if (last && isDrawnTwice(last, glyph)) continue;
    const group = groups.at(-1);
    if (!last || !group || isCellGap(last, glyph)) groups.push([glyph]);
    else group.push(glyph);
    // An accent or a mark below a wide glyph does not end before it.
    last = last && glyph.end < last.end ? { ...glyph, end: last.end } : glyph;
  }
  const cells = groups.map((group) => toCell(group, angle)).filter(({ text }) => text !== '');
  return { cells, box: union(cells.map(({ box }) => box)), angle };
}

/** Bold type is often faked by drawing a glyph again, a little shifted. */
function isDrawnTwice(last: Glyph, glyph: Glyph): boolean {
  return last.text === glyph.text && Math.abs(glyph.start - last.start) < 0.35 * (glyph.end - glyph.start);
}

function isCellGap(last: Glyph, glyph: Glyph): boolean {
  const em = Math.max(last.size, glyph.size);
  return (
    glyph.start - last.end >
    em * (glyph.afterSpace || glyph.string === last.string ? JUSTIFIED_CELL_GAP : CELL_GAP)
  );
}

function toCell(glyphs: readonly Glyph[], angle: number): Cell {
  const pieces: string[] = [];
  let last: Glyph | null = null;
  for (const glyph of glyphs) {
    const gap = last ? glyph.start - last.end : 0;
    const em = last ? Math.min(last.size, glyph.size) : glyph.size;
    if (last && (gap > BLANK_GAP * em || (glyph.afterSpace && gap > -0.1 * em))) pieces.push(' ');
    pieces.push(glyph.text);
    last = last && glyph.end < last.end ? { ...glyph, end: last.end } : glyph;
  }
  const text = normalise(inReadingOrder(pieces)).text.replace(/\s+/gu, ' ').trim();
  const boxes = glyphs.map(({ start, end, baseline, ascent, descent }) =>
    boxOnPage(angle, start, baseline - ascent, end, baseline + descent),
  );
  return { text, box: union(boxes) };
}

function rounded(box: Box): Box {
  const [left, top, right, bottom] = box;
  return [hundredth(left), hundredth(top), hundredth(right), hundredth(bottom)];
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
