import { best, type Candidate, candidate } from './candidates.js';
import { buyersWords, ibanLabels, paymentWords, vatLabels } from './labels.js';
import type { PartyBlock } from './parties.js';
import type { Cell, Sheet } from './sheet.js';
import { findAccounts, findVatNumbers } from './values.js';

/**
 * The account of the payment. Right check digits raise confidence, a label too; the account that the terms of payment
 * name comes before those of the letterhead.
 */
export function findIban(sheet: Sheet) {
  const candidates = everyCell(sheet).flatMap((cell) =>
    findAccounts(cell.text).map((found) => {
      const context = contextOf(sheet, cell, found.index);
      let score = found.checked ? 0.7 : 0.45;
      if (ibanLabels.some(({ pattern }) => context.search(pattern) >= 0)) score += 0.2;
      if (paymentWords.test(context)) score += 0.09;
      return candidate(cell, 0, found, score);
    }),
  );
  return best(candidates);
}

/** The seller's VAT id: not the one that stands in the buyer's block or is called the client's. */
export function findSellerVat(sheet: Sheet, blocks: readonly PartyBlock[]) {
  const candidates = everyCell(sheet).flatMap((cell) =>
    findVatNumbers(cell.text).map((found): Candidate => {
      const context = contextOf(sheet, cell, found.index);
      const label = vatLabels.some(({ pattern }) => context.search(pattern) >= 0);
      let score = label ? 0.85 : 0.25;
      if (found.checked) score += label ? 0.1 : 0.2;
      const owner = blockOf(blocks, cell);
      if (owner === 'seller') score += 0.04;
      if ((owner !== null && owner !== 'seller') || buyersWords.test(context)) score *= 0.35;
      return candidate(cell, 0, found, Math.min(0.98, score));
    }),
  );
  return best(candidates);
}

/** The block that a cell stands in: of the nearest heading above it in its column. */
function blockOf(blocks: readonly PartyBlock[], cell: Cell): PartyBlock['party'] | null {
  const above = blocks
    .filter(
      ({ heading, rows }) =>
        heading.page === cell.page && cell.row > heading.row && cell.row - heading.row <= rows + 1,
    )
    .filter(({ heading }) => cell.box[0] >= heading.box[0] - 12)
    .sort((one, other) => other.heading.row - one.heading.row || other.heading.box[0] - one.heading.box[0]);
  return above[0]?.party ?? null;
}

/** What stands before a value: its cell up to it, the cell to the left, and the row above in a sentence. */
function contextOf(sheet: Sheet, cell: Cell, index: number): string {
  const row = sheet.rows[cell.row];
  const left = row?.cells[cell.column - 1]?.folded ?? '';
  const above =
    cell.column === 0 ? (sheet.rows[cell.row - 1]?.cells.map(({ folded }) => folded).join(' ') ?? '') : '';
  return `${above.slice(-120)} ${left} ${cell.folded.slice(0, index)}`;
}

function everyCell(sheet: Sheet): Cell[] {
  return sheet.rows.flatMap((row) => row.cells);
}
