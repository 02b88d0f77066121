import { type Colour, Graphics, type GraphicsState } from './graphics-state.js';

/** Text below this height in points cannot be read by a person. */
const TINY = 2;
/** Colours whose channels differ by less than this (of 255) cannot be told apart. */
const SAME_COLOUR = 24;

/** How a glyph at a point is hidden from a person who looks at the page, or null when it can be seen. */
export function hiddenBy(
  [x, y]: readonly [number, number],
  size: number,
  state: GraphicsState,
  graphics: Graphics,
  layers: readonly boolean[],
): string | null {
  if (layers.includes(false)) return 'hidden-layer';
  // Scans carry their recognised text invisibly upon the picture: that text is the one a person sees.
  if (state.renderMode === 3) return graphics.imageAt(x, y) ? null : 'invisible';
  if (state.fillAlpha === 0 && state.renderMode % 4 !== 1) return 'transparent';
  if (size < TINY) return 'tiny';
  if (state.renderMode === 0 && sameColour(state.fill, graphics.backgroundAt(x, y))) return 'white-on-white';
  return null;
}

export function sameColour(a: Colour, b: Colour): boolean {
  if (a === null || b === null) return false;
  const [one, other] = [channels(a), channels(b)];
  return one.every((channel, at) => Math.abs(channel - (other[at] ?? 0)) < SAME_COLOUR);
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
