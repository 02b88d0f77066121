import type { Unit, Which } from './lexicon.js';
import type { Phrases } from './tokens.js';

/** Calendar days from the first to the last, ISO 8601. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Days as they were read at a place of a query. */
export interface ReadDays {
  readonly span: Span;
  readonly next: number;
  readonly confidence: number;
}

const dayMs = 86_400_000;
export const isoDay = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
export const shifted = (day: string, by: number): string =>
  new Date(Date.parse(day) + by * dayMs).toISOString().slice(0, 10);

/**
 * Days at a place: a written date, a month with or without its year, a quarter, a year, yesterday, last month, the last
 * 30 days. What has no year is the latest that has begun. `year` is that of the other end (`between March and May 2026`).
 */
export function readDays(
  phrases: Phrases,
  at: number,
  today: string,
  year: number | null = null,
): ReadDays | null {
  const place = skipFillers(phrases, at);
  const { tokens } = phrases;
  const written = tokens[place]?.date;
  if (written !== undefined)
    return { span: { from: written, to: written }, next: place + 1, confidence: 0.95 };
  return (
    readRelative(phrases, place, today) ??
    readYearMonth(phrases, place) ??
    readDayMonth(phrases, place, today, year) ??
    readMonth(phrases, place, today, year) ??
    readQuarter(phrases, place, today) ??
    readYear(phrases, place)
  );
}

/** Articles before days: `the last month`, `der letzten Woche`, `los últimos`. */
function skipFillers(phrases: Phrases, at: number): number {
  const filler = phrases.at(at, 'filler');
  const isNeeded = phrases.at(at, 'which', 'unit', 'month', 'quarter') !== null;
  return filler && !isNeeded ? filler.next : at;
}

function readRelative(phrases: Phrases, at: number, today: string): ReadDays | null {
  const exact = { confidence: 0.95 };
  const day = phrases.at(at, 'day');
  if (day) {
    const that = shifted(today, -day.meaning.back);
    return { span: { from: that, to: that }, next: day.next, ...exact };
  }
  const period = phrases.at(at, 'period');
  if (period)
    return { span: periodOf(period.meaning.which, period.meaning.unit, today), next: period.next, ...exact };
  const which = phrases.at(at, 'which');
  if (which) {
    const { which: of } = which.meaning;
    const count = numberAt(phrases, which.next);
    const unit = phrases.at(count === null ? which.next : which.next + 1, 'unit');
    if (unit && count !== null && of === 'last')
      return { span: lastOf(count, unit.meaning.unit, today), next: unit.next, ...exact };
    if (unit) return { span: periodOf(of, unit.meaning.unit, today), next: unit.next, ...exact };
    const month = phrases.at(which.next, 'month');
    if (month && of === 'last') {
      const span = latestMonth(month.meaning.month, today, true);
      return { span, next: month.next, confidence: 0.85 };
    }
    return null;
  }
  // French and Spanish: `30 derniers jours`, `mois dernier`, `mes pasado`.
  const count = numberAt(phrases, at);
  const last = count === null ? null : phrases.at(at + 1, 'which');
  const counted = last && phrases.at(last.next, 'unit');
  if (counted && count !== null)
    return { span: lastOf(count, counted.meaning.unit, today), next: counted.next, ...exact };
  const unit = phrases.at(at, 'unit');
  const behind = unit && phrases.at(unit.next, 'which');
  if (!unit || !behind || behind.meaning.which === 'this') return null;
  return { span: periodOf(behind.meaning.which, unit.meaning.unit, today), next: behind.next, ...exact };
}

/** `2026年3月`, `3月`, `2026-03`. */
function readYearMonth(phrases: Phrases, at: number): ReadDays | null {
  const year = yearAt(phrases, at);
  if (year === null) return null;
  const [sign, month, end] = phrases.tokens.slice(at + 1, at + 4);
  const number = Number(month?.text);
  const isMonth = number >= 1 && number <= 12 && /^\d{1,2}$/.test(month?.text ?? '');
  if (sign?.text === '年' && isMonth && end?.text === '月')
    return { span: monthOf(year, number), next: at + 4, confidence: 0.95 };
  if (sign?.text === '年') return { span: yearOf(year), next: at + 2, confidence: 0.9 };
  if (sign?.text === '-' && isMonth && month?.text.length === 2) {
    return { span: monthOf(year, number), next: at + 3, confidence: 0.9 };
  }
  return null;
}

/** `5 March`, `5. März`, `5 de marzo`, `March 5`, `5 марта`, where the year is not said. */
function readDayMonth(phrases: Phrases, at: number, today: string, other: number | null): ReadDays | null {
  const first = numberAt(phrases, at);
  const dotted = phrases.tokens[at + 1]?.text === '.' ? at + 2 : at + 1;
  const of = phrases.at(dotted, 'days');
  const behind =
    first === null ? null : (phrases.at(dotted, 'month') ?? (of && phrases.at(of.next, 'month')));
  const named = behind ?? phrases.at(at, 'month');
  const day = behind ? first : named && numberAt(phrases, named.next);
  if (!named || !day || day > 31) return null;
  const next = behind ? behind.next : named.next + 1;
  const { month } = named.meaning;
  const year = other ?? Number(latestMonth(month, today, false).from.slice(0, 4));
  const that = isoDay(year, month - 1, day);
  return { span: { from: that, to: that }, next, confidence: 0.85 };
}

