import type { PageText } from 'tributary/sdk';
import { pageOf, plainPage } from '../page-fixture.js';

type Cell = readonly [left: number, text: string];

/** Writes a page row by row, with a left and a right column where needed. */
export class PageWriter {
  private readonly rows: Cell[][] = [];

  row(...cells: Cell[]): void {
    this.rows.push(cells.filter(([, text]) => text !== '').toSorted(([one], [other]) => one - other));
  }

  gap(): void {
    this.rows.push([]);
  }

  /** Two blocks side by side. */
  beside(left: readonly string[], right: readonly Cell[][]): void {
    for (let index = 0; index < Math.max(left.length, right.length); index++) {
      this.row([50, left[index] ?? ''], ...(right[index] ?? []));
    }
  }

  /** The page with its layout, or as plain text that keeps columns by blanks. */
  finish(plain: boolean): PageText {
    if (!plain) return pageOf(this.rows.filter((row) => row.length > 0));
    const lines = this.rows.map((row) =>
      row.reduce((line, [left, text]) => {
        const column = Math.round(left / 5.5);
        return line === '' && left <= 60 ? text : `${line.padEnd(Math.max(column, line.length + 3))}${text}`;
      }, ''),
    );
    return plainPage(lines.join('\n'));
  }
}

/** A cell that ends at this edge, as amounts do. */
export const endingAt = (right: number, text: string): Cell => [right - 5 * text.length, text];
