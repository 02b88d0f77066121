import type { ExtractedField, PageText } from 'tributary/sdk';
import { Offsets } from 'tributary/text';

/** A stretch of a page, in UTF-16 units of its text. */
export interface Passage {
  page: PageText;
  index: number;
  end: number;
}

/** More text than the clauses of a contract need; what follows is not searched. */
const longestPage = 60_000;
const mostPages = 60;

/** The first match of each pattern's group on each page, in the order of the pages. */
export function* passagesOf(
  pages: readonly PageText[],
  pattern: RegExp,
  group: string,
): Generator<Passage & { text: string }> {
  const indexed = new RegExp(pattern.source, `${pattern.flags.replace(/[dg]/gu, '')}dg`);
  for (const page of pages.slice(0, mostPages)) {
    for (const match of page.text.slice(0, longestPage).matchAll(indexed)) {
      const [index, end] = match.indices?.groups?.[group] ?? [];
      if (index === undefined || end === undefined) continue;
      yield { page, index, end, text: page.text.slice(index, end) };
    }
  }
}

/** A field at a passage; the quote is what stands there. */
export function fieldAt(
  name: string,
  value: ExtractedField['value'],
  confidence: number,
  { page, index, end }: Passage,
): ExtractedField {
  const offsets = new Offsets(page.text);
  const start = offsets.toCodePoint(index);
  const quote = page.text.slice(index, end);
  return { name, value, confidence, page: page.number, start, end: offsets.toCodePoint(end), quote };
}