function readMonth(phrases: Phrases, at: number, today: string, other: number | null): ReadDays | null {
  const named = phrases.at(at, 'month');
  const number = Number(phrases.tokens[at]?.text);
  const isNumbered = phrases.tokens[at + 1]?.text === '月' && number >= 1 && number <= 12;
  if (!named && !isNumbered) return null;
  const month = named ? named.meaning.month : number;
  const next = named ? named.next : at + 2;
  const of = phrases.at(next, 'days');
  for (const place of of?.meaning.by === 'in' ? [next, of.next] : [next]) {
    const year = yearAt(phrases, place);
    if (year !== null) return { span: monthOf(year, month), next: place + 1, confidence: 0.95 };
  }
  if (other !== null) return { span: monthOf(other, month), next, confidence: 0.9 };
  return { span: latestMonth(month, today, false), next, confidence: 0.8 };
}

function readQuarter(phrases: Phrases, at: number, today: string): ReadDays | null {
  const named = phrases.at(at, 'quarter');
  // `1. Quartal`, `2 trimestre`, `T1`.
  const number = numberAt(phrases, at);
  const dotted = phrases.tokens[at + 1]?.text === '.' ? at + 2 : at + 1;
  const unit = number !== null && number >= 1 && number <= 4 ? phrases.at(dotted, 'unit') : null;
  const letter = /^[qt]$/i.test(phrases.tokens[at]?.text ?? '') ? numberAt(phrases, at + 1) : null;
  const isLetter = letter !== null && letter >= 1 && letter <= 4;
  const quarter =
    named?.meaning.quarter ?? (unit?.meaning.unit === 'quarter' ? number : isLetter ? letter : null);
  if (quarter === null || quarter === undefined) return null;
  const next = named?.next ?? unit?.next ?? at + 2;
  const of = phrases.at(next, 'days', 'filler');
  for (const place of of ? [next, of.next] : [next]) {
    const year = yearAt(phrases, place);
    if (year !== null) return { span: quarterOf(year, quarter), next: place + 1, confidence: 0.95 };
  }
  const thisYear = Number(today.slice(0, 4));
  const span = quarterOf(thisYear, quarter);
  return { span: span.from <= today ? span : quarterOf(thisYear - 1, quarter), next, confidence: 0.8 };
}

function readYear(phrases: Phrases, at: number): ReadDays | null {
  // `im Jahr 2025`, `2025 год`.
  const before = phrases.at(at, 'unit');
  const place = before?.meaning.unit === 'year' ? before.next : at;
  const year = yearAt(phrases, place);
  if (year === null) return null;
  const behind = phrases.at(place + 1, 'unit');
  const next = behind?.meaning.unit === 'year' ? behind.next : place + 1;
  return { span: yearOf(year), next, confidence: 0.9 };
}

/** The year that is written at a place, or null. */
export function yearAt({ tokens }: Phrases, at: number): number | null {
  const text = tokens[at]?.text ?? '';
  return /^(?:19[5-9]\d|20\d\d)$/.test(text) ? Number(text) : null;
}

function numberAt({ tokens }: Phrases, at: number): number | null {
  const text = tokens[at]?.text ?? '';
  return /^\d{1,3}$/.test(text) ? Number(text) : null;
}

const yearOf = (year: number): Span => ({ from: isoDay(year, 0, 1), to: isoDay(year, 11, 31) });
const monthOf = (year: number, month: number): Span => ({
  from: isoDay(year, month - 1, 1),
  to: isoDay(year, month, 0),
});
const quarterOf = (year: number, quarter: number): Span => ({
  from: isoDay(year, quarter * 3 - 3, 1),
  to: isoDay(year, quarter * 3, 0),
});

/** The latest month of this number that has begun; `before`: that has ended. */
function latestMonth(month: number, today: string, before: boolean): Span {
  const year = Number(today.slice(0, 4));
  const current = Number(today.slice(5, 7));
  return monthOf(month < current || (month === current && !before) ? year : year - 1, month);
}

function lastOf(count: number, unit: Unit, today: string): Span {
  const [year, month, day] = [
    Number(today.slice(0, 4)),
    Number(today.slice(5, 7)) - 1,
    Number(today.slice(8)),
  ];
  const starts: Record<Unit, string> = {
    day: shifted(today, -count),
    week: shifted(today, -7 * count),
    month: isoDay(year, month - count, day),
    quarter: isoDay(year, month - 3 * count, day),
    year: isoDay(year - count, month, day),
  };
  return { from: starts[unit], to: today };
}

/** Weeks begin on Monday. */
function periodOf(which: Which, unit: Unit, today: string): Span {
  const back = { last: 1, this: 0, next: -1 }[which];
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  if (unit === 'day') return { from: shifted(today, -back), to: shifted(today, -back) };
  if (unit === 'year') return yearOf(year - back);
  if (unit === 'month') return { from: isoDay(year, month - 1 - back, 1), to: isoDay(year, month - back, 0) };
  if (unit === 'quarter') {
    const first = Math.floor((month - 1) / 3) * 3 - 3 * back;
    return { from: isoDay(year, first, 1), to: isoDay(year, first + 3, 0) };
  }
  const monday = shifted(today, -((new Date(today).getUTCDay() + 6) % 7) - 7 * back);
  return { from: monday, to: shifted(monday, 6) };
}
