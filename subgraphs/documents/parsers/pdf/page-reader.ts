import type { Box } from 'tributary/sdk';
import { direction, type FontShape, fontShape, type TextShape } from './font-shape.js';
import { apply, contains, IDENTITY, type Matrix, multiply, toMatrix } from './geometry.js';
import type { Glyph } from './glyph.js';
import { Graphics } from './graphics-state.js';
import { hiddenBy } from './visibility.js';

export interface PageOperators {
  fnArray: readonly number[];
  argsArray: readonly unknown[];
}

export interface PageContext {
  /** Names of pdf.js's operators by number. */
  names: ReadonlyMap<number, string>;
  /** From PDF space to points from the upper left corner. */
  base: Matrix;
  size: Box;
  fontOf(name: string): FontShape | null;
  layerVisible(properties: unknown): boolean;
}

interface PdfGlyph {
  unicode?: string;
  width?: number;
  isSpace?: boolean;
  vmetric?: readonly number[] | null;
}

/**
 * Runs the operators of a page and returns every glyph with its place and whether it can be seen, in the order
 * of drawing. `painted` says whether anything but text was drawn.
 */
export function readGlyphs(
  operators: PageOperators,
  context: PageContext,
): { glyphs: Glyph[]; painted: boolean } {
  const page = new PageReader(context);
  operators.fnArray.forEach((operator, at) => {
    const args = operators.argsArray[at];
    const handle = HANDLERS[context.names.get(operator) ?? ''];
    if (handle) handle(page, Array.isArray(args) ? args : []);
  });
  return { glyphs: page.glyphs, painted: page.graphics.paintedAnything };
}

class PageReader {
  readonly glyphs: Glyph[] = [];
  readonly graphics: Graphics;
  readonly #context: PageContext;
  #text: Matrix = IDENTITY;
  #line: Matrix = IDENTITY;
  #clipNext = false;
  #strings = 0;
  /** One entry an open marked content: whether its layer is shown. */
  readonly #layers: boolean[] = [];

  constructor(context: PageContext) {
    this.#context = context;
    this.graphics = new Graphics(context.base, context.size);
  }

  setTextMatrix(matrix: Matrix): void {
    this.#text = this.#line = matrix;
  }

  clipAtNextPath(): void {
    this.#clipNext = true;
  }

  beginMarked(tag: unknown, properties: unknown): void {
    this.#layers.push(tag !== 'OC' || this.#context.layerVisible(properties));
  }

  endMarked(): void {
    this.#layers.pop();
  }

  beginAnnotation(place: Matrix, matrix: Matrix): void {
    this.graphics.save();
    this.graphics.resetToPage();
    this.graphics.transform(place);
    this.graphics.transform(matrix);
    this.graphics.touched();
  }

  enter(matrix: Matrix, box: unknown): void {
    this.graphics.save();
    this.graphics.transform(matrix);
    if (box !== null && typeof box === 'object') this.graphics.clipTo(box as ArrayLike<number>);
    this.graphics.touched();
  }

  setGraphicsState(entries: unknown): void {
    if (!Array.isArray(entries)) return;
    for (const [key, value] of entries as [string, unknown][]) {
      if (key === 'ca') this.graphics.state.fillAlpha = Number(value);
      if (key === 'Font' && Array.isArray(value)) {
        this.graphics.state.font = String(value[0]);
        this.graphics.state.fontSize = Number(value[1]);
      }
    }
  }

