import { CURRENCY_CODES, CURRENCY_SIGNS } from './currencies.js';

/** An amount in a text. `start` and `end` are UTF-16 indices of the whole, currency and sign included. */
export interface FoundMoney {
  /** A decimal string with a dot: `-1234.56`. Digits after the dot are kept as written. */
  amount: string;
  /** ISO 4217, or null when none stands beside the number. */
  currency: string | null;
  start: number;
  end: number;
  /** UTF-16 indices of the number alone. */
  numberStart: number;
  numberEnd: number;
  /** Whether the one separator could group thousands or part decimals (`1.234`), or a space could part two numbers. */
  ambiguous: boolean;
}

export interface MoneyOptions {
  /** The decimal separator of the text; decides `1.234`. See `decimalSeparator`. */
  decimal?: '.' | ',';
  /** Also numbers without a currency and without two decimals. */
  all?: boolean;
}

const quoted = (text: string) => text.replace(/[.$]/g, String.raw`\$&`);
const CURRENCY = `(?:${[...CURRENCY_CODES, ...[...CURRENCY_SIGNS.keys()].sort((a, b) => b.length - a.length).map(quoted)].join('|')})`;
const GROUPED = String.raw`\d{1,3}(?:(?<g>[.,'’ \u00a0\u2009\u202f])\d{3})(?:\k<g>\d{3})*(?:[.,]\d{1,6})?`;
const NUMBER = String.raw`(?:${GROUPED}(?![\d])|\d+(?:[.,]\d{1,6})?)`;
const SPACE = String.raw`[ \u00a0\u2009\u202f]?`;
const AMOUNT = new RegExp(
  String.raw`(?<![\p{L}\d.,'’/:%])(?<open>\()?(?<sign>[-−–+])?${SPACE}(?:(?<before>${CURRENCY})${SPACE})?(?<inner>[-−–])?(?<number>${NUMBER})(?:(?<even>[.,][-–—]{1,2})(?![\d-])|(?<trail>-(?!\d)))?(?:${SPACE}(?<after>${CURRENCY})(?![\p{L}\d]))?(?<close>\))?(?![\p{L}\d%]|[.,:/]\d|${SPACE}%)`,
  'gu',
);

/**
 * Every amount of money of a text, in order: numbers with two decimals or a currency beside them. Reads
 * `1.234,56`, `1,234.56`, `1 234,56`, `1'234.56`, `-7,67`, `7,67-`, `(7.67)`, `150,--`, `EUR 12`, `12,50 €`. Percentages and
 * dates are none.
 */
export function findMoney(text: string, options: MoneyOptions = {}): FoundMoney[] {
  const found: FoundMoney[] = [];
  for (const match of text.matchAll(AMOUNT)) {
    const { number = '', before, after, sign, inner, even, trail, open, close } = match.groups ?? {};
    // What stands before dashes (`1.234,--`) is the decimal separator.
    const decimal = even === undefined ? options.decimal : even.startsWith(',') ? ',' : '.';
    const parsed = readNumber(number, decimal);
    const currency = currencyOf(before ?? after);
    const exact = even !== undefined || /\.\d\d$/.test(parsed.amount);
    if (currency === null && !exact && options.all !== true) continue;
    // A sign after a digit or letter is a dash between two things, not a minus.
    const negative =
      isMinus(sign) ||
      isMinus(inner) ||
      trail !== undefined ||
      (open !== undefined && close !== undefined && exact);
    const start = match.index + (open !== undefined && close === undefined ? 1 : 0);
    const end = match.index + match[0].length - (close !== undefined && open === undefined ? 1 : 0);
    const numberStart = match.index + match[0].indexOf(number, (before ?? '').length);
    const leading = /^\s*/.exec(text.slice(start, end))?.[0].length ?? 0;
    found.push({
      amount: negative && !/^0(?:\.0+)?$/.test(parsed.amount) ? `-${parsed.amount}` : parsed.amount,
      currency,
      start: start + leading,
      end,
      numberStart,
      numberEnd: numberStart + number.length,
      ambiguous: parsed.ambiguous,
    });
  }
  return found;
}

/** Reads one amount (`-1.234,56 €`) as a decimal string, or null when the text is not a single number. */
export function parseAmount(text: string, options: MoneyOptions = {}): string | null {
  const trimmed = text.trim();
  const [only, ...more] = findMoney(trimmed, { ...options, all: true });
  if (only === undefined || more.length > 0 || only.start > 0 || only.end < trimmed.length) return null;
  return only.amount;
}

/**
 * The decimal separator that a text uses, by its amounts that leave no doubt (both separators, or one with two
 * digits behind); null when there are none or it is a draw.
 */
export function decimalSeparator(text: string): '.' | ',' | null {
  let balance = 0;
  for (const match of text.matchAll(
    /(?<![\d.,])\d{1,3}(?:[.,'’\u00a0\u202f ]?\d{3})*([.,])\d\d(?![\d.,]*\d)/gu,
  )) {
    balance += match[1] === ',' ? 1 : -1;
  }
  if (balance === 0) return null;
  return balance > 0 ? ',' : '.';
}

function readNumber(number: string, decimal: '.' | ',' | undefined): { amount: string; ambiguous: boolean } {
  const separators = number.match(/[.,]/g) ?? [];
  const last = separators.at(-1);
  const position = last === undefined ? -1 : number.lastIndexOf(last);
  const fraction = number.slice(position + 1);
  const repeated = last !== undefined && separators.filter((separator) => separator === last).length > 1;
  const mixed = new Set(separators).size > 1 || /['’ \u00a0\u2009\u202f]/.test(number);
  const threefold = /^\d{3}$/.test(fraction) && /^[1-9]\d{0,2}$/.test(number.slice(0, Math.max(position, 0)));
  const undecided = last !== undefined && !repeated && !mixed && threefold;
  const groups = last === undefined || repeated || (undecided && (decimal === undefined || last !== decimal));
  const spaced = / /.test(number);
  if (groups) return { amount: strip(number), ambiguous: (undecided && decimal === undefined) || spaced };
  return { amount: `${strip(number.slice(0, position))}.${fraction}`, ambiguous: spaced };
}

function strip(digits: string): string {
  return digits.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
}

function isMinus(sign: string | undefined): boolean {
  return sign !== undefined && sign !== '+';
}

function currencyOf(written: string | undefined): string | null {
  return written === undefined ? null : (CURRENCY_SIGNS.get(written) ?? written);
}
