import { MONTHS } from './months.js';
import { fold } from './normalise.js';

/** A date in a text. `start` and `end` are UTF-16 indices: `text.slice(start, end)` is what was read. */
export interface FoundDate {
  /** ISO 8601: `2013-03-05`. */
  date: string;
  start: number;
  end: number;
  /** Whether day and month could be exchanged: `03/05/2013`. */
  ambiguous: boolean;
}

export interface DateOptions {
  /** The order of `03/05/2013`: day first (the default) or month first (American). */
  order?: 'DMY' | 'MDY';
  /** Also read eight digits without separators (`20130305`). */
  compact?: boolean;
  /** Two-digit years up to this one are of this century; 69 by default, as POSIX does. */
  pivot?: number;
}

interface DateForm {
  pattern: RegExp;
  read(
    groups: Record<string, string | undefined>,
    order: 'DMY' | 'MDY',
  ): { year?: string; month: number; day: number; ambiguous: boolean };
  only?: 'compact';
}

const MONTH = String.raw`(?<month>\p{L}{3,12})\.?`;
const YEAR = String.raw`(?<year>(?:1[89]|20|21)\d\d|['’]?\d\d)`;
const GAP = String.raw`[ \t\u00a0]{0,3}`;
const EDGE = String.raw`(?<![\p{L}\p{N}.,/\-])`;
const END = String.raw`(?![\p{L}\p{N}]|[.,/\-]\d)`;

const written = ({ month, day }: Record<string, string | undefined>) => ({
  month: MONTHS.get(fold(month ?? '')) ?? 0,
  day: Number(day),
  ambiguous: false,
});
const numeric = ({ month, day }: Record<string, string | undefined>) => ({
  month: Number(month),
  day: Number(day),
  ambiguous: false,
});

const FORMS: readonly DateForm[] = [
  // 2013-03-05, 2013/3/5, 2013.03.05, with or without a time behind
  {
    pattern: new RegExp(
      String.raw`${EDGE}(?<year>(?:1[89]|20|21)\d\d)(?<s>[-/.])(?<month>\d{1,2})\k<s>(?<day>\d{1,2})(?!\p{N}|[./-]\d)`,
      'gu',
    ),
    read: numeric,
  },
  // 2013年3月5日, 2013년 3월 5일
  {
    pattern:
      /(?<year>(?:1[89]|20|21)\d\d)\s?[年년]\s?(?<month>\d{1,2})\s?[月월]\s?(?<day>\d{1,2})\s?[日일号]/gu,
    read: numeric,
  },
  // 05.03.2013, 5/3/13, 05-03-2013, 05. 03. 2013
  {
    pattern: new RegExp(
      String.raw`${EDGE}(?<first>\d{1,2})(?<s>[./-])[ \u00a0]?(?<second>\d{1,2})\k<s>[ \u00a0]?(?<year>(?:1[89]|20|21)\d\d|\d\d)(?![\p{N}]|[./-]\d)`,
      'gu',
    ),
    read: ({ first, second, s }, order) =>
      inOrder(Number(first), Number(second), s === '.' ? 'DMY' : order, s !== '.'),
  },
  // 5. März 2013, 5th of March, 2013, 1er mars 2013, 5 de marzo de 2013, 05-Mar-2013, 05MAR2013, 5 марта 2013
  {
    pattern: new RegExp(
      String.raw`${EDGE}(?<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|°)?\.?${GAP}[-/,]?${GAP}(?:of |de |del |d['’])?${MONTH},?${GAP}[-/,]?${GAP}(?:de |del |of )?${YEAR}${END}`,
      'giu',
    ),
    read: written,
  },
  // March 5, 2013; Mar. 5th 2013
  {
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])${MONTH}${GAP}[-/]?(?<day>\d{1,2})(?:st|nd|rd|th)?(?:${GAP},${GAP}|[ \u00a0]{1,3}|[-/])${YEAR}${END}`,
      'giu',
    ),
    read: written,
  },
  // 2013 March 5, 2013-Mar-05
  {
    pattern: new RegExp(
      String.raw`${EDGE}(?<year>(?:1[89]|20|21)\d\d)[ ,\-/]{1,2}${MONTH}[ \-/]{1,2}(?<day>\d{1,2})(?:st|nd|rd|th)?${END}`,
      'giu',
    ),
    read: written,
  },
  {
    pattern: /(?<!\p{N})(?<year>(?:19|20)\d\d)(?<month>\d\d)(?<day>\d\d)(?!\p{N})/gu,
    read: numeric,
    only: 'compact',
  },
];

/**
 * Every calendar date written out in a text, in order, each place once. Reads ISO 8601, numbers with `.`, `/` or
 * `-`, month names in en de fr es it nl pt pl ru, and 年月日. A day that the calendar lacks is no date.
 */
export function findDates(text: string, options: DateOptions = {}): FoundDate[] {
  const found: FoundDate[] = [];
  for (const form of FORMS) {
    if (form.only === 'compact' && options.compact !== true) continue;
    for (const match of text.matchAll(form.pattern)) {
      const groups = match.groups ?? {};
      const { month, day, ambiguous } = form.read(groups, options.order ?? 'DMY');
      const date = isoDate(fullYear(groups.year ?? '', options.pivot ?? 69), month, day);
      const start = match.index;
      const end = start + match[0].length;
      if (date !== null && !found.some((other) => other.start < end && start < other.end))
        found.push({ date, start, end, ambiguous });
    }
  }
  return found.sort((left, right) => left.start - right.start);
}

/** The first date of a text as `YYYY-MM-DD`, or null. */
export function parseDate(text: string, options: DateOptions = {}): string | null {
  return findDates(text, options)[0]?.date ?? null;
}

/** The whole days from one ISO date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

function inOrder(first: number, second: number, order: 'DMY' | 'MDY', exchangeable: boolean) {
  if (first > 12 || !exchangeable) return { day: first, month: second, ambiguous: false };
  if (second > 12) return { day: second, month: first, ambiguous: false };
  const ambiguous = first !== second;
  return order === 'DMY'
    ? { day: first, month: second, ambiguous }
    : { day: second, month: first, ambiguous };
}

function fullYear(year: string, pivot: number): number {
  const digits = year.replace(/^['’]/, '');
  const value = Number(digits);
  if (digits.length > 2) return value;
  return value <= pivot ? 2000 + value : 1900 + value;
}

function isoDate(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const moment = new Date(Date.UTC(year, month - 1, day));
  if (moment.getUTCMonth() !== month - 1 || moment.getUTCDate() !== day) return null;
  return moment.toISOString().slice(0, 10);
}
