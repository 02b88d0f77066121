import { type AmountRole, amountRole } from './amount-labels.js';
import { columnAt, columnsOf, headsGoods } from './columns.js';
import { type Cell, type Place, placeAcross, placeIn, type Row, type Sheet } from './sheet.js';
import { type Conventions, findAmounts } from './values.js';

/** An amount and what its label says it is. */
export interface LabelledAmount {
  role: AmountRole;
  /** Decimal string, and the same in hundredths for sums. */
  value: string;
  cents: number;
  score: number;
  place: Place;
  /** Whether it was summed up by us from amounts at this place. */
  derived: boolean;
}

interface RowAmount {
  cell: Cell;
  value: string;
  index: number;
  length: number;
}

/** An amount further to the right of a table's last column stands in another table. */
const widestGap = 60;

export const centsOf = (value: string): number => Math.round(Number(value) * 100);

/** Every amount with a role: on the right of its label, under it, or in a table of totals. */
export function labelledAmounts(sheet: Sheet, conventions: Conventions): LabelledAmount[] {
  return sheet.rows.flatMap((row) => {
    const amounts = amountsOf(row, conventions);
    if (amounts.length > 0) return amountsOfRow(sheet, row, amounts);
    return headedAmounts(sheet, row, conventions);
  });
}

export function amountsOf(row: Row, conventions: Conventions, all = false): RowAmount[] {
  return row.cells.flatMap((cell) =>
    findAmounts(cell.text, conventions, all).map(({ value, index, length }) => ({
      cell,
      value,
      index,
      length,
    })),
  );
}

/** `label … amount`, perhaps several in a row; an amount without a label of its own belongs to the label before it. */
function amountsOfRow(sheet: Sheet, row: Row, amounts: readonly RowAmount[]): LabelledAmount[] {
  const found: LabelledAmount[] = [];
  const lateness = 0.92 + (0.08 * row.index) / sheet.rows.length;
  let group: { role: AmountRole; weight: number; percent: boolean; amounts: RowAmount[] } | null = null;
  const close = () => {
    const last = group?.amounts.at(-1);
    if (!group || !last) return;
    found.push(labelled(group.role, last, group.weight * lateness));
    const first = group.amounts[0];
    // A line of the tax breakdown: what is taxed, then the tax.
    if (group.role === 'tax' && first && first !== last) found.push(labelled('net', first, 0.45 * lateness));
  };
  amounts.forEach((amount, order) => {
    const role = labelBefore(row, amount, amounts[order - 1]);
    if (role) {
      close();
      group = { ...role, amounts: [amount] };
    } else group?.amounts.push(amount);
  });
  close();
  return found.length > 0 ? found : labelBehind(row, amounts, lateness);
}

/** An amount in front of its label, in a row without any other. */
function labelBehind(row: Row, amounts: readonly RowAmount[], lateness: number): LabelledAmount[] {
  const [amount] = amounts;
  const last = row.cells.at(-1);
  if (!amount || !last || amounts.length > 1 || last.column <= amount.cell.column) return [];
  const role = amountRole(last.folded);
  return role && role.index <= 2 ? [labelled(role.role, amount, role.weight * 0.85 * lateness)] : [];
}

/** The nearest label on the left of an amount, not beyond the amount before it. */
function labelBefore(row: Row, amount: RowAmount, previous: RowAmount | undefined) {
  for (let column = amount.cell.column; column >= 0; column--) {
    const cell = row.cells[column];
    if (!cell) return null;
    const to = cell === amount.cell ? amount.index : cell.folded.length;
    const from = cell === previous?.cell ? previous.index + previous.length : 0;
    const text = cell.folded.slice(from, to);
    const role = amountRole(text);
    if (role) return { ...role, percent: /%/u.test(text) };
    if (cell === previous?.cell) return null;
  }
  return null;
}

