import { type Box } from 'tributary/sdk';
import { normalise } from '#text';
import { union } from './geometry.js';
import { boxOnPage, type Glyph } from './glyph.js';
import { inReadingOrder } from './right-to-left.js';

/** A gap of this many ems within a cell is a blank, whether or not one is written. */
const BLANK_GAP = 0.17;
/** A narrower gap than that of cells between two strings may part the columns of a narrow table. */
const SEAM = 0.3;
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

/** Glyphs that stand together, and how they are parted from those before: surely another cell, or perhaps. */
export interface Fragment {
  glyphs: Glyph[];
  gap: 'cell' | 'seam';
}

/** The fragments of the glyphs of one baseline, along the writing direction. */
export function toFragments(row: readonly Glyph[]): Fragment[] {
  const fragments: Fragment[] = [];
  let last: Glyph | null = null;
  for (const glyph of row.toSorted((a, b) => a.start - b.start)) {
    if (last && isDrawnTwice(last, glyph)) continue;
    const gap = last ? gapBetween(last, glyph) : 'cell';
    if (gap === null) fragments.at(-1)?.glyphs.push(glyph);
    else fragments.push({ glyphs: [glyph], gap });
    last = furthest(last, glyph);
  }
  return fragments;
}

/** Bold type is often faked by drawing a glyph again, a little shifted. */
function isDrawnTwice(last: Glyph, glyph: Glyph): boolean {
  return last.text === glyph.text && Math.abs(glyph.start - last.start) < 0.35 * (glyph.end - glyph.start);
}

/** An accent or a mark below a wide glyph does not end before it. */
function furthest(last: Glyph | null, glyph: Glyph): Glyph {
  return last && glyph.end < last.end ? { ...glyph, end: last.end } : glyph;
}

function gapBetween(last: Glyph, glyph: Glyph): Fragment['gap'] | null {
  const gap = (glyph.start - last.end) / Math.max(last.size, glyph.size);
  if (gap < SEAM) return null;
  if (gap > CELL_GAP.justified) return 'cell';
  // Justified lines stretch the blank after a sentence most.
  if (/[.!?]$/.test(last.text)) return null;
  if (glyph.blanks > 1) return gap > CELL_GAP.severalBlanks ? 'cell' : null;
  if (glyph.blanks === 1) return null;
  if (glyph.string === last.string) return gap > CELL_GAP.withinString ? 'cell' : null;
  return gap > CELL_GAP.betweenStrings ? 'cell' : 'seam';
}

/** The text of glyphs that stand together, and their place. */
export function toCell(glyphs: readonly Glyph[], angle: number): Cell {
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
    text: closeUp(
      normalise(bullets(inReadingOrder(pieces)))
        .text.replace(/\s+/gu, ' ')
        .trim(),
    ),
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

/** Symbol fonts keep their bullets in the private area. */
function bullets(text: string): string {
  return text.replace(/[\uf0a7\uf0b7\uf076\uf0d8]/g, '\u2022');
}
