import type { PageText } from 'tributary/sdk';
import { codePointLength, codePointSlice } from 'tributary/text';

const longest = 160;

/** How a document begins: its first line that says something, with its place in code points. */
export function openingOf(
  pages: readonly PageText[],
): { page: number; start: number; end: number; quote: string } | null {
  for (const { number: page, text } of pages) {
    const line = /[^\n]*[\p{L}\p{N}][^\n]*/u.exec(text);
    if (!line) continue;
    const quote = codePointSlice(line[0].trim(), 0, longest).trimEnd();
    const start = codePointLength(text.slice(0, line.index + line[0].search(/\S/)));
    return { page, start, end: start + codePointLength(quote), quote };
  }
  return null;
}
