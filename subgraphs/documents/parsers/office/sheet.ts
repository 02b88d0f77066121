import { oneLine } from '../text-lines.js';
import { type CellFormat, formatNumber } from './number-format.js';
import { readXml } from './xml.js';

export interface Workbook {
  strings: readonly string[];
  formats: readonly CellFormat[];
  from1904: boolean;
}

/** Empty cells between two filled ones are kept, up to this many: they hold the columns together. */
const MAX_EMPTY = 64;

interface Cell {
  column: number;
  type: string;
  format: CellFormat | undefined;
  value: string;
}

/** The rows of a sheet, one a line, cells parted by `\t`; rows, columns and cells that are not shown apart. */
export function readSheet(
  source: string,
  workbook: Workbook,
): { rows: string[]; hidden: { carrier: string; text: string }[] } {
  const rows: string[] = [];
  const hidden: { carrier: string; text: string }[] = [];
  const hiddenColumns: [first: number, last: number][] = [];
  let row: { hidden: boolean; cells: Cell[] } = { hidden: false, cells: [] };
  let cell: Cell | null = null;
  let reading = false;
  readXml(source, {
    open(name, attributes) {
      if (name === 'col' && isOn(attributes.hidden))
        hiddenColumns.push([Number(attributes.min), Number(attributes.max)]);
      if (name === 'row') row = { hidden: isOn(attributes.hidden), cells: [] };
      if (name === 'c') {
        const column = attributes.r ? columnOf(attributes.r) : (row.cells.at(-1)?.column ?? 0) + 1;
        cell = {
          column,
          type: attributes.t ?? 'n',
          format: workbook.formats[Number(attributes.s ?? 0)],
          value: '',
        };
      }
      reading = name === 'v' || name === 't';
    },
    text(data) {
      if (reading && cell) cell.value += data;
    },
    close(name) {
      if (name === 'v' || name === 't') reading = false;
      if (name === 'c' && cell) {
        const shown = { ...cell, value: oneLine(shownValue(cell, workbook)) };
        const unseen = hiddenColumns.some(([first, last]) => shown.column >= first && shown.column <= last);
        const carrier = unseen ? 'display-none' : shown.format?.invisible ? 'white-on-white' : null;
        if (carrier !== null) hidden.push({ carrier, text: shown.value });
        else if (shown.value !== '') row.cells.push(shown);
        cell = null;
      }
      if (name === 'row' && row.cells.length > 0) {
        const line = lineOf(row.cells);
        if (row.hidden) hidden.push({ carrier: 'display-none', text: line });
        else rows.push(line);
      }
    },
  });
  return { rows, hidden };
}

function shownValue(cell: Cell, workbook: Workbook): string {
  switch (cell.type) {
    case 's':
      return workbook.strings[Number(cell.value)] ?? '';
    case 'b':
      return cell.value === '1' ? 'TRUE' : 'FALSE';
    case 'n':
      return formatNumber(cell.value, cell.format?.kind ?? 'plain', workbook.from1904);
    default:
      return cell.value;
  }
}

function lineOf(cells: readonly Cell[]): string {
  let line = '';
  let at = cells[0]?.column ?? 1;
  for (const { column, value } of cells) {
    line += '\t'.repeat(Math.min(Math.max(column - at, 0), MAX_EMPTY)) + value;
    at = column;
  }
  return line;
}

/** `BC12` is column 55. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? 'A';
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0);
}

function isOn(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
