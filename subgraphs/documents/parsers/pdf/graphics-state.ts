import type { Box } from 'tributary/sdk';
import { applyToBox, contains, intersect, type Matrix, multiply } from './geometry.js';

/** A colour `#rrggbb`, or null where it is not one colour (a pattern, an image). */
export type Colour = string | null;

/** What the operators of a page set, as far as it decides where text stands and whether it can be seen. */
export interface GraphicsState {
  matrix: Matrix;
  clip: Box;
  fill: Colour;
  fillAlpha: number;
  font: string;
  fontSize: number;
  charSpacing: number;
  wordSpacing: number;
  horizontalScale: number;
  leading: number;
  rise: number;
  renderMode: number;
}

interface PaintedArea {
  box: Box;
  colour: Colour;
  image: boolean;
}

/** More painted areas than this are a drawing; text upon it counts as visible. */
const MAX_AREAS = 3_000;

/** The state stack of a page and what was painted so far. */
export class Graphics {
  state: GraphicsState;
  readonly #page: GraphicsState;
  readonly #stack: { state: GraphicsState; placed: boolean }[] = [];
  readonly #areas: PaintedArea[] = [];
  /** Whether the state was moved since the last `save` without painting: what a left-out image leaves behind. */
  #placed = false;

  constructor(base: Matrix, page: Box) {
    this.#page = {
      matrix: base,
      clip: page,
      fill: '#000000',
      fillAlpha: 1,
      font: '',
      fontSize: 0,
      charSpacing: 0,
      wordSpacing: 0,
      horizontalScale: 1,
      leading: 0,
      rise: 0,
      renderMode: 0,
    };
    this.state = { ...this.#page };
  }

  save(): void {
    this.#stack.push({ state: this.state, placed: this.#placed });
    this.state = { ...this.state };
    this.#placed = false;
  }

  /** Ends a `save`. Images are never decoded; one shows as a moved and restored state with nothing painted. */
  restore(): void {
    if (this.#placed) this.#paint(applyToBox(this.state.matrix, [0, 0, 1, 1]), null, true);
    const last = this.#stack.pop();
    if (last) this.state = last.state;
    this.#placed = false;
  }

  transform(matrix: Matrix): void {
    this.state.matrix = multiply(this.state.matrix, matrix);
    this.#placed = true;
  }

  /** Annotations draw from the page's own state. */
  resetToPage(): void {
    this.state = { ...this.#page };
  }

  clipTo(box: ArrayLike<number>): void {
    this.state.clip = intersect(this.state.clip, applyToBox(this.state.matrix, box));
  }

  touched(): void {
    this.#placed = false;
  }

  /** A filled path: a rectangle becomes the background of what follows, any other shape an unknown one. */
  fillPath(path: ArrayLike<number> | null, box: ArrayLike<number>): void {
    this.touched();
    const upright = this.state.matrix[1] === 0 && this.state.matrix[2] === 0;
    const plain = path !== null && path.length <= 13 && upright && this.state.fillAlpha === 1;
    this.#paint(applyToBox(this.state.matrix, box), plain ? this.state.fill : null, false);
  }

  /** Something without a colour of its own (a shading, an image) covers the unit square, or the whole clip. */
  paintUnknown(image: boolean): void {
    this.touched();
    this.#paint(image ? applyToBox(this.state.matrix, [0, 0, 1, 1]) : this.state.clip, null, image);
  }

  /** The colour below a point: the last area painted there, else the paper. */
  backgroundAt(x: number, y: number): Colour {
    if (this.#areas.length >= MAX_AREAS) return null;
    const area = this.#areas.findLast(({ box }) => contains(box, x, y));
    return area ? area.colour : '#ffffff';
  }

  imageAt(x: number, y: number): boolean {
    return this.#areas.some(({ box, image }) => image && contains(box, x, y));
  }

  get paintedAnything(): boolean {
    return this.#areas.length > 0;
  }

  #paint(box: Box, colour: Colour, image: boolean): void {
    const visible = intersect(box, this.state.clip);
    if (visible[2] - visible[0] < 2 || visible[3] - visible[1] < 2) return;
    if (this.#areas.length < MAX_AREAS) this.#areas.push({ box: visible, colour, image });
  }
}
