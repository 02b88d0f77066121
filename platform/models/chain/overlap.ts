/** How far back a continuation may begin to repeat. */
const reach = 4000;
/** So many characters are no coincidence; fewer have to be words. */
const surely = 8;
const wordCharacter = /[\p{L}\p{N}]/u;

/**
 * Removes from a continuation what it repeats of the text that it continues. Text is held back only as long as it may
 * still be a repetition.
 */
export class Overlap {
  #held = '';
  #isDecided = false;
  readonly #whole: string;
  readonly #tail: string;

  constructor(before: string) {
    this.#whole = before;
    this.#tail = before.slice(-reach);
  }

  /** Takes a part of the continuation, and gives what is to be shown of it. */
  add(text: string): string {
    if (this.#isDecided) return text;
    this.#held += text;
    return this.#mayStillRepeat() ? '' : this.end();
  }

  /** What is left when nothing more comes. */
  end(): string {
    if (this.#isDecided) return '';
    this.#isDecided = true;
    const rest = this.#held.slice(this.#repeated());
    this.#held = '';
    return rest;
  }

  #mayStillRepeat(): boolean {
    const held = this.#held;
    if (held.length < this.#whole.length && this.#whole.startsWith(held)) return true;
    const at = this.#tail.indexOf(held);
    return at >= 0 && at + held.length < this.#tail.length;
  }

  #repeated(): number {
    const held = this.#held;
    if (held.startsWith(this.#whole)) return this.#whole.length;
    for (let length = Math.min(held.length, this.#tail.length); length > 1; length -= 1) {
      if (this.#tail.endsWith(held.slice(0, length)) && this.#isRepetition(length)) return length;
    }
    return 0;
  }

  /** Whole words, or so much that it is no coincidence. */
  #isRepetition(length: number): boolean {
    if (length >= surely) return true;
    const start = this.#whole.length - length;
    const before = start === 0 ? '' : this.#whole.charAt(start - 1);
    const words = this.#whole.slice(start).replace(/[^\p{L}\p{N}]/gu, '');
    return words.length > 1 && !wordCharacter.test(before);
  }
}
