import { oneLine } from '../text-lines.js';

interface Cell {
  lines: string[];
  hasTable: boolean;
}

interface Row {
  cells: Cell[];
}

/** Collects text as a browser would lay it out: lines, paragraphs, and the rows of tables with `\t` between cells. */
export class TextBuilder {
  readonly #lines: string[] = [];
  /** The open rows, the innermost last. */
  readonly #rows: Row[] = [];
  #line = '';
  #spaceBefore = false;

  text(data: string, preformatted: boolean): void {
    if (preformatted) {
      const [first = '', ...others] = data.split(/\r?\n/);
      this.#line += first;
      for (const other of others) {
        this.breakLine();
        this.#line = other;
      }
      return;
    }
    const words = data.replace(/[\t\n\f\r ]+/g, ' ');
    const begin = this.#line === '' || this.#line.endsWith(' ') ? words.trimStart() : words;
    this.#line += begin;
  }

  /** Ends the line, when it has text. */
  breakLine(): void {
    if (this.#line.trim() !== '') this.#push(this.#line.trimEnd());
    this.#line = '';
  }

  /** Ends a paragraph. */
  breakBlock(): void {
    this.breakLine();
    this.#spaceBefore = true;
  }

  openRow(): void {
    this.breakLine();
    for (const row of this.#rows) {
      const cell = row.cells.at(-1);
      if (cell) cell.hasTable = true;
    }
    this.#rows.push({ cells: [] });
  }

  openCell(): void {
    this.breakLine();
    this.#rows.at(-1)?.cells.push({ lines: [], hasTable: false });
  }

  closeCell(): void {
    this.breakLine();
  }

  closeRow(): void {
    this.breakLine();
    const row = this.#rows.pop();
    if (!row) return;
    const filled = row.cells.filter(({ lines }) => lines.length > 0);
    // A table that only lays out other blocks is read block by block.
    const layout = filled.length <= 1 || row.cells.some(({ hasTable }) => hasTable);
    if (layout) {
      for (const line of filled.flatMap(({ lines }) => lines)) this.#push(line);
    } else {
      this.#push(
        row.cells
          .map(({ lines }) => oneLine(lines.join(' ')))
          .join('\t')
          .trimEnd(),
      );
    }
  }

  toString(): string {
    this.breakLine();
    while (this.#rows.length > 0) this.closeRow();
    return this.#lines.join('\n');
  }

  #push(line: string): void {
    const row = this.#rows.at(-1);
    if (row) {
      // Text between two cells has a place of its own.
      if (row.cells.length === 0) row.cells.push({ lines: [], hasTable: false });
      row.cells.at(-1)?.lines.push(line);
      return;
    }
    if (this.#spaceBefore && this.#lines.length > 0) this.#lines.push('');
    this.#lines.push(line);
    this.#spaceBefore = false;
  }
}
