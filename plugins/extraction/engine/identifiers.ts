import { best, type Candidate, candidate, labelHits, valuesBeside } from './candidates.js';
import { orderLabels } from './labels.js';
import { earlierDocument, foreignNumber, invoiceNumberLabels, titledNumber } from './number-labels.js';
import type { Sheet } from './sheet.js';
import { findDocumentNumbers, findInvoiceNumbers } from './values.js';

/** Rows of the first page that count as its head, where titles stand. */
const headRows = 25;

/** The number of the invoice: beside a label, or after the title (`Rechnung Nr. 12`, `Facture FA-2017-0009`). */
export function findInvoiceNumber(sheet: Sheet) {
  return best([...labelledNumbers(sheet), ...titledNumbers(sheet), ...numbersNearTitle(sheet)]);
}

/** The buyer's order that the invoice refers to. */
export function findOrderReference(sheet: Sheet) {
  const candidates = labelHits(sheet, orderLabels).flatMap((hit) =>
    valuesBeside(sheet, hit, findDocumentNumbers),
  );
  return best(candidates.filter(({ value }) => value.length > 1));
}

function labelledNumbers(sheet: Sheet): Candidate[] {
  return labelHits(sheet, invoiceNumberLabels)
    .filter(({ cell, end }) => !earlierDocument.test(cell.folded.slice(0, end)))
    .flatMap((hit) => valuesBeside(sheet, hit, findInvoiceNumbers))
    .map((each) => ({ ...each, score: each.score * plausibility(each.value) }));
}

function titledNumbers(sheet: Sheet): Candidate[] {
  const found: Candidate[] = [];
  for (const row of sheet.rows.slice(0, headRows)) {
    for (const cell of row.cells) {
      for (const [pattern, weight] of [
        [titledNumber.numbered, 0.95],
        [titledNumber.plain, 0.85],
        [titledNumber.dated, 0.8],
      ] as const) {
        for (const match of cell.folded.matchAll(pattern)) {
          const from = match.index + match[0].length;
          const number = findDocumentNumbers(cell.text.slice(from))[0];
          if (!number || number.index > 2 || earlierDocument.test(cell.folded.slice(0, from))) continue;
          const foreign = foreignNumber.test(
            match.groups?.between ?? (pattern === titledNumber.dated ? match[0] : ''),
          );
          const share = pattern === titledNumber.dated ? 0.2 : 0.5;
          const score = (foreign ? weight * share : weight) * plausibility(number.value);
          found.push(candidate(cell, from, number, score));
        }
      }
    }
  }
  return found;
}

/** The title fills its cell, and the number fills the next one, or the cell below: `Rechnung | 2031-7`, `Nr. 2031-7`. */
function numbersNearTitle(sheet: Sheet): Candidate[] {
  return sheet.rows.slice(0, headRows).flatMap((row) =>
    row.cells.flatMap((cell): Candidate[] => {
      if (!titledNumber.bare.test(cell.folded)) return [];
      const below = sheet.rows[row.index + 1];
      const near = [
        [row.cells[cell.column + 1], 0.7],
        [below?.cells.find((other) => Math.abs(other.box[0] - cell.box[0]) < 3), 0.6],
      ] as const;
      return near.flatMap(([other, weight]) => {
        const lead = other && titledNumber.lead.exec(other.folded);
        const number = other && lead && findDocumentNumbers(other.text.slice(lead[0].length))[0];
        if (!other || !lead || !number || number.index > 0) return [];
        const rest = other.text.slice(lead[0].length + number.length).trim();
        if (rest !== '' || number.value.length < 3) return [];
        const sure = lead[0].trim() === '' ? weight : weight + 0.15;
        return [candidate(other, lead[0].length, number, sure)];
      });
    }),
  );
}

/** A number of one or two digits or a bare year is seldom a document's number, though it can be. */
function plausibility(value: string): number {
  if (/^(?:19|20)\d\d$/u.test(value)) return 0.7;
  if (value.length < 3) return 0.8;
  return value.length > 30 ? 0.6 : 1;
}
