import { findDates } from 'tributary/text';
import { best, type Candidate, candidate } from '../candidates.js';
import type { Sheet } from '../sheet.js';

const issued = /\b(?:date|tarikh|datum|fecha|data|bill|invoice|inv|tax invoice)\b/u;
const other =
  /\b(?:expir\w*|valid|since|due|exp|w\.?e\.?f|effective|redeem|return\w*|exchange|before|until|birth|version|ver)\b/u;
const time = /\d{1,2}\s?:\s?\d{2}/u;

/** The day of the sale: a date with its label or its time, the first of them; not one until which something holds. */
export function findReceiptDate(sheet: Sheet) {
  const rows = sheet.rows.length;
  const found = sheet.rows.flatMap((row) => {
    const words = row.cells.map(({ folded }) => folded).join(' ');
    const bonus =
      (issued.test(words) ? 0.25 : 0) + (time.test(words) ? 0.15 : 0) - (other.test(words) ? 0.3 : 0);
    return row.cells.flatMap((cell): Candidate[] =>
      findDates(cell.text, { order: 'DMY' }).map(({ date, start, end }) => {
        const score = 0.5 - (0.1 * row.index) / rows + bonus;
        return candidate(
          cell,
          0,
          { value: date, index: start, length: end - start },
          Math.max(0.05, score),
          false,
        );
      }),
    );
  });
  return best(found);
}
