import { isGtin } from './checksums/gtin.js';
import { ibanLength, isIban } from './checksums/iban.js';
import {
  isCardNumber,
  isCodiceFiscale,
  isGermanTaxId,
  isNhsNumber,
  isNir,
  isPesel,
} from './checksums/personal.js';
import { isNif } from './checksums/spanish-tax-id.js';
import { parseVatId } from './checksums/vat.js';

/** Kinds of numbers whose check digits are known. */
export type IdentifierKind =
  | 'iban'
  | 'vat'
  | 'card'
  | 'nhs'
  | 'pesel'
  | 'nif'
  | 'nir'
  | 'german-tax-id'
  | 'codice-fiscale'
  | 'gtin';

/** A number in a text with right check digits. `start` and `end` are UTF-16 indices. */
export interface FoundIdentifier {
  kind: IdentifierKind;
  /** Without spaces, dots and hyphens. */
  value: string;
  start: number;
  end: number;
}

const CANDIDATES: ReadonlyArray<{ kind: IdentifierKind; pattern: RegExp; holds: (text: string) => boolean }> =
  [
    {
      kind: 'codice-fiscale',
      pattern: /\b[A-Z]{6}[\dL-NP-V]{2}[A-T][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z]\b/giu,
      holds: isCodiceFiscale,
    },
    { kind: 'card', pattern: /(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])/gu, holds: isCardNumber },
    {
      kind: 'nir',
      pattern: /(?<!\d)[1-478] ?\d\d ?\d\d ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d(?!\d)/gu,
      holds: isNir,
    },
    { kind: 'gtin', pattern: /(?<![\d.,/-])\d{12,14}(?![\d.,/-]\d|\d)/gu, holds: isGtin },
    { kind: 'pesel', pattern: /(?<![\d.,/-])\d{11}(?![\d/-])/gu, holds: isPesel },
    {
      kind: 'german-tax-id',
      pattern: /(?<![\d.,/-])\d{2} ?\d{3} ?\d{3} ?\d{3}(?![\d/-])/gu,
      holds: isGermanTaxId,
    },
    { kind: 'nhs', pattern: /(?<![\d.,/-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d/-])/gu, holds: isNhsNumber },
    { kind: 'nif', pattern: /(?<![\p{L}\d])[XYZKLM\d][ .-]?\d{7}[ -]?[A-Z](?![\p{L}\d])/gu, holds: isNif },
  ];

/** Every number of a text whose check digits are right, in order; one place can be of several kinds. */
export function findIdentifiers(text: string, kinds?: readonly IdentifierKind[]): FoundIdentifier[] {
  const found = [
    ...findIbans(text),
    ...findVatIds(text).map(({ start, end, value }) => ({ kind: 'vat' as const, value, start, end })),
  ];
  for (const { kind, pattern, holds } of CANDIDATES) {
    for (const match of text.matchAll(pattern)) {
      if (holds(match[0]))
        found.push({
          kind,
          value: compact(match[0]),
          start: match.index,
          end: match.index + match[0].length,
        });
    }
  }
  return found
    .filter(({ kind }) => kinds?.includes(kind) ?? true)
    .sort((left, right) => left.start - right.start);
}

/** Every IBAN of a text with right check digits, also when printed in groups of four. */
export function findIbans(text: string): FoundIdentifier[] {
  const found: FoundIdentifier[] = [];
  for (const match of text.matchAll(/(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]){11,32}/giu)) {
    const value = trimToLength(match[0], ibanLength(match[0].slice(0, 2).toUpperCase()) ?? 0);
    if (value !== '' && isIban(value.replace(/\u00a0/g, ' '))) {
      found.push({
        kind: 'iban',
        value: compact(value).toUpperCase(),
        start: match.index,
        end: match.index + value.length,
      });
    }
  }
  return found;
}

/** A VAT identification number in a text; `checked` is false when the form fits and the check digits do not. */
export interface FoundVatId {
  country: string;
  value: string;
  checked: boolean;
  start: number;
  end: number;
}

/** Every VAT identification number of a text by form. Most of them end in right check digits (`checked`). */
export function findVatIds(text: string): FoundVatId[] {
  const found: FoundVatId[] = [];
  const pattern = /(?<![A-Z0-9])(?:CHE|[A-Z]{2})[ .-]?[A-Z0-9](?:[ .-]?[A-Z0-9+*]){4,13}/gu;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    // The number may run into the next word: try the longest part that ends where a group ends.
    const ends = [...match[0].matchAll(/[A-Z0-9+*](?=[ .-]|$)/g)].map(({ index }) => index + 1).reverse();
    const readings = ends.map((end) => ({ end, vat: parseVatId(match[0].slice(0, end)) }));
    const best = readings.find(({ vat }) => vat?.checked) ?? readings.find(({ vat }) => vat !== null);
    const last = match.index + (best?.end ?? 0);
    if (best?.vat == null || /[\p{L}\d]/u.test(text[last] ?? '')) {
      // The words before a number may look like its prefix (`UID ATU12345675`): go on behind them.
      pattern.lastIndex = match.index + 2;
      continue;
    }
    found.push({ ...best.vat, start: match.index, end: last });
  }
  return found;
}

function trimToLength(text: string, length: number): string {
  let count = 0;
  for (const [index, character] of [...text].entries()) {
    if (/[A-Z0-9]/i.test(character)) count++;
    if (count === length) return text.slice(0, index + 1);
  }
  return '';
}

function compact(text: string): string {
  return text.replace(/[\s.-]/g, '');
}
