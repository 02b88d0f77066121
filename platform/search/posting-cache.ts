import type { PostingBlock } from './lookup.js';

/** Bytes of postings that one file keeps in memory. */
const MOST_BYTES = 12 * 2 ** 20;

/** The postings that were read last, as long as nobody writes to the file: queries of one tenant share their words. */
export class PostingCache {
  readonly #known = new Map<number, PostingBlock[]>();
  #bytes = 0;

  of(term: number, read: () => PostingBlock[]): PostingBlock[] {
    const known = this.#known.get(term);
    if (known !== undefined) return known;
    const blocks = read();
    this.#bytes += blocks.reduce((sum, { entries }) => sum + entries.byteLength, 0);
    if (this.#bytes > MOST_BYTES) this.clear();
    this.#known.set(term, blocks);
    return blocks;
  }

  clear(): void {
    this.#known.clear();
    this.#bytes = 0;
  }
}
