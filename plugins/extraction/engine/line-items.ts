import { amountRole } from './amount-labels.js';
import { amountsOf, centsOf } from './amounts.js';
import { round } from './candidates.js';
import { type Column, columnAt, columnsOf, headsGoods } from './columns.js';
import {
  isContinuation,
  isNameCell,
  isNumber,
  isWordy,
  leadingNumber,
  reduction,
  withoutDescription,
} from './line-cells.js';
import { type Cell, type Place, placeAcross, type Row, type Sheet } from './sheet.js';
import { type Conventions, decimalString, findAmounts } from './values.js';

/** One line of goods or services. Numbers are decimal strings; null where the document does not say. */
interface LineItem {
  name: string;
  quantity: string | null;
  total: string;
}

export interface LineTable {
  items: LineItem[];
  sumCents: number;
  /** Whether quantity times price gave the total wherever both stood there. */
  multiplies: boolean;
  place: Place;
}

interface OpenItem extends LineItem {
  cell: Cell;
  last: Cell;
  rows: number;
  multiplies: boolean;
}

const headRows = 4;
const mostItems = 500;
const maxNameRows = 8;

/** The table of goods: found by its head, read by its columns, ended by the totals. */
export function findLines(sheet: Sheet, conventions: Conventions): LineTable | null {
  const items: OpenItem[] = [];
  let columns: Column[] | null = null;
  let index = 0;
  while (index < sheet.rows.length && items.length < mostItems) {
    const row = sheet.rows[index];
    if (!row) break;
    const head = headAt(sheet, index);
    if (head) {
      columns = head.columns;
      index = head.next;
      continue;
    }
    if (columns) {
      if (items.length > 0 && endsTable(row, conventions)) break;
      readRow(row, columns, items, conventions);
    }
    index++;
  }
  return items.length > 0 ? tableOf(sheet, items) : linesThatAddUp(sheet, conventions);
}

/** A head of columns, which may run over a few rows without amounts. */
function headAt(sheet: Sheet, index: number) {
  const columns: Column[] = [];
  const page = sheet.rows[index]?.page;
  let next = index;
  let complete = false;
  while (next < index + headRows) {
    const row = sheet.rows[next];
    if (!row || row.page !== page || row.cells.some(({ text }) => /\d/u.test(text))) break;
    const found = columnsOf(row);
    if (found.length === 0 || (next > index && found.length < 2 && complete && !isHeadPart(row))) break;
    columns.push(...found);
    complete ||= headsGoods(columns);
    next++;
  }
  if (!complete) return null;
  return { columns: columns.sort((one, other) => one.left - other.left), next };
}

function isHeadPart(row: Row): boolean {
  return row.cells.every((cell) => cell.text.length < 25 && columnsOf({ ...row, cells: [cell] }).length > 0);
}

function endsTable(row: Row, conventions: Conventions): boolean {
  if (amountsOf(row, conventions).length === 0) {
    // The head of another table: of the taxes or the totals.
    const roles = row.cells.flatMap((cell) => amountRole(cell.folded)?.role ?? []);
    return new Set(roles).size > 1 && roles.length > 2;
  }
  return row.cells.some((cell) => {
    const role = amountRole(cell.folded);
    // A tax may be named within a line of goods.
    return (
      role !== null && ['net', 'grand', 'due'].includes(role.role) && role.weight > 0.6 && role.index <= 12
    );
  });
}

function readRow(row: Row, columns: readonly Column[], items: OpenItem[], conventions: Conventions): void {
  const total = totalOf(row, columns, conventions);
  const described = row.cells.filter(
    (cell) => cell !== total?.cell && columnAt(columns, cell.box)?.role === 'description',
  );
  const current = items.at(-1);
  if (total) {
    const quantity = quantityOf(row, columns, total, conventions);
    if (quantity.value === null && columns.some(({ role }) => role === 'quantity')) return;
    const nameCell =
      described.find(isNameCell) ??
      described.find((cell) => !isNumber(cell)) ??
      row.cells.find((cell) => cell !== total.cell && isWordy(cell));
    if (nameCell && (reduction.test(nameCell.folded) || amountRole(nameCell.folded)?.role === 'tax')) return;
    const last = row.cells.at(-1) ?? total.cell;
    items.push({
      name: nameCell ? withoutPosition(nameCell.text, columns) : '',
      quantity: quantity.value,
      multiplies: quantity.multiplies,
      total: total.value,
      cell: nameCell ?? row.cells[0] ?? total.cell,
      last,
      rows: 1,
    });
    return;
  }
  if (!current || current.rows > maxNameRows || row.page !== current.cell.page) return;
  continueName(row, columns, current);
}

/** A name goes on in the rows below as long as they hold nothing but its column. */
function continueName(row: Row, columns: readonly Column[], current: OpenItem): void {
  current.rows++;
  const tableLeft = Math.min(...columns.map(({ left }) => left));
  const below = row.cells.find((cell) =>
    current.name === ''
      ? isContinuation(cell) && isWordy(cell) && cell.box[0] > tableLeft - 12
      : isContinuation(cell) && Math.abs(cell.box[0] - current.cell.box[0]) < 1.5,
  );
  if (
    below &&
    (current.name === '' || !outgrows(below, current.cell, columns)) &&
    columnAt(columns, below.box)?.role !== 'total' &&
    (current.name === '' || current.cell.box[0] > tableLeft + 12 || below.column === 0)
  ) {
    const text = below.text.trim();
    const joint = current.name.endsWith('-') || /^-\p{L}/u.test(text) ? '' : ' ';
    current.name = `${current.name}${joint}${text}`.trim();
    if (current.name === text) current.cell = below;
    current.last = row.cells.at(-1) ?? below;
  } else if (current.name !== '' && row.cells.length === 1) current.rows = maxNameRows + 1;
}

