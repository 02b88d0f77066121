import { findMoney, parseAmount } from 'tributary/text';
import { yearAt } from './days.js';
import type { Comparison } from './lexicon.js';
import type { Phrases } from './tokens.js';

/** An amount as it was read at a place of a query. */
export interface ReadAmount {
  /** A decimal string. */
  readonly amount: string;
  readonly currency: string | null;
  readonly next: number;
  /** Whether it could as well be a year. */
  readonly isYear: boolean;
}

/** `500 EUR`, `€500`, `1.500,00 €`, `$2k`, `2 thousand euros`, `5万元`. */
export function readAmount(phrases: Phrases, at: number): ReadAmount | null {
  const before = phrases.at(at, 'currency');
  const place = before?.next ?? at;
  const token = phrases.tokens[place];
  if (!token || !/^\d/.test(token.text)) return null;
  const number = parseAmount(token.text.replace(/[ \u00a0]/g, ' '));
  if (number === null) return null;
  const times = phrases.at(place + 1, 'times');
  const behind = times?.next ?? place + 1;
  const after = before ? null : phrases.at(behind, 'currency');
  const code = before?.meaning.code ?? after?.meaning.code ?? codeAt(phrases, behind);
  const isCode = !before && !after && code !== null;
  const amount = times ? scaled(number, times.meaning.factor) : number;
  const isYear = code === null && !times && yearAt(phrases, place) !== null;
  return { amount, currency: code, next: isCode ? behind + 1 : (after?.next ?? behind), isYear };
}

/** Any other currency that is known by its code. */
function codeAt({ tokens }: Phrases, at: number): string | null {
  const text = tokens[at]?.text ?? '';
  return /^[A-Z]{3}$/.test(text) ? (findMoney(`1 ${text}`)[0]?.currency ?? null) : null;
}

function scaled(number: string, factor: number): string {
  return String(Math.round(Number(number) * factor * 100) / 100);
}

/** The conditions of a comparison; `about` is ten per cent more or less. */
export function bounds(by: Comparison, amount: string): Record<string, string> {
  if (by === 'equal') return { atLeast: amount, atMost: amount };
  if (by === 'about') return { atLeast: scaled(amount, 0.9), atMost: scaled(amount, 1.1) };
  return { [by]: amount };
}

export const comparisonWords: Readonly<Record<Comparison, string>> = {
  above: 'more than',
  atLeast: 'at least',
  atMost: 'at most',
  below: 'less than',
  about: 'about (10 % more or less)',
  equal: 'exactly',
};
