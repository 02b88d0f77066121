import { parseColour, type Rgb, sameColour } from '../html/colour.js';
import type { Attributes } from './xml.js';
import { readXml } from './xml.js';

/** How a run of text looks, as far as it decides whether it can be seen. */
export interface RunLook {
  vanish: boolean;
  colour: Rgb | null;
  /** In half points, as the format counts. */
  halfPoints: number | null;
  background: Rgb | null;
}

export const PLAIN: RunLook = { vanish: false, colour: null, halfPoints: null, background: null };
/** Below two points nobody reads. */
const TINY = 4;

/** Adds one property of a run (`vanish`, `color`, `sz`, `shd`, `highlight`) to its look. */
export function withProperty(look: RunLook, name: string, attributes: Attributes): RunLook {
  const value = attributes.val;
  const on = value === undefined || !/^(?:0|false|off|none)$/.test(value);
  switch (name) {
    case 'vanish':
    case 'specVanish':
      return { ...look, vanish: on };
    case 'color':
      return { ...look, colour: officeColour(value) };
    case 'sz':
      return { ...look, halfPoints: Number(value) };
    case 'shd':
      return { ...look, background: officeColour(attributes.fill) ?? look.background };
    case 'highlight':
      return { ...look, background: parseColour(value ?? '') as Rgb | null };
    default:
      return look;
  }
}

/** How a run is hidden, or null. */
export function hiddenRun(look: RunLook): string | null {
  if (look.vanish) return 'display-none';
  if (look.halfPoints !== null && look.halfPoints < TINY) return 'tiny';
  const same = look.colour !== null && sameColour(look.colour, look.background ?? [255, 255, 255]);
  return same ? 'white-on-white' : null;
}

/** `FFFFFF` or `FF00FF00` (alpha first); null for `auto` and themes. */
export function officeColour(value: string | undefined): Rgb | null {
  const hex = /^(?:[0-9a-f]{2})?([0-9a-f]{6})$/i.exec(value ?? '')?.[1];
  const colour = hex ? parseColour(`#${hex}`) : null;
  return colour === 'transparent' ? null : colour;
}

/** The looks that a style sheet gives to its styles, by their id. */
export function readStyles(source: string): Map<string, RunLook> {
  const looks = new Map<string, RunLook>();
  let style = '';
  readXml(source, {
    open(name, attributes) {
      if (name === 'style') style = attributes.styleId ?? '';
      else if (name === 'basedOn') looks.set(style, { ...(looks.get(attributes.val ?? '') ?? PLAIN) });
      else if (style !== '') looks.set(style, withProperty(looks.get(style) ?? PLAIN, name, attributes));
    },
    close(name) {
      if (name === 'style') style = '';
    },
  });
  return looks;
}