  path(paint: number, data: unknown, box: unknown): void {
    const operator = this.#context.names.get(paint) ?? '';
    const bounds = box as ArrayLike<number> | null;
    if (bounds && /fill/i.test(operator)) {
      const path = Array.isArray(data) ? (data[0] as ArrayLike<number> | null) : null;
      this.graphics.fillPath(path, bounds);
    } else if (operator !== 'endPath') {
      this.graphics.touched();
    }
    if (this.#clipNext && bounds) this.graphics.clipTo(bounds);
    this.#clipNext = false;
  }

  moveLine(x: number, y: number): void {
    this.#line = multiply(this.#line, [1, 0, 0, 1, x, y]);
    this.#text = this.#line;
  }

  show(items: readonly unknown[]): void {
    const { graphics } = this;
    const { state } = graphics;
    graphics.touched();
    this.#strings += 1;
    const font = this.#context.fontOf(state.font);
    const shape = fontShape(font, state.fontSize);
    let blanks = 0;
    let hidden: string | null | undefined;
    for (const item of items) {
      if (typeof item === 'number') {
        this.#advance(((shape.vertical ? item : -item) * state.fontSize) / 1000, shape.vertical);
        continue;
      }
      const glyph = item as PdfGlyph | null;
      if (!glyph) continue;
      const text = glyph.unicode ?? '';
      const width = shape.vertical ? -(glyph.vmetric?.[0] ?? -1000) : (glyph.width ?? 0);
      const spacing = state.charSpacing + (glyph.isSpace ? state.wordSpacing : 0);
      const advance = width * shape.unit + (shape.vertical ? -spacing : spacing);
      if (text.trim() === '') {
        blanks += 1;
      } else {
        const placed = this.#place(text, advance, shape, blanks);
        // One string has one colour and size; its visibility is judged once, and again when it leaves the page.
        hidden ??= hiddenBy(placed.centre, placed.glyph.size, state, graphics, this.#layers);
        placed.glyph.carrier = contains(state.clip, ...placed.centre) ? hidden : (hidden ?? 'off-page');
        this.glyphs.push(placed.glyph);
        blanks = 0;
      }
      this.#advance(advance, shape.vertical);
    }
  }

  #advance(distance: number, vertical: boolean): void {
    const [x, y] = vertical ? [0, -distance] : [distance * this.graphics.state.horizontalScale, 0];
    this.#text = multiply(this.#text, [1, 0, 0, 1, x, y]);
  }

  #place(text: string, advance: number, shape: TextShape, blanks: number) {
    const { state } = this.graphics;
    const matrix = multiply(state.matrix, this.#text);
    const along: [number, number] = shape.vertical ? [0, -advance] : [advance * state.horizontalScale, 0];
    const [x0, y0] = apply(matrix, 0, state.rise);
    const [x1, y1] = apply(matrix, along[0], state.rise + along[1]);
    const size = shape.em * Math.hypot(matrix[2], matrix[3]);
    const angle = direction(matrix, shape.vertical);
    const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
    const glyph: Glyph = {
      text,
      start: x0 * cos + y0 * sin,
      end: x1 * cos + y1 * sin,
      baseline: y0 * cos - x0 * sin,
      size,
      angle,
      ascent: shape.ascent * size,
      descent: shape.descent * size,
      blanks,
      string: this.#strings,
      carrier: null,
    };
    const [upX, upY] = [sin * size * 0.3, -cos * size * 0.3];
    const centre: [number, number] = [(x0 + x1) / 2 + upX, (y0 + y1) / 2 + upY];
    return { glyph, centre };
  }
}

type Handler = (page: PageReader, args: readonly unknown[]) => void;

const save: Handler = ({ graphics }) => graphics.save();
const restore: Handler = ({ graphics }) => graphics.restore();
const image: Handler = ({ graphics }) => graphics.paintUnknown(true);
const anyFill: Handler = ({ graphics }) => {
  graphics.state.fill = null;
};
const clip: Handler = (page) => page.clipAtNextPath();
const beginMarked: Handler = (page, [tag, properties]) => page.beginMarked(tag, properties);
/** A handler that keeps one number of the text state. */
const keep =
  (key: 'charSpacing' | 'wordSpacing' | 'leading' | 'rise' | 'renderMode'): Handler =>
  ({ graphics }, [value]) => {
    graphics.state[key] = Number(value);
  };

/** What each operator of pdf.js does to the reader; the others neither place nor hide text. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  save,
  beginGroup: save,
  restore,
  endGroup: restore,
  paintFormXObjectEnd: restore,
  endAnnotation: restore,
  transform: ({ graphics }, args) => graphics.transform(toMatrix(args)),
  paintFormXObjectBegin: (page, [matrix, box]) => page.enter(toMatrix(matrix), box),
  beginAnnotation: (page, args) => page.beginAnnotation(toMatrix(args[2]), toMatrix(args[3])),
  setFillRGBColor: ({ graphics }, [colour]) => {
    graphics.state.fill = String(colour);
  },
  setFillColorN: anyFill,
  setFillTransparent: anyFill,
  setGState: (page, [entries]) => page.setGraphicsState(entries),
  clip,
  eoClip: clip,
  constructPath: (page, [paint, data, box]) => page.path(Number(paint), data, box),
  shadingFill: ({ graphics }) => graphics.paintUnknown(false),
  paintImageXObject: image,
  paintInlineImageXObject: image,
  paintImageMaskXObject: image,
  paintSolidColorImageMask: image,
  beginMarkedContent: beginMarked,
  beginMarkedContentProps: beginMarked,
  endMarkedContent: (page) => page.endMarked(),
  beginText: (page) => page.setTextMatrix(IDENTITY),
  setFont: ({ graphics }, [font, size]) => {
    graphics.state.font = String(font);
    graphics.state.fontSize = Number(size);
  },
  setTextMatrix: (page, [matrix]) => page.setTextMatrix(toMatrix(matrix)),
  setLeadingMoveText: (page, [x, y]) => {
    page.graphics.state.leading = -Number(y);
    page.moveLine(Number(x), Number(y));
  },
  moveText: (page, [x, y]) => page.moveLine(Number(x), Number(y)),
  nextLine: (page) => page.moveLine(0, -page.graphics.state.leading),
  setCharSpacing: keep('charSpacing'),
  setWordSpacing: keep('wordSpacing'),
  setLeading: keep('leading'),
  setTextRise: keep('rise'),
  setTextRenderingMode: keep('renderMode'),
  setHScale: ({ graphics }, [percent]) => {
    graphics.state.horizontalScale = Number(percent) / 100;
  },
  showText: (page, [items]) => page.show(Array.isArray(items) ? items : []),
};
