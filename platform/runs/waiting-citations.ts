import type { Citation } from 'tributary/sdk';
import type { Screening } from '#platform';
import { codePointLength } from '#text';

/**
 * Citations whose place in the answer is not published yet, for screening holds some text back. Where screening changed
 * the text they wait for its end, and are moved to where what they cite then stands.
 */
export class WaitingCitations {
  readonly #screening: Screening | null;
  readonly #publish: (citation: Citation) => Promise<void>;
  #given = '';
  #shown = '';
  #length = 0;
  #isChanged = false;
  #waiting: Citation[] = [];

  /** @param screening as the answer is screened; null when it is not */
  constructor(screening: Screening | null, publish: (citation: Citation) => Promise<void>) {
    this.#screening = screening;
    this.#publish = publish;
  }

  /** The engine's own text, in which it counts. */
  given(text: string): void {
    this.#given += text;
  }

  async add(citation: Citation): Promise<void> {
    this.#waiting.push(citation);
    await this.#release();
  }

  /** What readers have of it. */
  async said(text: string): Promise<void> {
    const from = this.#shown.length;
    this.#isChanged ||= this.#given.slice(from, from + text.length) !== text;
    this.#shown += text;
    this.#length += codePointLength(text);
    await this.#release();
  }

  /** Publishes what waits; returns where the citations of the answer stand in what readers have. */
  async end(): Promise<(citation: Citation) => Citation> {
    const places = this.#shown !== this.#given ? this.#places() : (at: number) => at;
    const moved = (citation: Citation): Citation => ({
      ...citation,
      answerStart: places(citation.answerStart),
      answerEnd: places(citation.answerEnd),
    });
    for (const citation of this.#waiting.splice(0)) await this.#publish(moved(citation));
    return moved;
  }

  async #release(): Promise<void> {
    if (this.#isChanged) return;
    const ready = this.#waiting.filter(({ answerEnd }) => answerEnd <= this.#length);
    this.#waiting = this.#waiting.filter(({ answerEnd }) => answerEnd > this.#length);
    for (const citation of ready) await this.#publish(citation);
  }

  /** A place is as long as what screening leaves of the text before it; one within what was taken out is at its begin. */
  #places(): (at: number) => number {
    const signs = [...this.#given];
    const known = new Map<number, number>();
    return (at) => {
      if (at > signs.length) return at;
      const place = known.get(at) ?? sharedLength(this.#screened(signs.slice(0, at).join('')), this.#shown);
      known.set(at, place);
      return place;
    };
  }

  #screened(text: string): string {
    const stream = this.#screening?.openStream();
    return stream ? stream.push(text).text + stream.end().text : text;
  }
}

/** How many code points two texts begin with alike. */
function sharedLength(one: string, other: string): number {
  const others = other[Symbol.iterator]();
  let length = 0;
  for (const sign of one) {
    if (others.next().value !== sign) break;
    length += 1;
  }
  return length;
}
