import { AppError, type DocumentsService } from 'tributary/sdk';
import { type ClaimCheck, GroundingSource, groundingSources, Offsets } from 'tributary/text';

/** Where a source comes from: the place in the list of the input, or a page of a document. */
export interface SourcePlace {
  source: number | null;
  documentId: string | null;
  versionId: string | null;
  page: number | null;
}

/** A place that a claim rests on; code points of the source's text, or of the page's. */
export interface ClaimQuote extends SourcePlace {
  text: string;
  start: number;
  end: number;
}

interface Part {
  place: SourcePlace;
  offsets: Offsets;
  text: string;
  /** UTF-16 index of the text at which the part begins. */
  start: number;
}

/** The texts that claims are held against, and the places of what is found in them. */
export class ClaimSources {
  readonly #parts = new Map<GroundingSource, Part>();

  get all(): GroundingSource[] {
    return [...this.#parts.keys()];
  }

  /** The texts one by one, each of them whole. */
  get texts(): { text: string; place: SourcePlace }[] {
    return [...this.#parts.values()].filter(({ start }) => start === 0);
  }

  add(text: string, place: SourcePlace): void {
    if (text.trim() === '') return;
    const offsets = new Offsets(text);
    for (const { source, start } of groundingSources(text))
      this.#parts.set(source, { place, offsets, text, start });
  }

  /** The quote of a check, in its place. */
  placed(quote: ClaimCheck['quote']): ClaimQuote | null {
    const part = quote ? this.#parts.get(quote.source) : undefined;
    if (!quote || !part) return null;
    return placedIn(part, part.start + quote.start, part.start + quote.end);
  }

  /** The first place where a text stands exactly; null when it stands nowhere. */
  find(text: string): ClaimQuote | null {
    if (text.trim() === '') return null;
    for (const part of this.#parts.values()) {
      const at = part.start === 0 ? part.text.indexOf(text) : -1;
      if (at >= 0) return placedIn(part, at, at + text.length);
    }
    return null;
  }
}

function placedIn({ place, offsets, text }: Part, start: number, end: number): ClaimQuote {
  return {
    ...place,
    text: text.slice(start, end),
    start: offsets.toCodePoint(start),
    end: offsets.toCodePoint(end),
  };
}

/** What the input names, read with the caller's rights. Throws `BAD_USER_INPUT`, `NOT_FOUND`. */
export async function readSources(
  { sources, documentIds }: { sources: readonly string[] | null; documentIds: readonly string[] | null },
  documents: DocumentsService,
): Promise<ClaimSources> {
  const read = new ClaimSources();
  const nowhere = { source: null, documentId: null, versionId: null, page: null };
  for (const [source, text] of (sources ?? []).entries()) read.add(text, { ...nowhere, source });
  for (const id of documentIds ?? []) {
    const { versionId, pages } = await documents.read(id);
    for (const { number: page, text } of pages)
      read.add(text, { ...nowhere, documentId: id, versionId, page });
  }
  if (read.all.length > 0) return read;
  const reason = 'give texts in `sources`, or documents that have text in `documentIds`';
  throw new AppError('BAD_USER_INPUT', { reason });
}
