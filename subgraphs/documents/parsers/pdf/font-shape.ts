import type { Matrix } from './geometry.js';

/** What pdf.js tells of a font, as far as places need it. */
export interface FontShape {
  vertical?: boolean;
  fontMatrix?: readonly number[] | null;
  isType3Font?: boolean;
  ascent?: number;
  descent?: number;
  bbox?: readonly number[] | null;
}

/** How a font of one size measures its glyphs. */
export interface TextShape {
  vertical: boolean;
  /** Text space units of one glyph space unit. */
  unit: number;
  em: number;
  ascent: number;
  descent: number;
}

export function fontShape(font: FontShape | null, size: number): TextShape {
  const unit = (font?.fontMatrix?.[0] ?? 0.001) * size;
  const vertical = font?.vertical === true;
  const box = font?.bbox ?? [];
  // The size of a Type 3 font says nothing; its box does, when it has one.
  const height = font?.isType3Font
    ? Math.abs(((box[3] ?? 0) - (box[1] ?? 0)) * (font.fontMatrix?.[3] ?? 0))
    : 1;
  const ascent = within(font?.ascent, 0.5, 1.2) ?? 0.8;
  const descent = within(font?.descent === undefined ? undefined : -font.descent, 0.05, 0.5) ?? 0.2;
  return { vertical, unit, em: Math.abs(size) * (height > 0 ? height : 1), ascent, descent };
}

function within(value: number | undefined, least: number, most: number): number | null {
  return value !== undefined && value >= least && value <= most ? value : null;
}

/** The writing direction on the page. A mirrored or negative size does not turn text round. */
export function direction(matrix: Matrix, vertical: boolean): number {
  const [x, y] = vertical ? [-matrix[2], -matrix[3]] : [matrix[0], matrix[1]];
  return (Math.round((Math.atan2(y, x) * 180) / Math.PI) + 360) % 360;
}
