import type { Fragment } from './cells.js';
import type { Glyph } from './glyph.js';

/** How many lines above and below tell where the columns of a table begin, and how many of them must agree. */
const NEIGHBOURS = 8;
const AGREEING = 2;
const ALIGNED = 1.5;

/**
 * Groups the fragments of lines to cells. A seam parts two cells when other lines nearby begin a cell at the same
 * place: the columns of narrow tables nearly touch.
 */
export function groupFragments(lines: readonly (readonly Fragment[])[]): Glyph[][][] {
  const starts = lines.map((line) =>
    line
      .slice(1)
      .filter(({ gap }) => gap === 'cell')
      .map(startOf),
  );
  const begins = (place: number) => (edges: readonly number[]) =>
    edges.some((edge) => Math.abs(edge - place) <= ALIGNED);
  return lines.map((line, at) => {
    const nearby = starts.slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1);
    const groups: Glyph[][] = [];
    for (const fragment of line) {
      const parted = fragment.gap === 'cell' || nearby.filter(begins(startOf(fragment))).length >= AGREEING;
      const group = groups.at(-1);
      if (group && !parted) group.push(...fragment.glyphs);
      else groups.push([...fragment.glyphs]);
    }
    return groups;
  });
}

function startOf({ glyphs }: Fragment): number {
  return glyphs[0]?.start ?? 0;
}