/** Amounts under a label: a lone one that broke off its row, or the columns of a table of totals. */
function headedAmounts(sheet: Sheet, row: Row, conventions: Conventions): LabelledAmount[] {
  const heads = row.cells.flatMap((cell) => {
    const role = amountRole(cell.folded);
    return role ? [{ ...role, left: cell.box[0], right: cell.box[2], cell }] : [];
  });
  const [only] = heads;
  if (!only || headsGoods(columnsOf(row))) return [];
  if (heads.length > 1) return totalsTable(sheet, row, conventions);
  if (row.cells.length > 2 || only.role === 'ignored') return [];
  // `Total due` over or under its amount, when extraction of the layout put them on rows of their own.
  return [sheet.rows[row.index + 1], sheet.rows[row.index - 1]].flatMap((near, order) => {
    if (near?.page !== row.page) return [];
    const amounts = amountsOf(near, conventions);
    const [amount] = amounts;
    const alone = near.cells.every((cell) => !/\p{L}{4}/u.test(cell.text));
    return amount && amounts.length === 1 && alone ? detachedSigns(near, row, amount, only, order) : [];
  });
}

/** The amount, and its negative when a minus ends one of the two rows. */
function detachedSigns(
  near: Row,
  row: Row,
  amount: RowAmount,
  head: { role: AmountRole; weight: number },
  order: number,
): LabelledAmount[] {
  const plain = labelled(head.role, amount, head.weight * (order === 0 ? 0.75 : 0.7));
  const minus = [row, near].some((each) => /[-−–]\s*$/u.test(each.cells.at(-1)?.text ?? ''));
  return minus ? [plain, { ...plain, value: `-${plain.value}`, cents: -plain.cents }] : [plain];
}

/** A head row such as `Netto | MwSt | Endbetrag` with rows of amounts, of which the last may sum up the others. */
function totalsTable(sheet: Sheet, head: Row, conventions: Conventions): LabelledAmount[] {
  const columns = head.cells.map((cell) => ({
    cell,
    left: cell.box[0],
    right: cell.box[2],
    role: amountRole(cell.folded),
  }));
  const lines: RowAmount[][] = [];
  for (let index = head.index + 1; index < sheet.rows.length; index++) {
    const row = sheet.rows[index];
    const amounts = row && row.page === head.page ? amountsOf(row, conventions) : [];
    if (amounts.length === 0 || !row || columnsOf(row).some(({ role }) => role === 'total')) break;
    if (followsTable(row, amounts, columns.length)) break;
    lines.push(amounts);
  }
  return columns.flatMap((column) => {
    const { role } = column;
    if (!role || role.role === 'ignored') return [];
    const values = lines.flatMap((amounts) =>
      amounts
        .filter(
          ({ cell }) => columnAt(columns, cell.box) === column && cell.box[0] - column.right < widestGap,
        )
        .slice(-1),
    );
    return columnTotals(sheet, role.role, role.weight, values);
  });
}

/** A row of its own under a table of totals: what was paid, what is due, or the total of all. */
function followsTable(row: Row, amounts: readonly RowAmount[], columns: number): boolean {
  const roles = row.cells.flatMap((cell) => amountRole(cell.folded)?.role ?? []);
  if (roles.some((role) => ['due', 'prepaid', 'rounding', 'open'].includes(role))) return true;
  return roles.includes('grand') && amounts.length === 1 && columns > 2;
}

function columnTotals(
  sheet: Sheet,
  role: AmountRole,
  weight: number,
  values: readonly RowAmount[],
): LabelledAmount[] {
  const last = values.at(-1);
  const first = values[0];
  if (!last || !first) return [];
  if (values.length === 1) return [labelled(role, last, weight * 0.9)];
  const cents = values.map(({ value }) => centsOf(value));
  const before = cents.slice(0, -1).reduce((sum, each) => sum + each, 0);
  if (Math.abs(before - (cents.at(-1) ?? 0)) <= 1) return [labelled(role, last, weight)];
  const sum = before + (cents.at(-1) ?? 0);
  const place = placeAcross(sheet, first.cell, last.cell);
  return [
    { role, value: (sum / 100).toFixed(2), cents: sum, score: weight * 0.6, place, derived: true },
    labelled(role, last, weight * 0.3),
  ];
}

function labelled(
  role: AmountRole,
  { cell, value, index, length }: RowAmount,
  score: number,
): LabelledAmount {
  return { role, value, cents: centsOf(value), score, place: placeIn(cell, index, length), derived: false };
}
