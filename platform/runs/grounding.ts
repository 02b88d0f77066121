import type { Citation, DocumentText, EvidenceRef } from 'tributary/sdk';
import { codePointLength, Offsets } from '#text';

/** A quote and where it should stand. */
export interface QuotedPlace {
  documentId: string;
  versionId: string;
  page: number;
  start: number;
  end: number;
  quote: string;
}

/** Checks that quotes stand exactly where they are said to, in texts that the caller may read. */
export class Grounding {
  readonly #texts: ReadonlyMap<string, DocumentText>;
  readonly #read: (documentId: string) => Promise<DocumentText>;
  readonly #pages = new Map<string, Offsets>();

  /** `texts` are those that the run has read already, by version; others are read with the caller's rights. */
  constructor(texts: ReadonlyMap<string, DocumentText>, read: (documentId: string) => Promise<DocumentText>) {
    this.#texts = texts;
    this.#read = read;
  }

  async stands(place: QuotedPlace): Promise<boolean> {
    if (place.end <= place.start || place.quote === '') return false;
    const page = await this.#page(place);
    return page !== null && place.end <= page.length && page.slice(place.start, place.end) === place.quote;
  }

  async #page({ documentId, versionId, page }: QuotedPlace): Promise<Offsets | null> {
    const key = `${versionId} ${page}`;
    const known = this.#pages.get(key);
    if (known) return known;
    const document = this.#texts.get(versionId) ?? (await this.#read(documentId).catch(() => null));
    if (document?.id !== documentId || document.versionId !== versionId) return null;
    const text = document.pages.find(({ number }) => number === page)?.text;
    if (text === undefined) return null;
    const offsets = new Offsets(text);
    this.#pages.set(key, offsets);
    return offsets;
  }
}

/** Whether a citation points into the answer. */
export function isInside({ answerStart, answerEnd }: Citation, text: string): boolean {
  return answerStart <= answerEnd && answerEnd <= codePointLength(text);
}

export function evidenceOf({ documentId, versionId, page, start, end, quote }: QuotedPlace): EvidenceRef {
  return { documentId, versionId, page, start, end, quote, score: null };
}
