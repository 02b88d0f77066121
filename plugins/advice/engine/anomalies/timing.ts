import type { ReadBill } from '../bill.js';
import { countOf, type Found, isBefore, pastOf } from './anomaly.js';
import { leastHistory, median, modifiedZ, outlier } from './robust.js';

const dayMs = 86_400_000;
/** Gaps are compared by their logarithms; a fifth more or less is no deviation. */
const floor = Math.log(1.2);
/** A seller who bills regularly: most gaps lie this close to the usual one. */
const regularWithin = 0.2;
const month = { least: 26, most: 35 };
const weekendFrom = 8;

const dayOf = ({ bill }: ReadBill): number | null => {
  const time = bill.date === null ? Number.NaN : Date.parse(bill.date);
  return Number.isFinite(time) ? Math.round(time / dayMs) : null;
};

/** A bill too early or too late for a seller who bills regularly, a second one in a month, or on a day that it never is. */
export function unusualTime(own: ReadBill, others: readonly ReadBill[]): Found[] {
  const day = dayOf(own);
  if (day === null) return [];
  const before = others
    .flatMap((bill) => {
      const at = dayOf(bill);
      return at === null || at > day || !isBefore(bill, own) ? [] : [{ bill, at }];
    })
    .sort((one, other) => one.at - other.at);
  const gaps = before.slice(1).map(({ at }, index) => at - (before[index]?.at ?? at));
  const usual = median(gaps);
  const isRegular =
    gaps.length >= leastHistory - 1 &&
    usual > 1 &&
    median(gaps.map((gap) => Math.abs(gap - usual))) <= usual * regularWithin;
  const dated: Dated = { own, day, before, usual };
  const late = isRegular ? [...twice(dated), ...irregular(dated, gaps)].slice(0, 1) : [];
  return [...late, ...weekend(dated)];
}

interface Dated {
  own: ReadBill;
  day: number;
  before: readonly { bill: ReadBill; at: number }[];
  usual: number;
}

/** Who bills once a month has billed this month already. */
function twice({ own, before, usual }: Dated): Found[] {
  const monthOf = ({ bill }: ReadBill) => bill.date?.slice(0, 7);
  const same = before.filter(({ bill }) => monthOf(bill) === monthOf(own)).map(({ bill }) => bill);
  const months = new Set(before.map(({ bill }) => monthOf(bill)));
  if (usual < month.least || usual > month.most || same.length === 0) return [];
  if (before.length - months.size > same.length) return [];
  return [
    {
      kind: 'PERIOD_TWICE',
      severity: 'MEDIUM',
      score: null,
      reason: `This seller bills once a month and has billed ${monthOf(own)} already: ${same.map(nameOf).join(', ')}.`,
      fields: ['issue_date'],
      rests: pastOf(same, 'issue_date', 'grand_total'),
    },
  ];
}

function irregular({ day, before, usual }: Dated, gaps: readonly number[]): Found[] {
  const last = before.at(-1);
  if (!last) return [];
  const gap = day - last.at;
  const logs = gaps.map((each) => Math.log(Math.max(each, 0.5)));
  // Four gaps are the least of five bills, and their middle stands for the fifth.
  const score = modifiedZ(Math.log(Math.max(gap, 0.5)), [...logs, median(logs)], floor);
  if (score === null || Math.abs(score) <= outlier) return [];
  const isEarly = score < 0;
  return [
    {
      kind: 'INTERVAL',
      severity: isEarly ? 'MEDIUM' : 'LOW',
      score,
      reason: `It comes ${countOf(gap, 'day')} after the bill before, and this seller bills every ${usual.toFixed(0)} days (modified z-score ${score.toFixed(1)}).${isEarly ? '' : ' A bill may be missing.'}`,
      fields: ['issue_date'],
      rests: pastOf(
        before.map(({ bill }) => bill),
        'issue_date',
      ),
    },
  ];
}

/** The epoch began on a Thursday. */
const isWeekend = (day: number) => [2, 3].includes(((day % 7) + 7) % 7);

function weekend({ day, before }: Dated): Found[] {
  if (!isWeekend(day) || before.length < weekendFrom || before.some(({ at }) => isWeekend(at))) return [];
  return [
    {
      kind: 'WEEKEND',
      severity: 'LOW',
      score: null,
      reason: `It is dated on a weekend; none of the ${before.length} bills before is.`,
      fields: ['issue_date'],
      rests: pastOf(
        before.map(({ bill }) => bill),
        'issue_date',
      ),
    },
  ];
}

const nameOf = ({ bill, document }: ReadBill) => bill.number ?? document.name;
