import type { Candidate, Found } from './candidates.js';
import {
  addressMeta,
  frenchForm,
  label,
  legalForm,
  notice,
  numberedTitle,
  registerNumber,
  salutation,
  street,
  town,
} from './party-words.js';
import { type Cell, placeAcross, placeIn, type Sheet } from './sheet.js';

/** The name of a person or company that a text begins with, from an index on; null when it names nobody. */
export function nameIn(text: string, from = 0): Found | null {
  const index = from + text.slice(from).search(/\S/u);
  if (index < from) return null;
  let raw = text.slice(index).trimEnd();
  // An address on one line: the name ends with its legal form.
  const form = legalForm.exec(raw);
  const formEnd = form ? form.index + form[0].length : raw.length;
  if (/\d/u.test(raw.slice(formEnd).replace(registerNumber, ''))) raw = raw.slice(0, formEnd);
  const [head = '', ...rest] = raw.split(/,\s/u);
  if (rest.some((part) => street.test(part) || town.test(part))) raw = head;
  // … or before the number of its street.
  const houseNumber = /\s(?=\d)/u.exec(raw)?.index ?? -1;
  if (houseNumber > 2 && street.test(raw.slice(houseNumber + 1))) raw = raw.slice(0, houseNumber);
  raw = raw.replace(registerNumber, '').replace(frenchForm, '');
  return isName(raw) ? { value: raw.replace(/\s+/gu, ' '), index, length: raw.length } : null;
}

export function nameCandidate(cell: Cell, score: number, from = 0): Candidate | null {
  const found = nameIn(cell.text, from);
  if (!found) return null;
  return { value: found.value, score, place: placeIn(cell, found.index, found.length), cell, labelled: true };
}

/** The name that begins an address: its first telling line, with a salutation or first half that belongs to it. */
export function nameOf(sheet: Sheet, lines: readonly Cell[]): Candidate | null {
  const [first, second] = lines.filter((cell) => !addressMeta.test(cell.folded) && !label.test(cell.text));
  if (!first) return null;
  const isSalutation = salutation.test(first.text.trim());
  const follows = second && second.row - first.row === 1 ? nameIn(second.text) : null;
  const splits = !legalForm.test(first.text) && legalForm.test(second?.text ?? '');
  if (follows && second && (isSalutation || (splits && isName(first.text.trim())))) {
    return { ...joined(sheet, first, second), value: `${first.text.trim()} ${follows.value}` };
  }
  return isSalutation ? null : nameCandidate(first, 0.9);
}

function joined(sheet: Sheet, first: Cell, second: Cell): Omit<Candidate, 'value'> {
  const alone = first.column === 0 && second.column === 0;
  const place = alone ? placeAcross(sheet, first, second) : placeAcross(sheet, second, second);
  return { score: 0.85, place, cell: first, labelled: true };
}

/** Whether lines hold an address: a street or a town. */
export function isAddressed(lines: readonly Cell[]): boolean {
  return lines.some(({ text }) => town.test(text) || street.test(text));
}

/** Words, not too long, no sentence, no address, no label, no title. */
function isName(text: string): boolean {
  if (text.length < 2 || text.length > 80 || label.test(`${text} `)) return false;
  if (!/^[\p{L}\d"'„“(*]/u.test(text) || !/\p{L}{2}/u.test(text) || /^\d+\s*\p{L}{1,2}$/u.test(text))
    return false;
  if (town.test(text) || street.test(text) || /https?:|@/u.test(text) || notice.test(text)) return false;
  if (numberedTitle.test(text)) return false;
  return text.split(/\s+/u).length <= 9 && !/[.!?]\s+\p{Lu}\p{Ll}+.*[.!?]$/u.test(text);
}
