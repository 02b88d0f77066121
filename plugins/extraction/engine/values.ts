import { findDates, findIbans, findMoney, findVatIds, isSpanishTaxId } from 'tributary/text';
import type { Finder, Found } from './candidates.js';

/** How a document writes what is ambiguous: `03/05/2013` and `1.234`. */
export interface Conventions {
  dateOrder: 'DMY' | 'MDY';
  decimal: '.' | ',' | undefined;
}

export const findDateValues =
  ({ dateOrder }: Conventions): Finder =>
  (text) =>
    findDates(text, { order: dateOrder }).map(({ date, start, end }) => ({
      value: date,
      index: start,
      length: end - start,
    }));

interface FoundAmount extends Found {
  currency: string | null;
}

/** Amounts with two decimals or a currency; brackets around an amount are a remark here, not a minus. */
export function findAmounts(text: string, { decimal }: Conventions, all = false): FoundAmount[] {
  return findMoney(text, { ...(decimal ? { decimal } : {}), all }).map((found) => {
    const bracketed = text[found.start] === '(' && text[found.end - 1] === ')';
    return {
      value: decimalString(bracketed ? found.amount.replace(/^-/u, '') : found.amount),
      index: found.start,
      length: found.end - found.start,
      currency: found.currency,
    };
  });
}

/** Two decimals at least, none that say nothing: `12` is `12.00`, `12.5000` is `12.50`. */
export function decimalString(amount: string): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  return `${whole}.${fraction.replace(/0+$/u, '').padEnd(2, '0')}`;
}

const identifierPattern =
  /(?<![\p{L}\d])(?=[\p{L}/._-]{0,12}\d)[\p{L}\d](?:[\p{L}\d]|[/._-](?=[\p{L}\d]))*/gu;

/** Numbers of documents: letters and digits with at least one digit, neither a date nor an amount nor an account. */
export function findDocumentNumbers(text: string): Found[] {
  const accounts = findAccounts(text).map(({ index, length }) => ({ start: index, end: index + length }));
  const others = [...findDates(text), ...findMoney(text), ...accounts];
  const found: Found[] = [];
  for (const match of text.matchAll(identifierPattern)) {
    const end = match.index + match[0].length;
    const isOther = others.some((other) => other.start <= match.index && end <= other.end);
    if (isOther || match[0].length > 40 || /^\d+(?:st|nd|rd|th|%|€)$/u.test(match[0])) continue;
    found.push({ value: match[0], index: match.index, length: match[0].length });
  }
  return found;
}

/** `RE 2031-7`: letters that begin a number and are no label themselves. */
const prefix =
  /^[\s:.#-]*(?<letters>(?!(?:NR|NO|NUM|N|DE|DU|DEL|VOM|OF|ID|REF|IBAN|BIC|TEL|FAX|VAT|NIF|NIP|HRB)\b)\p{Lu}{1,4})[ \u00a0]$/u;
/** `900 123 456`: three groups of digits or more. */
const groups = /^\d{1,4}(?:[ \u00a0]\d{2,4}){2,}$/u;

/** As `findDocumentNumbers`, for text that begins where the number of an invoice does: it may hold blanks. */
export function findInvoiceNumbers(text: string): Found[] {
  const [first, ...others] = findDocumentNumbers(text);
  if (!first) return [];
  const letters = prefix.exec(text.slice(0, first.index))?.groups?.letters;
  const whole = text.slice(first.index).trimEnd();
  if (letters !== undefined) {
    const index = text.indexOf(letters);
    const end = first.index + first.length;
    return [{ value: text.slice(index, end).replace(/\s/u, ' '), index, length: end - index }, ...others];
  }
  if (!groups.test(whole)) return [first, ...others];
  return [{ value: whole.replace(/\s/gu, ' '), index: first.index, length: whole.length }];
}

const ibanShape =
  /(?<![\p{L}\d])[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?(?![\p{L}\d])/gu;

/** Account numbers of IBAN form. `checked` are those whose check digits are right. */
export function findAccounts(text: string): (Found & { checked: boolean })[] {
  const valid = findIbans(text).map(({ value, start, end }) => ({
    value,
    index: start,
    length: end - start,
    checked: true,
  }));
  const shaped = [...text.matchAll(ibanShape)]
    .filter(
      (match) =>
        !valid.some(
          (other) => other.index < match.index + match[0].length && match.index < other.index + other.length,
        ),
    )
    .map((match) => ({
      value: match[0].replace(/\s/gu, ''),
      index: match.index,
      length: match[0].length,
      checked: false,
    }));
  return [...valid, ...shaped].sort((one, other) => one.index - other.index);
}

const spanishTaxId =
  /\b(?:nif|cif|n\.i\.f\.?|c\.i\.f\.?)\s{0,3}:?\s{0,3}(?<id>[A-Z\d][\d .-]{6,11}[A-Z\d])(?![\p{L}\d])/giu;

/** VAT ids with their country, and Spanish tax ids, which are printed without it. */
export function findVatNumbers(text: string): (Found & { checked: boolean })[] {
  const international = findVatIds(text).map(({ value, checked, start, end }) => ({
    value,
    checked,
    index: start,
    length: end - start,
  }));
  const spanish = [...text.matchAll(spanishTaxId)].flatMap((match) => {
    const id = match.groups?.id ?? '';
    const index = match.index + match[0].length - id.length;
    return isSpanishTaxId(id)
      ? [{ value: id.replace(/[ .-]/gu, ''), checked: true, index, length: id.length }]
      : [];
  });
  return [...international, ...spanish];
}
