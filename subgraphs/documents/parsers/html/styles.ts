import { parseColour, type Rgb, sameColour } from './colour.js';

export type Declarations = Readonly<Record<string, string>>;

/** What an element inherits, as far as it decides whether its text can be seen. */
export interface Look {
  /** How the element and all below it are hidden. */
  carrier: string | null;
  /** `visibility` and `font-size` can be set anew below. */
  invisible: boolean;
  tiny: boolean;
  colour: Rgb | null;
  background: Rgb | null;
}

export const PAPER: Look = {
  carrier: null,
  invisible: false,
  tiny: false,
  colour: [0, 0, 0],
  background: [255, 255, 255],
};

/** Rules with one simple selector (`p`, `.note`, `#a`, `p.note`); others cannot be judged without a browser. */
export function parseStyleSheet(css: string): Map<string, Declarations> {
  const rules = new Map<string, Declarations>();
  const plain = css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})/g, '');
  for (const [, selectors = '', body = ''] of plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    for (const selector of selectors.split(',').map((each) => each.trim())) {
      if (!/^(?:[a-z][\w-]*)?(?:[.#][\w-]+)?$/i.test(selector)) continue;
      rules.set(selector, { ...rules.get(selector), ...parseDeclarations(body) });
    }
  }
  return rules;
}

export function parseDeclarations(style: string): Declarations {
  const pairs = style.split(';').map((pair) => {
    const colon = pair.indexOf(':');
    const value = pair
      .slice(colon + 1)
      .replace(/!important/i, '')
      .trim()
      .toLowerCase();
    return colon < 0 ? null : [pair.slice(0, colon).trim().toLowerCase(), value];
  });
  return Object.fromEntries(pairs.filter((pair) => pair !== null));
}

/** The declarations that hold for an element: by tag, class and id, then its own. */
export function declarationsOf(
  name: string,
  attributes: Declarations,
  rules: ReadonlyMap<string, Declarations>,
): Declarations {
  const classes = attributes.class?.split(/\s+/) ?? [];
  const selectors = [name, ...classes.flatMap((each) => [`.${each}`, `${name}.${each}`])];
  if (attributes.id) selectors.push(`#${attributes.id}`, `${name}#${attributes.id}`);
  const own = attributes.style ? parseDeclarations(attributes.style) : {};
  return Object.assign({}, ...selectors.map((selector) => rules.get(selector)), own);
}

/** How an element looks, given its parent's look. */
export function lookOf(parent: Look, attributes: Declarations, css: Declarations): Look {
  const size = css['font-size'];
  const background = css['background-color'] ?? css.background ?? attributes.bgcolor;
  return {
    carrier: parent.carrier ?? carrierOf(attributes, css),
    invisible: css.visibility === undefined ? parent.invisible : /^(?:hidden|collapse)$/.test(css.visibility),
    tiny: size === undefined ? parent.tiny : isTiny(size, parent.tiny),
    colour: colourOf(css.color ?? attributes.color, parent.colour),
    background: colourOf(background, parent.background),
  };
}

/** How text within a look is hidden, or null. */
export function hiddenBy(look: Look): string | null {
  if (look.carrier) return look.carrier;
  if (look.invisible) return 'display-none';
  if (look.tiny) return 'tiny';
  return look.colour && look.background && sameColour(look.colour, look.background) ? 'white-on-white' : null;
}

function carrierOf(attributes: Declarations, css: Declarations): string | null {
  if (css.display === 'none' || ('hidden' in attributes && css.display === undefined)) return 'display-none';
  if (css.opacity !== undefined && Number.parseFloat(css.opacity) <= 0.05) return 'transparent';
  if (css.color !== undefined && parseColour(css.color) === 'transparent') return 'transparent';
  const clipped =
    /hidden|clip/.test(css.overflow ?? '') && [css.height, css['max-height'], css.width].some(isZero);
  const away = ['left', 'top', 'right', 'text-indent', 'margin-left'].some((key) => isFarAway(css[key]));
  const cut = /^rect\(\s*0/.test(css.clip ?? '') || /inset\(\s*(?:50|100)%/.test(css['clip-path'] ?? '');
  return clipped || away || cut || /scale\(\s*0(?:\.0+)?\s*\)/.test(css.transform ?? '') ? 'off-page' : null;
}

function isZero(length: string | undefined): boolean {
  return length !== undefined && /^[01](?:\.0+)?(?:px|pt|em)?$/.test(length);
}

function isFarAway(length: string | undefined): boolean {
  return (
    length !== undefined &&
    Math.abs(Number.parseFloat(length)) >= 900 &&
    !length.endsWith('%') &&
    length.startsWith('-')
  );
}

function isTiny(size: string, inherited: boolean): boolean {
  const value = Number.parseFloat(size);
  if (Number.isNaN(value)) return inherited;
  if (/(?:em|%)$/.test(size)) return inherited || value <= (size.endsWith('%') ? 10 : 0.1);
  return value < 2;
}

/** The colour of a declaration; unknown ones are not judged. */
function colourOf(value: string | undefined, inherited: Rgb | null): Rgb | null {
  if (value === undefined || value === 'inherit') return inherited;
  const colour = parseColour(value.split(/\s+(?![^(]*\))/)[0] ?? value);
  return colour === 'transparent' ? inherited : colour;
}
