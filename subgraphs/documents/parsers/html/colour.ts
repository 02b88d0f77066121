/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

const NAMED: Readonly<Record<string, Rgb>> = {
  white: [255, 255, 255],
  black: [0, 0, 0],
  snow: [255, 250, 250],
  ivory: [255, 255, 240],
  whitesmoke: [245, 245, 245],
  ghostwhite: [248, 248, 255],
  floralwhite: [255, 250, 240],
  red: [255, 0, 0],
  green: [0, 128, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
  gray: [128, 128, 128],
  grey: [128, 128, 128],
  silver: [192, 192, 192],
  lightgray: [211, 211, 211],
  lightgrey: [211, 211, 211],
};

/** Colours whose channels differ by less than this cannot be told apart. */
const SAME = 24;

/** A CSS colour; null for one that cannot be told (a variable, a gradient, a name we do not know). */
export function parseColour(value: string): Rgb | 'transparent' | null {
  const text = value.trim().toLowerCase();
  if (text === 'transparent') return 'transparent';
  const hex = /^#([0-9a-f]{3,8})$/.exec(text)?.[1];
  if (hex && (hex.length === 3 || hex.length === 4)) {
    if (hex[3] === '0') return 'transparent';
    const [r = '0', g = '0', b = '0'] = hex;
    return [parseInt(r + r, 16), parseInt(g + g, 16), parseInt(b + b, 16)];
  }
  if (hex && (hex.length === 6 || hex.length === 8)) {
    if (hex.slice(6) === '00') return 'transparent';
    return [parseInt(hex.slice(0, 2), 16), parseInt(hex.slice(2, 4), 16), parseInt(hex.slice(4, 6), 16)];
  }
  const [r, g, b, alpha] =
    /^rgba?\(([^)]*)\)$/
      .exec(text)?.[1]
      ?.split(/[\s,/]+/)
      .map(Number.parseFloat) ?? [];
  if (alpha === 0) return 'transparent';
  if (r !== undefined && g !== undefined && b !== undefined) return [r, g, b];
  return NAMED[text] ?? null;
}

export function sameColour(a: Rgb, b: Rgb): boolean {
  return a.every((channel, at) => Math.abs(channel - (b[at] ?? 0)) < SAME);
}
