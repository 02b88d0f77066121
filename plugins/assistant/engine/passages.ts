import { type Citation, type EvidenceRef, type SearchHit, z } from 'tributary/sdk';
import { codePointLength } from 'tributary/text';

/** A place in a document that was shown under a number. */
export const passageShape = z.object({
  documentId: z.uuid(),
  versionId: z.uuid(),
  page: z.int().positive(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  quote: z.string(),
});
type Passage = z.infer<typeof passageShape>;

const mostPassages = 60;
const blankLines = /\n\s*\n/g;
const numberMarks = /\[(\s*\d{1,2}(?:\s*,\s*\d{1,2})*\s*)\]/g;
const tags = /<(?=\s*\/?\s*[a-z][\w-]*\s*>)/gi;
/** `[2]`, `[1, 3]`, `[1][3]`. */
const markers = /(?:\[\d{1,2}(?:\s*,\s*\d{1,2})*\]\s*)+/g;

/** Untrusted text as a model is shown it: it cannot end where it stands, pass for a passage, nor cite one. */
export const shownText = (text: string): string =>
  text.replace(blankLines, '\n').replace(numberMarks, '($1)').replace(tags, '‹');

/** The passages of a turn, by the numbers that models cite them with. */
export class Passages {
  readonly all: Passage[];

  constructor(known: readonly Passage[] = []) {
    this.all = [...known];
  }

  /** Each with its number; one that was shown before keeps its number. */
  show(hits: readonly SearchHit[]): { hit: SearchHit; text: string }[] {
    return hits.flatMap((hit) => {
      const number = this.#numberOf(hit);
      return number === null ? [] : [{ hit, text: `[${number}] ${shownText(hit.text)}` }];
    });
  }

  /** The citations that the numbers in a model's text stand for: `[2]` cites the second passage for the text before it. */
  citationsOf(text: string, before: number): Citation[] {
    const found: Citation[] = [];
    let from = 0;
    for (const match of text.matchAll(markers)) {
      const said = text.slice(from, match.index);
      const lead = said.length - said.trimStart().length;
      const answerStart = before + codePointLength(text.slice(0, from + lead));
      const answerEnd = before + codePointLength(text.slice(0, match.index).trimEnd());
      const numbers = new Set([...match[0].matchAll(/\d+/g)].map(Number));
      for (const number of said.trim() === '' ? [] : numbers) {
        const passage = this.all[number - 1];
        if (passage) found.push({ answerStart, answerEnd, ...passage });
      }
      from = match.index + match[0].length;
    }
    return found;
  }

  #numberOf({ documentId, versionId, page, start, end, text: quote }: SearchHit): number | null {
    const known = this.all.findIndex(
      (one) => one.versionId === versionId && one.page === page && one.start === start && one.end === end,
    );
    if (known >= 0) return known + 1;
    if (this.all.length >= mostPassages) return null;
    this.all.push({ documentId, versionId, page, start, end, quote });
    return this.all.length;
  }
}

export function evidenceOf(hits: readonly SearchHit[]): EvidenceRef[] {
  return hits.map(({ documentId, versionId, page, start, end, text, score }) => {
    return { documentId, versionId, page, start, end, quote: text, score };
  });
}
