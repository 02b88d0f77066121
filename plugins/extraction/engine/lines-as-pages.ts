import type { Box, PageText, TextLine } from 'tributary/sdk';
import { codePointLength } from 'tributary/text';

/** A line of text as a recogniser of characters gives it. */
interface BoxedText {
  text: string;
  /** From 1. */
  page: number;
  box: Box;
}

/** Pages of the lines in the order in which they were given; places in them count in the lines joined by `\n`. */
export function pagesOfLines(lines: readonly BoxedText[]): PageText[] {
  const pages = new Map<number, { texts: string[]; lines: TextLine[]; length: number }>();
  for (const { text, page: number, box } of lines) {
    const page = pages.get(number) ?? { texts: [], lines: [], length: 0 };
    pages.set(number, page);
    const start = page.length;
    const end = start + codePointLength(text);
    page.texts.push(text);
    page.lines.push({ start, end, box, cells: [{ start, end, box }] });
    page.length = end + 1;
  }
  return [...pages]
    .map(([number, page]) => ({ number, text: page.texts.join('\n'), lines: page.lines }))
    .sort((one, other) => one.number - other.number);
}

/** The line of the page that a place begins in, from 0, and the box around all that it touches; null where there is no layout. */
export function layoutAt(
  pages: readonly PageText[],
  place: { page: number | null; start: number | null; end: number | null },
): { line: number; box: Box } | null {
  const { start, end } = place;
  const page = pages.find(({ number }) => number === place.page);
  if (!page || start === null || end === null) return null;
  const touches = (span: { start: number; end: number }) =>
    span.start < Math.max(end, start + 1) && start < span.end;
  const line = page.lines.findIndex(touches);
  const cells = page.lines.filter(touches).flatMap((each) => (each.cells.length > 0 ? each.cells : [each]));
  const boxes = cells.filter(touches).map(({ box }) => box);
  if (line < 0 || boxes.length === 0) return null;
  const edge = (at: 0 | 1 | 2 | 3) => boxes.map((box) => box[at]);
  return {
    line,
    box: [Math.min(...edge(0)), Math.min(...edge(1)), Math.max(...edge(2)), Math.max(...edge(3))],
  };
}
