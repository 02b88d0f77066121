import type { Box, PageText, TextLine, TextSpan } from 'tributary/sdk';
import { codePointLength } from '#text';
import { type Cell, toCell, toFragments } from './cells.js';
import { inColumnOrder } from './columns.js';
import { union } from './geometry.js';
import type { Glyph } from './glyph.js';
import { joinRows } from './rows.js';
import { groupFragments } from './seams.js';

/** Baselines closer than this (in ems of the smaller glyph) are one line: indices, mixed sizes. */
const SAME_LINE = 0.42;

/** A visual line: its cells along the writing direction. Never empty. */
export type Line = readonly Cell[];

/** Visual lines from glyphs in reading order; each writing direction by itself, the most frequent one first. */
export function visualLines(glyphs: readonly Glyph[]): Line[] {
  const byAngle = Map.groupBy(glyphs, ({ angle }) => angle);
  return [...byAngle.entries()]
    .sort(([, a], [, b]) => b.length - a.length)
    .flatMap(([angle, members]) => {
      const groups = groupFragments(baselines(members).map(toFragments));
      const lines = groups.map((line) =>
        line.map((each) => toCell(each, angle)).filter(({ text }) => text !== ''),
      );
      return joinRows(inColumnOrder(lines.filter((line) => line.length > 0)));
    });
}

/** The page text with its offsets: lines joined by `\n`, cells by `\t`. */
export function toPageText(number: number, lines: readonly Line[]): PageText {
  const placed: TextLine[] = [];
  let at = 0;
  for (const line of lines) {
    const start = at;
    const cells: TextSpan[] = [];
    for (const cell of line) {
      if (cells.length > 0) at += 1;
      const end = at + codePointLength(cell.text);
      cells.push({ start: at, end, box: rounded(cell.box) });
      at = end;
    }
    placed.push({ start, end: at, box: rounded(union(line.map(({ box }) => box))), cells });
    at += 1;
  }
  const text = lines.map((line) => line.map((cell) => cell.text).join('\t')).join('\n');
  return { number, text, lines: placed };
}

/** Glyphs grouped by baseline, top to bottom. A line's baseline is that of its largest glyphs. */
function baselines(glyphs: readonly Glyph[]): Glyph[][] {
  const rows: { baseline: number; size: number; glyphs: Glyph[] }[] = [];
  for (const glyph of glyphs.toSorted((a, b) => a.baseline - b.baseline)) {
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

function rounded(box: Box): Box {
  const [left, top, right, bottom] = box;
  return [hundredth(left), hundredth(top), hundredth(right), hundredth(bottom)];
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
