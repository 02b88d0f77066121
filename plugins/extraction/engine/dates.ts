import { daysBetween } from 'tributary/text';
import { best, type Candidate, candidate, labelHits, valuesAnywhere, valuesBeside } from './candidates.js';
import { discountWords, dueDateLabels, issueDateLabels } from './date-labels.js';
import { datingAtEnd, datingAtStart, earlierDocument, foreignNumber, titledNumber } from './number-labels.js';
import type { Sheet } from './sheet.js';
import { type Conventions, findDateValues } from './values.js';

const headRows = 30;
/** Between the number of a title and a date: the date is that of something else. */
const anotherLabel = /[:|]|\p{L}{6,}|\s{2,}\p{L}{4,}/u;

/** The date of issue: labelled, after the title and number (`… vom 05.03.2018`), or standing alone in the head. */
export function findIssueDate(sheet: Sheet, conventions: Conventions) {
  const find = findDateValues(conventions);
  const labelled = labelHits(sheet, issueDateLabels).flatMap((hit) => valuesBeside(sheet, hit, find));
  return best([...labelled, ...titledDates(sheet, conventions), ...loneDates(sheet, conventions)]);
}

/** When the money is due. A date that ends a discount is none, nor one before the date of issue. */
export function findDueDate(sheet: Sheet, conventions: Conventions, issued: string | null) {
  const candidates = labelHits(sheet, dueDateLabels)
    .flatMap((hit) => valuesBeside(sheet, hit, findDateValues(conventions)))
    .filter((each) => !discountWords.test(clauseBefore(each)))
    .filter((each) => issued === null || daysBetween(issued, each.value) >= 0);
  return best(candidates);
}

function clauseBefore({ cell, place }: Candidate): string {
  const upTo = cell.folded.slice(0, Math.max(0, place.start - cell.start));
  return upTo.slice(Math.max(upTo.lastIndexOf(','), upTo.lastIndexOf(';')) + 1);
}

/** `Rechnung Nr. 12 vom 05.03.2018`; the date may have run on into the next row. */
function titledDates(sheet: Sheet, conventions: Conventions): Candidate[] {
  const find = findDateValues(conventions);
  const found: Candidate[] = [];
  for (const row of sheet.rows.slice(0, headRows)) {
    for (const cell of row.cells) {
      const title = [
        ...cell.folded.matchAll(titledNumber.numbered),
        ...cell.folded.matchAll(titledNumber.plain),
        ...cell.folded.matchAll(titledNumber.dated),
      ][0];
      // A title of another document has another date.
      if (!title || foreignNumber.test(title[0]) || earlierDocument.test(cell.folded)) continue;
      const from = title.index + title[0].length;
      const date = find(cell.text.slice(from))[0];
      if (date && date.index < 60) {
        const between = cell.folded.slice(from, from + date.index).replace(/^\S+/u, '');
        const within = /\p{L}{3}/u.test(cell.folded.slice(0, title.index));
        found.push(candidate(cell, from, date, within || anotherLabel.test(between) ? 0.5 : 0.93));
        continue;
      }
      const next = sheet.rows[cell.row + 1]?.cells[0];
      const runOn = next && find(next.text)[0];
      const unfinished = datingAtEnd.test(cell.folded);
      if (next && runOn && runOn.index <= 5 && (unfinished || datingAtStart.test(next.folded))) {
        found.push(candidate(next, 0, runOn, 0.9));
      }
    }
  }
  return found;
}

/** A cell that is nothing but a date (`Berlin, den 5. März 2018` counts), or any date of the first page, the earlier the likelier. */
function loneDates(sheet: Sheet, conventions: Conventions): Candidate[] {
  const first = sheet.rows[0]?.page;
  const found = valuesAnywhere(sheet, findDateValues(conventions), 0.3).filter(
    ({ cell }) => cell.page === first,
  );
  const only = new Set(found.map(({ value }) => value)).size === 1;
  return found.map((each, order) => {
    const around = each.cell.text
      .replace(each.place.quote, '')
      .replace(/\sr\.?\s*$/u, '')
      .trim();
    const placed = /^\p{L}[\p{L} .-]{1,30},\s*(?:den|the|le|el|il|l[iì]|a|[aà]s|dnia|de)?$/iu.test(around);
    const alone = placed || /^(?:\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:am|pm|uhr|h)?)?$/iu.test(around);
    let score = alone && each.cell.row < headRows ? 0.55 : 0.3;
    if (placed) score += 0.12;
    if (only) score += 0.12;
    else if (!placed && namesAnother(sheet, each)) score *= 0.5;
    return { ...each, score: Math.max(0.05, score - order * 0.03) };
  });
}

/** Whether words before a date, in its cell or the one to the left, say what else it is the date of. */
function namesAnother(sheet: Sheet, { cell, place }: Candidate): boolean {
  const before = cell.folded.slice(0, Math.max(0, place.start - cell.start));
  const left = sheet.rows[cell.row]?.cells[cell.column - 1];
  return /\p{L}{3}/u.test(before) || (before.trim() === '' && /\p{L}{3}[^\d]*$/u.test(left?.folded ?? ''));
}