/** A name that fits its column goes on in it; a row that runs on under the next column is a remark. */
function outgrows(below: Cell, name: Cell, columns: readonly Column[]): boolean {
  const next = columns.find(({ left }) => left > name.box[0] + 12);
  return next !== undefined && name.box[2] < next.left && below.box[2] > next.left + 24;
}

/** The amount in the column of totals: the last one on the right, if it stands there. */
function totalOf(row: Row, columns: readonly Column[], conventions: Conventions) {
  const totalColumn =
    columns.filter(({ role }) => role === 'total').at(-1) ??
    columns.filter(({ role }) => role === 'unitPrice').at(-1);
  const amounts = amountsOf(row, conventions);
  const inColumn = amounts.filter(({ cell }) => {
    const column = columnAt(columns, cell.box);
    return column !== null && column.role === totalColumn?.role;
  });
  const found = inColumn.at(-1) ?? (amounts.length > 1 ? amounts.at(-1) : undefined);
  if (!found || row.cells.length < 2 || /:\s*$/u.test(row.cells[0]?.text ?? '')) return null;
  return found;
}

/** The quantity: in its column, or the number that gives the total when multiplied with another one. */
function quantityOf(
  row: Row,
  columns: readonly Column[],
  total: { cell: Cell; value: string },
  conventions: Conventions,
) {
  const numbers = row.cells
    .filter((cell) => cell !== total.cell)
    .flatMap((cell) =>
      findAmounts(leadingNumber(cell.text), conventions, true)
        .slice(0, 1)
        .map(({ value }) => ({ cell, value })),
    );
  const inColumn = numbers.find(({ cell }) => columnAt(columns, cell.box)?.role === 'quantity');
  const gives = (one: { value: string }) =>
    numbers.some(
      (other) =>
        other !== one &&
        Math.abs(Number(one.value) * Number(other.value) * 100 - centsOf(total.value)) <= 1.5,
    );
  const product = numbers.find(gives);
  const chosen = inColumn ?? product;
  return { value: chosen ? plain(chosen.value) : null, multiplies: chosen !== undefined && gives(chosen) };
}

function plain(value: string): string {
  return decimalString(value)
    .replace(/\.0+$/u, '')
    .replace(/(\.\d*?)0+$/u, '$1');
}

/** Some heads put position, article number and name into one column: the name begins after them. */
function withoutPosition(text: string, columns: readonly Column[]): string {
  const positioned = columns.some(({ role }) => role === 'position' || role === 'article');
  return (positioned ? text.trim().replace(/^\d{1,3}\s+(?=\p{L})/u, '') : text.trim()).replace(/\s*:$/u, '');
}

function tableOf(sheet: Sheet, items: readonly OpenItem[]): LineTable | null {
  const named = items.filter(({ name }) => name !== '');
  const first = named[0];
  if (!first) return null;
  const samePage = named.filter(({ last }) => last.page === first.cell.page);
  const start = sheet.rows[first.cell.row]?.cells[0] ?? first.cell;
  const end = samePage.at(-1)?.last ?? first.last;
  return {
    items: named.map(({ name, quantity, total }) => ({ name: withoutDescription(name), quantity, total })),
    sumCents: named.reduce((sum, { total }) => sum + centsOf(total), 0),
    multiplies: named.every(({ quantity, multiplies }) => quantity === null || multiplies),
    place: placeAcross(sheet, start, end),
  };
}

/** Without a head: the rows of a text and an amount whose amounts add up to the total that follows them. */
function linesThatAddUp(sheet: Sheet, conventions: Conventions): LineTable | null {
  const items: OpenItem[] = [];
  let sum = 0;
  for (const row of sheet.rows) {
    const amounts = amountsOf(row, conventions);
    const amount = amounts.at(-1);
    if (!amount) {
      continue;
    }
    const cents = centsOf(amount.value);
    if (
      items.length > 0 &&
      Math.abs(sum - cents) <= 1 &&
      row.cells.some((cell) => amountRole(cell.folded) !== null || /\p{L}/u.test(cell.text))
    ) {
      return items.length > 1 ? tableOf(sheet, items) : null;
    }
    const [first] = row.cells;
    const last = row.cells.at(-1);
    if (!first || !last || row.cells.length < 2 || !isWordy(first) || amountRole(first.folded)) {
      items.length = 0;
      sum = 0;
      continue;
    }
    sum += cents;
    items.push({
      name: first.text.trim(),
      quantity: null,
      total: amount.value,
      cell: first,
      last,
      rows: 1,
      multiplies: false,
    });
  }
  return null;
}

export function lineConfidence(table: LineTable, netCents: number | null, grandCents: number | null): number {
  const adds = [netCents, grandCents].some((each) => each !== null && Math.abs(each - table.sumCents) <= 2);
  return round(0.5 + (adds ? 0.35 : 0) + (table.multiplies ? 0.12 : 0));
}
