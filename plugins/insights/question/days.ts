import type { Unit } from './lexicon.js';
import { phraseAt, type Token } from './tokens.js';

/** From a day up to but without another, ISO 8601. */
export interface Span {
  readonly from: string;
  readonly to: string;
}
interface ReadSpan {
  readonly span: Span;
  readonly next: number;
}

const isoDay = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
const shifted = (day: string, by: number): string =>
  new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);

/**
 * Days at a place: a written date, a month or quarter with or without its year, a year, yesterday, last month, the last
 * 30 days, since, until and between any of these. What has no year is the latest that has begun.
 */
export function readSpan(tokens: readonly Token[], at: number, today: string): ReadSpan | null {
  const bound = phraseAt(tokens, at, 'since', 'until', 'between');
  if (!bound) return readDays(tokens, at, today);
  const begin = readDays(tokens, bound.next, today);
  if (!begin) return null;
  const { tag } = bound.meaning;
  if (tag === 'since') return { span: { from: begin.span.from, to: shifted(today, 1) }, next: begin.next };
  if (tag === 'until')
    return { span: { from: yearsBefore(begin.span.from), to: begin.span.from }, next: begin.next };
  return upTo(tokens, begin, today) ?? begin;
}

/** `between March and May`, `from March to May`. */
function upTo(tokens: readonly Token[], begin: ReadSpan, today: string): ReadSpan | null {
  const and = phraseAt(tokens, begin.next, 'and');
  const end = and && readDays(tokens, and.next, today);
  if (!end) return null;
  const isTurned = begin.span.from >= end.span.to;
  // `between March and May 2025`: the year that is said is that of both.
  const year = Number(end.span.from.slice(0, 4));
  const from = isTurned || !hasYear(tokens, begin) ? `${year}${begin.span.from.slice(4)}` : begin.span.from;
  return from < end.span.to ? { span: { from, to: end.span.to }, next: end.next } : null;
}

const hasYear = (tokens: readonly Token[], { next }: ReadSpan): boolean =>
  yearAt(tokens, next - 1) !== null || tokens[next - 1]?.date !== undefined;

/** Days, and up to which others where that is said. */
export function readDays(tokens: readonly Token[], at: number, today: string): ReadSpan | null {
  const place = phraseAt(tokens, at, 'filler')?.next ?? at;
  return readOne(tokens, at, today) ?? (place === at ? null : readOne(tokens, place, today));
}

/** `from March to May`, at the place of March. */
export function readRange(tokens: readonly Token[], at: number, today: string): ReadSpan | null {
  const begin = readDays(tokens, at, today);
  return begin && (upTo(tokens, begin, today) ?? begin);
}

function readOne(tokens: readonly Token[], at: number, today: string): ReadSpan | null {
  const written = tokens[at]?.date;
  if (written) return { span: { from: written, to: shifted(written, 1) }, next: at + 1 };
  const day = phraseAt(tokens, at, 'day');
  if (day) {
    const from = shifted(today, -day.meaning.back);
    return { span: { from, to: shifted(from, 1) }, next: day.next };
  }
  return readRelative(tokens, at, today) ?? readNamed(tokens, at, today);
}

function readRelative(tokens: readonly Token[], at: number, today: string): ReadSpan | null {
  const relative = phraseAt(tokens, at, 'relative');
  if (relative) {
    const { back } = relative.meaning;
    const count = numberAt(tokens, relative.next);
    const unit = phraseAt(tokens, count === null ? relative.next : relative.next + 1, 'unit');
    if (!unit) return null;
    const of = unit.meaning.unit;
    const span = count !== null && back === 1 ? lastOf(count, of, today) : periodOf(back, of, today);
    return { span, next: unit.next };
  }
  // Spanish: `mes pasado`.
  const unit = phraseAt(tokens, at, 'unit');
  const behind = unit && phraseAt(tokens, unit.next, 'relative');
  if (!unit || behind?.meaning.back !== 1) return null;
  return { span: periodOf(1, unit.meaning.unit, today), next: behind.next };
}

function readNamed(tokens: readonly Token[], at: number, today: string): ReadSpan | null {
  const named = phraseAt(tokens, at, 'month', 'quarter');
  if (named) {
    const { meaning } = named;
    const [first, length] = meaning.tag === 'month' ? [meaning.month - 1, 1] : [meaning.quarter * 3 - 3, 3];
    const of = phraseAt(tokens, named.next, 'from', 'filler');
    for (const place of of ? [named.next, of.next] : [named.next]) {
      const year = yearAt(tokens, place);
      if (year !== null) return { span: months(year, first, length), next: place + 1 };
    }
    const thisYear = Number(today.slice(0, 4));
    const span = months(thisYear, first, length);
    return { span: span.from <= today ? span : months(thisYear - 1, first, length), next: named.next };
  }
  const year = yearAt(tokens, at);
  return year === null ? null : { span: months(year, 0, 12), next: at + 1 };
}

const months = (year: number, first: number, count: number): Span => ({
  from: isoDay(year, first, 1),
  to: isoDay(year, first + count, 1),
});

/** The year that is written at a place, or null. */
export function yearAt(tokens: readonly Token[], at: number): number | null {
  const text = tokens[at]?.text ?? '';
  return /^(?:199\d|20\d\d)$/.test(text) ? Number(text) : null;
}

export function numberAt(tokens: readonly Token[], at: number): number | null {
  const text = tokens[at]?.text ?? '';
  return /^\d{1,3}$/.test(text) ? Number(text) : null;
}

const yearsBefore = (day: string): string =>
  `${Number(day.slice(0, 4)) - 5}${day.slice(4)}`.replace('-02-29', '-02-28');

/** Until today, and today with it. */
function lastOf(count: number, unit: Unit, today: string): Span {
  const date = new Date(today);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const begins: Record<Unit, string> = {
    hour: shifted(today, -Math.ceil(count / 24)),
    day: shifted(today, -count),
    week: shifted(today, -7 * count),
    month: isoDay(year, month - count, day),
    quarter: isoDay(year, month - 3 * count, day),
    year: isoDay(year - count, month, day),
  };
  return { from: begins[unit], to: shifted(today, 1) };
}

/** Weeks begin on Monday. */
function periodOf(back: number, unit: Unit, today: string): Span {
  const date = new Date(today);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === 'year') return months(year - back, 0, 12);
  if (unit === 'quarter') return months(year, Math.floor(month / 3) * 3 - 3 * back, 3);
  if (unit === 'month') return months(year, month - back, 1);
  const days = unit === 'week' ? 7 : 1;
  const begin = unit === 'week' ? shifted(today, -((date.getUTCDay() + 6) % 7)) : today;
  const from = shifted(begin, -days * back);
  return { from, to: shifted(from, days) };
}
