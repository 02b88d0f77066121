import type { Box } from 'tributary/sdk';
import { applyToBox } from './geometry.js';

/** One glyph where it stands on the page, in points from the upper left corner. */
export interface Glyph {
  text: string;
  /** Begin and end of its advance along the writing direction. */
  start: number;
  end: number;
  /** Distance of the baseline across the writing direction, growing downwards. */
  baseline: number;
  /** Height of an em on the page. */
  size: number;
  /** Writing direction in whole degrees, clockwise; 0 is left to right. */
  angle: number;
  ascent: number;
  descent: number;
  /** How many blanks stood before it in the same string. */
  blanks: number;
  /** Which string of the page it belongs to. */
  string: number;
  /** How it was hidden, or null for a visible one. */
  carrier: string | null;
}

/** The box on the page of glyphs of one direction: `[start, end]` along it and `[top, bottom]` across it. */
export function boxOnPage(angle: number, start: number, top: number, end: number, bottom: number): Box {
  if (angle === 0) return [start, top, end, bottom];
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  return applyToBox([cos, sin, -sin, cos, 0, 0], [start, top, end, bottom]);
}
