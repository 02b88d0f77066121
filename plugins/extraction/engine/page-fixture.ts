import type { PageText, TextLine } from 'tributary/sdk';
import { codePointLength } from 'tributary/text';

/** A page for tests: each row is a list of `[left, text]` cells; rows are 14 points apart, a character 5 wide. */
export function pageOf(
  rows: readonly (readonly (readonly [left: number, text: string])[])[],
  number = 1,
): PageText {
  let text = '';
  const lines: TextLine[] = [];
  rows.forEach((row, index) => {
    if (index > 0) text += '\n';
    const top = 40 + index * 14;
    const lineStart = codePointLength(text);
    const cells = row.map(([left, cell], column) => {
      if (column > 0) text += '\t';
      const start = codePointLength(text);
      text += cell;
      const end = codePointLength(text);
      return { start, end, box: [left, top, left + 5 * (end - start), top + 10] as const };
    });
    const right = cells.at(-1)?.box[2] ?? 0;
    lines.push({
      start: lineStart,
      end: codePointLength(text),
      box: [cells[0]?.box[0] ?? 0, top, right, top + 10],
      cells,
    });
  });
  return { number, text, lines };
}

/** A page without layout, as a text file gives it. */
export function plainPage(text: string): PageText {
  return { number: 1, text, lines: [] };
}
