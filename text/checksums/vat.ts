import { isLuhn, isMod1110, remainder, weighted } from './digits.js';
import { isSpanishTaxId } from './spanish-tax-id.js';
import { isIrishVat, isLatvianVat, isLithuanianVat } from './vat-baltic-irish.js';

/** A country's VAT identification number: its form after the prefix and, where published, its check digits. */
interface VatForm {
  pattern: RegExp;
  check?: (body: string, digits: readonly number[]) => boolean;
}

/** 11 minus the weighted sum modulo 11; results above 9 as the country decides. */
const elevens = (digits: readonly number[], weights: readonly number[]) =>
  11 - (weighted(digits, weights) % 11);
const lastOf = (digits: readonly number[]) => digits.at(-1) ?? -1;

/**
 * Forms of the VAT Information Exchange System (European Commission), check digits as published by the national
 * authorities (collected in the VAT algorithm paper of DG TAXUD).
 */
const FORMS: Readonly<Record<string, VatForm>> = {
  AT: {
    pattern: /^U\d{8}$/,
    check: (_, d) => {
      const sum = d
        .slice(0, 7)
        .reduce(
          (total, digit, index) =>
            total + (index % 2 === 0 ? digit : Math.floor(digit / 5) + ((digit * 2) % 10)),
          0,
        );
      return (10 - ((sum + 4) % 10)) % 10 === d[7];
    },
  },
  BE: {
    pattern: /^[01]\d{9}$/,
    check: (body) => 97 - (Number(body.slice(0, 8)) % 97) === Number(body.slice(8)),
  },
  BG: {
    pattern: /^\d{9,10}$/,
    check: (_, d) => {
      if (d.length === 10) return true;
      const first = weighted(d, [1, 2, 3, 4, 5, 6, 7, 8]) % 11;
      return (first < 10 ? first : (weighted(d, [3, 4, 5, 6, 7, 8, 9, 10]) % 11) % 10) === d[8];
    },
  },
  CY: {
    pattern: /^\d{8}[A-Z]$/,
    check: (body, d) => {
      const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
      const sum = d.reduce((total, digit, index) => total + (index % 2 === 0 ? (odd[digit] ?? 0) : digit), 0);
      return String.fromCharCode(65 + (sum % 26)) === body[8];
    },
  },
  CZ: {
    pattern: /^\d{8,10}$/,
    check: (_, d) =>
      d.length !== 8 ||
      (elevens(d, [8, 7, 6, 5, 4, 3, 2]) % 11 === 10 ? 0 : elevens(d, [8, 7, 6, 5, 4, 3, 2]) % 10) === d[7],
  },
  DE: { pattern: /^[1-9]\d{8}$/, check: (_, d) => isMod1110(d) },
  DK: { pattern: /^[1-9]\d{7}$/, check: (_, d) => weighted(d, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 },
  EE: {
    pattern: /^10\d{7}$/,
    check: (_, d) => (10 - (weighted(d, [3, 7, 1, 3, 7, 1, 3, 7]) % 10)) % 10 === d[8],
  },
  EL: {
    pattern: /^\d{9}$/,
    check: (_, d) => (weighted(d, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === d[8],
  },
  ES: { pattern: /^[A-Z0-9]\d{7}[A-Z0-9]$/, check: (body) => isSpanishTaxId(body) },
  FI: { pattern: /^\d{8}$/, check: (_, d) => elevens(d, [7, 9, 10, 5, 8, 4, 2]) % 11 === d[7] },
  FR: {
    pattern: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
    // Keys with letters have no published formula; the SIREN behind them is a Luhn number (but Monaco's).
    check: (body) =>
      /^\d\d/.test(body)
        ? (12 + 3 * (Number(body.slice(2)) % 97)) % 97 === Number(body.slice(0, 2))
        : isLuhn(body.slice(2)),
  },
  HR: { pattern: /^\d{11}$/, check: (_, d) => isMod1110(d) },
  HU: { pattern: /^\d{8}$/, check: (_, d) => (10 - (weighted(d, [9, 7, 3, 1, 9, 7, 3]) % 10)) % 10 === d[7] },
  IE: { pattern: /^(?:\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/, check: isIrishVat },
  IT: { pattern: /^\d{11}$/, check: (body) => isLuhn(body) },
  LT: { pattern: /^(?:\d{9}|\d{12})$/, check: (_, d) => isLithuanianVat(d) },
  LU: { pattern: /^\d{8}$/, check: (body) => Number(body.slice(0, 6)) % 89 === Number(body.slice(6)) },
  LV: { pattern: /^\d{11}$/, check: (_, d) => isLatvianVat(d) },
  MT: {
    pattern: /^[1-9]\d{7}$/,
    check: (body, d) => 37 - (weighted(d, [3, 4, 6, 7, 8, 9]) % 37) === Number(body.slice(6)),
  },
  NL: {
    pattern: /^\d{9}B\d{2}$/,
    // Since 2020 sole traders have numbers that fulfil MOD 97-10 over `NL…` instead of the old modulo 11.
    check: (body, d) =>
      weighted(d, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 === d[8] ||
      remainder(`2321${body.replace('B', '11')}`, 97) === 1,
  },
  PL: { pattern: /^\d{10}$/, check: (_, d) => weighted(d, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === d[9] },
  PT: {
    pattern: /^[1-9]\d{8}$/,
    check: (_, d) =>
      (elevens(d, [9, 8, 7, 6, 5, 4, 3, 2]) > 9 ? 0 : elevens(d, [9, 8, 7, 6, 5, 4, 3, 2])) === d[8],
  },
  RO: {
    pattern: /^[1-9]\d{1,9}$/,
    check: (_, d) =>
      ((weighted(d.slice(0, -1), [7, 5, 3, 2, 1, 7, 5, 3, 2].slice(10 - d.length)) * 10) % 11) % 10 ===
      lastOf(d),
  },
  SE: { pattern: /^\d{10}(?:0[1-9]|[1-9]\d)$/, check: (body) => isLuhn(body.slice(0, 10)) },
  SI: {
    pattern: /^[1-9]\d{7}$/,
    check: (_, d) =>
      elevens(d, [8, 7, 6, 5, 4, 3, 2]) !== 11 && elevens(d, [8, 7, 6, 5, 4, 3, 2]) % 10 === d[7],
  },
  SK: { pattern: /^[1-9]\d[2-47-9]\d{7}$/, check: (body) => Number(body) % 11 === 0 },
  GB: {
    pattern: /^(?:\d{9}|\d{12}|GD[0-4]\d\d|HA[5-9]\d\d)$/,
    check: (body, d) => {
      if (!/^\d/.test(body)) return true;
      const sum = weighted(d, [8, 7, 6, 5, 4, 3, 2]) + (d[7] ?? 0) * 10 + (d[8] ?? 0);
      return sum % 97 === 0 || (sum + 55) % 97 === 0;
    },
  },
  CHE: { pattern: /^\d{9}$/, check: (_, d) => elevens(d, [5, 4, 3, 2, 7, 6, 5, 4]) % 11 === d[8] },
};
const SAME: Readonly<Record<string, string>> = { GR: 'EL', XI: 'GB' };

/** What is known of a VAT identification number. */
export interface VatId {
  /** The prefix: an EU country (`EL` for Greece), `XI`, `GB`, or `CHE` for Switzerland. */
  country: string;
  /** Prefix and number without spaces, dots and hyphens. */
  value: string;
  /** Whether the check digits are right; true for forms without a published formula. */
  checked: boolean;
}

/** Reads a VAT identification number with its prefix; null when it has not the form of its country. */
export function parseVatId(text: string): VatId | null {
  const value = text.toUpperCase().replace(/[\s.\-/]/g, '');
  const country = /^CHE\d/.test(value) ? 'CHE' : value.slice(0, 2);
  const form = FORMS[SAME[country] ?? country];
  const body = value.slice(country.length).replace(country === 'CHE' ? /(?:MWST|TVA|IVA|VAT)$/ : /$^/, '');
  if (form === undefined || !form.pattern.test(body)) return null;
  const digits = [...body.replace(/\D/g, '')].map(Number);
  return { country, value: country + body, checked: form.check?.(body, digits) ?? true };
}

/** Whether a text is a VAT identification number of right form and check digits. */
export function isVatId(text: string): boolean {
  return parseVatId(text)?.checked ?? false;
}
