import { Allow, parse } from 'partial-json';
import type { EnginePart } from 'tributary/sdk';
import { nextBracket } from './json-in-text.js';
import { objectDeltas } from './object-deltas.js';
import { isTooDeep } from './strict-json.js';

type ObjectDelta = Extract<EnginePart, { type: 'ObjectDelta' }>;

/** Numbers and words show only when they are whole: half of a number is another number. */
const growing = Allow.STR | Allow.OBJ | Allow.ARR;
/** The text is read again when it grew by this many characters and by this part, so all readings together are linear. */
const leastGrowth = 16;
const growthPart = 1 / 8;
/** How many places are tried as the beginning before the text counts as prose. */
const mostPlaces = 20;

/** The object that a model is writing, as far as it is written. */
export class PartialObject {
  readonly #isBoxed: boolean;
  #text = '';
  #start = -1;
  #readAt = 0;
  #places = 0;
  #shown: unknown;

  /** @param isBoxed whether the value stands in an object around it, as `value` */
  constructor(isBoxed: boolean) {
    this.#isBoxed = isBoxed;
  }

  /** What grew or changed with this text. */
  add(text: string): ObjectDelta[] {
    this.#text += text;
    const grown = this.#text.length - this.#readAt;
    if (grown < Math.max(leastGrowth, this.#readAt * growthPart)) return [];
    return this.#read();
  }

  /** What is left to show when the object is whole. */
  settle(value: unknown): ObjectDelta[] {
    return this.#show(value);
  }

  /** The model begins again; what was shown stays until it is changed. */
  restart(): void {
    this.#text = '';
    this.#start = -1;
    this.#readAt = 0;
    this.#places = 0;
  }

  #read(): ObjectDelta[] {
    this.#readAt = this.#text.length;
    // It will not fit, and what shows it calls itself for each level.
    if (isTooDeep(this.#text.slice(Math.max(0, this.#start)))) return [];
    if (this.#start < 0) this.#start = nextBracket(this.#text, 0);
    while (this.#start >= 0 && this.#places < mostPlaces) {
      try {
        return this.#show(this.#unboxed(parse(withoutHalf(this.#text.slice(this.#start)), growing)));
      } catch {
        // A bracket of the prose before it.
        this.#places += 1;
        this.#start = nextBracket(this.#text, this.#start + 1);
      }
    }
    return [];
  }

  #show(value: unknown): ObjectDelta[] {
    if (value === undefined) return [];
    const deltas = objectDeltas(this.#shown, value);
    this.#shown = value;
    return deltas;
  }

  #unboxed(value: unknown): unknown {
    if (!this.#isBoxed || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.hasOwn(value, 'value') ? (value as { value: unknown }).value : undefined;
  }
}

/** Without the first half of a character whose second half has not come. */
function withoutHalf(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last < 0xdc00 ? text.slice(0, -1) : text;
}
