import { best, type Candidate, candidate, labelHits, valuesBeside } from './candidates.js';
import { orderLabels } from './labels.js';
import { foreignNumber, invoiceNumberLabels, titledNumber } from './number-labels.js';
import type { Sheet } from './sheet.js';
import { findDocumentNumbers } from './values.js';

/** Words before a number that make it the number of an earlier document. */
const earlierDocument =
  /ursprung|original|bezug|storno von|vorherig|previous|zu rechnung|zur rechnung|to invoice|a la facture|weitere referenz/u;
/** Rows of the first page that count as its head, where titles stand. */
const headRows = 25;

/** The number of the invoice: beside a label, or after the title (`Rechnung Nr. 12`, `Facture FA-2017-0009`). */
export function findInvoiceNumber(sheet: Sheet) {
  return best([...labelledNumbers(sheet), ...titledNumbers(sheet)]);
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
    .filter(({ cell, index }) => !earlierDocument.test(cell.folded.slice(0, index)))
    .flatMap((hit) => valuesBeside(sheet, hit, findDocumentNumbers))
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
          const score = (foreign ? weight * 0.5 : weight) * plausibility(number.value);
          found.push(candidate(cell, from, number, score));
        }
      }
    }
  }
  return found;
}

/** A number of one or two digits or a bare year is seldom a document's number, though it can be. */
function plausibility(value: string): number {
  if (/^(?:19|20)\d\d$/u.test(value)) return 0.7;
  if (value.length < 3) return 0.8;
  return value.length > 30 ? 0.6 : 1;
}
