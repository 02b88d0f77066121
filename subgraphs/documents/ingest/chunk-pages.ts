import type { PageText } from 'tributary/sdk';
import { Offsets, sentences } from '#text';

export interface PageChunk {
  ordinal: number;
  page: number;
  /** Code points of the page's text, end exclusive. */
  start: number;
  end: number;
  text: string;
}

/** A passage is about a paragraph long: enough to answer, short enough to quote. In UTF-16 units. */
const target = 900;
const maximum = 1400;

/** Cuts pages into passages at the ends of sentences; table rows and lines count as sentences. */
export function chunkPages(pages: readonly PageText[], language: string | null): PageChunk[] {
  const chunks: PageChunk[] = [];
  for (const { number, text } of pages) {
    const offsets = new Offsets(text);
    for (const [start, end] of passages(text, language ?? 'en')) {
      const place = { start: offsets.toCodePoint(start), end: offsets.toCodePoint(end) };
      chunks.push({ ordinal: chunks.length, page: number, ...place, text: text.slice(start, end) });
    }
  }
  return chunks;
}

/** Ranges of UTF-16 indices. */
function passages(text: string, language: string): [start: number, end: number][] {
  const found: [number, number][] = [];
  let open: [number, number] | null = null;
  for (const sentence of sentences(text, language)) {
    for (const [start, end] of bounded(text, sentence.start, sentence.end)) {
      if (open && end - open[0] <= target) {
        open[1] = end;
        continue;
      }
      if (open) found.push(open);
      open = [start, end];
    }
  }
  if (open) found.push(open);
  return found;
}

/** Cuts what is too long for one passage, at white space where there is some. */
function* bounded(text: string, start: number, end: number): Generator<[number, number]> {
  let from = start;
  while (end - from > maximum) {
    const space = text.lastIndexOf(' ', from + maximum);
    const cut = space > from + maximum / 2 ? space : beforePair(text, from + maximum);
    yield [from, cut];
    from = cut;
  }
  if (from < end) yield [from, end];
}

/** Never between the halves of a surrogate pair. */
function beforePair(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff ? index - 1 : index;
}
