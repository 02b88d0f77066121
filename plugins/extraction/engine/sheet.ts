import type { Box, PageText } from 'tributary/sdk';
import { codePointLength, foldInPlace, Offsets } from 'tributary/text';

/** A cell of a page with its text at hand. `start` counts code points of the page's text. */
export interface Cell {
  text: string;
  /** The text in lower case without diacritics, unit for unit as long as `text`; labels are matched on it. */
  folded: string;
  page: number;
  start: number;
  box: Box;
  /** Number of the row within the sheet, and of the cell within the row. */
  row: number;
  column: number;
}

export interface Row {
  index: number;
  page: number;
  cells: Cell[];
}

/** A place in a document with what stands there. */
export interface Place {
  page: number;
  start: number;
  end: number;
  quote: string;
}

/** The pages of a document as rows of cells from top to bottom. */
export interface Sheet {
  rows: Row[];
  pages: ReadonlyMap<number, Offsets>;
}

// Where a format has no layout, a character counts as 6 by 12 points, so that columns of spaces still line up.
const characterWidth = 6;
const lineHeight = 12;
const tabWidth = 150;
/** More rows than any invoice has; what follows is ignored so that a book costs no more than a long invoice. */
const maxRows = 2_000;

export function readSheet(pages: readonly PageText[]): Sheet {
  const sheet: Sheet = {
    rows: [],
    pages: new Map(pages.map((page) => [page.number, new Offsets(page.text)])),
  };
  for (const page of pages) {
    if (page.lines.length > 0) addLaidOut(sheet, page, new Offsets(page.text));
    else addPlain(sheet, page);
    if (sheet.rows.length >= maxRows) break;
  }
  return sheet;
}

/** The place of `length` UTF-16 units at `index` of the cell's text. */
export function placeIn(cell: Cell, index: number, length: number): Place {
  const start = cell.start + codePointLength(cell.text.slice(0, index));
  const quote = cell.text.slice(index, index + length);
  return { page: cell.page, start, end: start + codePointLength(quote), quote };
}

/** The place that holds two cells of the same page and what stands between them in the text. */
export function placeAcross(sheet: Sheet, one: Cell, other: Cell): Place {
  const start = Math.min(one.start, other.start);
  const end = Math.max(one.start + codePointLength(one.text), other.start + codePointLength(other.text));
  return { page: one.page, start, end, quote: sheet.pages.get(one.page)?.slice(start, end) ?? '' };
}

/**
 * Rows by height on the page, whatever the order of the parser's lines: a parser that reads column by column keeps
 * apart what stands side by side, and a value stands beside its label.
 */
function addLaidOut(sheet: Sheet, page: PageText, characters: Offsets): void {
  const cells = page.lines
    .flatMap((line) => (line.cells.length > 0 ? line.cells : [line]))
    .map(({ start, end, box }) => ({ text: characters.slice(start, end), start, box }))
    .sort((one, other) => middle(one.box) - middle(other.box) || one.start - other.start);
  let row: typeof cells = [];
  for (const cell of cells) {
    const first = row[0];
    if (first && middle(cell.box) - middle(first.box) > 0.4 * Math.min(height(cell.box), height(first.box))) {
      addRow(sheet, page.number, row);
      row = [];
    }
    row.push(cell);
  }
  addRow(sheet, page.number, row);
}

const middle = ([, top, , bottom]: Box) => (top + bottom) / 2;
const height = ([, top, , bottom]: Box) => Math.max(4, bottom - top);

const pieces = /.{1,240}(?:\s|$)|.{1,240}/gsu;
const wideGap = /\t| {2,}|\s*\|\s*/gu;

function addPlain(sheet: Sheet, page: PageText): void {
  let start = 0;
  let lineNumber = 0;
  for (const line of page.text.split('\n')) {
    // A paragraph on one line is read in pieces: a label and its value stand near each other.
    for (const piece of line.match(pieces) ?? ['']) {
      addRow(sheet, page.number, splitLine(piece, start, lineNumber * lineHeight));
      start += codePointLength(piece);
      lineNumber++;
      if (sheet.rows.length >= maxRows) return;
    }
    start++;
  }
}

function splitLine(line: string, start: number, top: number) {
  const cells: { text: string; start: number; box: Box }[] = [];
  const tabbed = line.includes('\t');
  let from = 0;
  const push = (to: number) => {
    const text = line.slice(from, to);
    if (text.trim() === '' && !tabbed) return;
    const offset = codePointLength(line.slice(0, from));
    // Tabs part the cells of a table, whose columns count and not the letters before them.
    const left = tabbed ? cells.length * tabWidth : offset * characterWidth;
    const right =
      left +
      Math.min(codePointLength(text) * characterWidth, tabbed ? tabWidth * 0.8 : Number.POSITIVE_INFINITY);
    cells.push({ text, start: start + offset, box: [left, top, right, top + lineHeight] });
  };
  for (const gap of line.matchAll(wideGap)) {
    push(gap.index);
    from = gap.index + gap[0].length;
  }
  push(line.length);
  return cells;
}

function addRow(
  sheet: Sheet,
  page: number,
  cells: readonly { text: string; start: number; box: Box }[],
): void {
  const filled = cells
    .filter((cell) => cell.text.trim() !== '')
    .sort((one, other) => one.box[0] - other.box[0]);
  if (filled.length === 0 || sheet.rows.length >= maxRows) return;
  const index = sheet.rows.length;
  sheet.rows.push({
    index,
    page,
    cells: filled.map((cell, column) => ({
      ...cell,
      folded: foldInPlace(cell.text).replace(/[’‘´`]/gu, "'"),
      page,
      row: index,
      column,
    })),
  });
}
