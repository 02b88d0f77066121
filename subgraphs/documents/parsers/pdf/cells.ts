import { type Box } from 'tributary/sdk';
import { normalise } from '#text';
import { union } from './geometry.js';
import { boxOnPage, type Glyph } from './glyph.js';
import { inReadingOrder } from './right-to-left.js';

/** A gap of this many ems within a cell is a blank, whether or not one is written. */
const BLANK_GAP = 0.17;
/** Gaps in ems that part two cells, by what is known of the gap. */
const CELL_GAP = { betweenStrings: 0.6, withinString: 0.8, severalBlanks: 0.95, justified: 1.35 };

/** A run of text without a wide gap, as it will stand in the page text. */
export interface Cell {
  text: string;
  box: Box;
  /** Begin and end along the writing direction, baseline and em height across it. */
  start: number;
  end: number;
  baseline: number;
  size: number;
}

/** The cells of the glyphs of one baseline, along the writing direction. */
export function toCells(row: readonly Glyph[], angle: number): Cell[] {
  const groups: Glyph[][] = [];
  let last: Glyph | null = null;
  for (const glyph of row.toSorted((a, b) => a.start - b.start)) {
    if (last && isDrawnTwice(last, glyph)) continue;
    const group = groups.at(-1);
    if (!last || !group || isCellGap(last, glyph)) groups.push([glyph]);
    else group.push(glyph);
    last = furthest(last, glyph);
  }
  return groups.map((group) => toCell(group, angle)).filter(({ text }) => text !== '');
}

/** Bold type is often faked by drawing a glyph again, a little shifted. */
function isDrawnTwice(last: Glyph, glyph: Glyph): boolean {
  return last.text === glyph.text && Math.abs(glyph.start - last.start) < 0.35 * (glyph.end - glyph.start);
}

/** An accent or a mark below a wide glyph does not end before it. */
function furthest(last: Glyph | null, glyph: Glyph): Glyph {
  return last && glyph.end < last.end ? { ...glyph, end: last.end } : glyph;
}

function isCellGap(last: Glyph, glyph: Glyph): boolean {
  const gap = (glyph.start - last.end) / Math.max(last.size, glyph.size);
  if (gap < CELL_GAP.betweenStrings) return false;
  if (gap > CELL_GAP.justified) return true;
  // Justified lines stretch the blank after a sentence most.
  if (/[.!?]$/.test(last.text)) return false;
  if (glyph.blanks > 1) return gap > CELL_GAP.severalBlanks;
  if (glyph.blanks === 1) return false;
  return gap > (glyph.string === last.string ? CELL_GAP.withinString : CELL_GAP.betweenStrings);
}

function toCell(glyphs: readonly Glyph[], angle: number): Cell {
  const pieces: string[] = [];
  let last: Glyph | null = null;
  for (const glyph of glyphs) {
    const gap = last ? glyph.start - last.end : 0;
    const em = last ? Math.min(last.size, glyph.size) : glyph.size;
    if (last && (gap > BLANK_GAP * em || (glyph.blanks > 0 && gap > -0.1 * em))) pieces.push(' ');
    pieces.push(glyph.text);
    last = furthest(last, glyph);
  }
  const boxes = glyphs.map(({ start, end, baseline, ascent, descent }) =>
    boxOnPage(angle, start, baseline - ascent, end, baseline + descent),
  );
  const largest = glyphs.reduce((a, b) => (b.size > a.size ? b : a));
  return {
    text: closeUp(normalise(inReadingOrder(pieces)).text.replace(/\s+/gu, ' ').trim()),
    box: union(boxes),
    start: Math.min(...glyphs.map(({ start }) => start)),
    end: Math.max(...glyphs.map(({ end }) => end)),
    baseline: largest.baseline,
    size: largest.size,
  };
}

/** Spaced type (`I N V O I C E`) becomes words. */
function closeUp(text: string): string {
  return text.replace(/(?<!\S)(?:[^\s\d] ){4,}[^\s\d](?!\S)/gu, (spaced) => spaced.replaceAll(' ', ''));
}
