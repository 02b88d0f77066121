import type { Interval } from '../methods/series.js';
import { filterWords } from '../question/program-words.js';
import type { Figures } from './computation.js';
import type { Metric } from './metrics.js';
import { type Format, type Phrase, phrase, put } from './words.js';

/** What an insight is about. */
export const insightKinds = ['TREND', 'SEASONALITY', 'CHANGE_POINT', 'OUTLIER', 'FORECAST'] as const;
export type InsightKind = (typeof insightKinds)[number];

/** Something worth a sentence. */
export interface Finding {
  readonly kind: InsightKind;
  readonly direction: 'UP' | 'DOWN' | null;
  readonly spoken: Phrase;
  /** From 0 to 1. */
  readonly importance: number;
  /** Beside metric, group and interval it tells this finding from others: the same again is no news. */
  readonly mark: string;
}

/** A change of level or trend by less is no news; nor is a single value so near to what is usual. */
const leastChange = 0.1;
const leastLevel = 0.005;
/** Of single values only those among the last points are told. */
const recent = 8;
const mostOutliers = 2;
const leastSkill = 0.05;

/** What is said of: `the invoiced amount in EUR from Acme`, `runs`. */
export interface Subject {
  readonly words: Phrase;
  readonly isPlural: boolean;
  readonly format: Format;
  readonly isForecast: boolean;
}

/** A metric with its group and currency, whose names stand in the filters of the program. */
export function subjectOf(
  metric: Metric,
  filters: Figures['program']['filters'],
  by: string | null,
): Subject {
  const own = metric.query.filters ?? [];
  const words = [metric.name, ...(metric.saysFilters ? filterWords({ filters: own }) : [])];
  for (const [at, { field, is }] of (filters ?? []).entries()) {
    if (is !== 'EQUALS' || at < own.length) continue;
    const name = put(`/program/filters/${at}/values/0`, 'TEXT');
    if (field === 'currency') words.push(' in ', name);
    else if (field === by) words.push(` ${metric.preposition ?? 'of'} `, name);
  }
  const { isPlural, format, isForecast = false } = metric;
  return { words, isPlural, format, isForecast: isForecast && by === null };
}

/** What is worth telling of a series. */
export function findingsOf(figures: Figures, interval: Interval, subject: Subject): Finding[] {
  const { analysis } = figures;
  if (!analysis) return [];
  const unit = interval.toLowerCase();
  return [
    ...trend(figures, unit, subject),
    ...changePoint(figures, unit, subject),
    ...season(figures, interval, subject),
    ...outliers(figures, unit, subject),
    ...forecast(figures, unit, subject),
  ];
}

const amount = (path: string, { format }: Subject) => put(path, format);
const bounded = (value: number) => Math.min(1, Math.abs(value));
const compared = (isUp: boolean) => (isUp ? 'more' : 'less');

function trend({ analysis, points }: Figures, unit: string, subject: Subject): Finding[] {
  const found = analysis?.trend;
  if (!found?.enough || analysis?.shape !== 'LINE' || found.p >= leastLevel) return [];
  if (found.relative !== null && Math.abs(found.relative) < leastChange) return [];
  const isUp = found.slope > 0;
  const share =
    found.relative === null
      ? ''
      : phrase`, ${put('/analysis/trend/relative', 'PERCENT', true)} ${compared(isUp)}`;
  const spoken = phrase`From ${put('/points/0/at', 'TIME')} to ${put(`/points/${points.length - 1}/at`, 'TIME')} ${subject.words} ${isUp ? 'rose' : 'fell'} from about ${amount('/analysis/trend/first', subject)} to about ${amount('/analysis/trend/last', subject)} a ${unit}${share}.`;
  return [
    {
      kind: 'TREND',
      direction: isUp ? 'UP' : 'DOWN',
      spoken,
      importance: bounded(found.relative ?? 1),
      mark: `${isUp ? 'up' : 'down'} ${points.at(-1)?.at.slice(0, 7)}`,
    },
  ];
}

function changePoint({ analysis }: Figures, unit: string, subject: Subject): Finding[] {
  const found = analysis?.changes;
  if (!found?.enough || analysis?.shape !== 'STEPS') return [];
  const at = found.changes.length - 1;
  const last = found.changes[at];
  if (!last || (last.relative !== null && Math.abs(last.relative) < leastChange)) return [];
  const isUp = last.after > last.before;
  const path = `/analysis/changes/changes/${at}`;
  const share =
    last.relative === null ? '' : phrase`, ${put(`${path}/relative`, 'PERCENT', true)} ${compared(isUp)}`;
  const spoken = phrase`Since ${put(`${path}/time`, 'TIME')} ${subject.words} ${subject.isPlural ? 'are' : 'is'} at another level: ${amount(`${path}/after`, subject)} a ${unit} on average, where it was ${amount(`${path}/before`, subject)} before${share}.`;
  const importance = bounded(last.relative ?? 1);
  return [
    { kind: 'CHANGE_POINT', direction: isUp ? 'UP' : 'DOWN', spoken, importance, mark: String(last.time) },
  ];
}

function season({ analysis }: Figures, interval: Interval, subject: Subject): Finding[] {
  const found = analysis?.season;
  if (!found?.enough || found.period === null) return [];
  const named: Partial<Record<string, Format>> = {
    'DAY 7': 'WEEKDAY',
    'MONTH 12': 'MONTH_NAME',
    'HOUR 24': 'HOUR',
  };
  const format = named[`${interval} ${found.period}`];
  const place = (at: 'peak' | 'trough') =>
    format
      ? phrase`${put(`/points/${found[at]}/at`, format)}`
      : phrase`the ${interval.toLowerCase()} from ${put(`/points/${found[at]}/at`, 'TIME')} and its like`;
  const share = (path: string, isKnown: boolean, words: string) =>
    isKnown ? phrase`, ${put(path, 'PERCENT', true)} of the mean ${words}` : '';
  const peak = share('/analysis/season/peakShare', found.peakShare !== null, 'above the trend');
  const trough = share('/analysis/season/troughShare', found.troughShare !== null, 'below it');
  const spoken = phrase`${capital(subject.words)} ${subject.isPlural ? 'follow' : 'follows'} a pattern of ${put('/analysis/season/period')} ${interval.toLowerCase()}s: highest at ${place('peak')}${peak}, lowest at ${place('trough')}${trough}; the pattern explains ${put('/analysis/season/strength', 'PERCENT')} of what is not trend.`;
  return [
    { kind: 'SEASONALITY', direction: null, spoken, importance: found.strength, mark: String(found.period) },
  ];
}

function outliers({ analysis, points }: Figures, unit: string, subject: Subject): Finding[] {
  const found = analysis?.outliers;
  if (!found?.enough) return [];
  return [...found.outliers.entries()]
    .filter(([, { at }]) => at >= points.length - recent)
    .filter(([, { relative }]) => relative === null || Math.abs(relative) >= leastChange)
    .sort(([, one], [, other]) => other.score - one.score)
    .slice(0, mostOutliers)
    .map(([at, { value, usual, score, time }]): Finding => {
      const path = `/analysis/outliers/outliers/${at}`;
      const isUp = value > usual;
      const spoken = phrase`In the ${unit} from ${put(`${path}/time`, 'TIME')} ${subject.words} ${subject.isPlural ? 'were' : 'was'} ${amount(`${path}/value`, subject)}, where about ${amount(`${path}/usual`, subject)} is usual: ${put(`${path}/score`)} robust standard deviations ${isUp ? 'above' : 'below'}.`;
      return {
        kind: 'OUTLIER',
        direction: isUp ? 'UP' : 'DOWN',
        spoken,
        importance: bounded(score / 10),
        mark: String(time),
      };
    });
}

function forecast({ analysis }: Figures, unit: string, subject: Subject): Finding[] {
  const found = analysis?.forecast;
  if (!subject.isForecast || !found?.enough || found.method !== 'theta' || found.skill < leastSkill)
    return [];
  const path = '/analysis/forecast';
  const spoken = phrase`For the ${unit} from ${put(`${path}/next/0/time`, 'TIME')} ${subject.words} ${subject.isPlural ? 'are' : 'is'} expected at ${amount(`${path}/next/0/value`, subject)}, at ${put(`${path}/level`, 'PERCENT')} between ${amount(`${path}/next/0/low`, subject)} and ${amount(`${path}/next/0/high`, subject)}; over the last ${put(`${path}/origins`)} points such forecasts erred ${put(`${path}/skill`, 'PERCENT')} less than repeating what was last.`;
  const mark = String(found.next[0]?.time);
  return [{ kind: 'FORECAST', direction: null, spoken, importance: 0.3, mark }];
}

function capital(words: Phrase): Phrase {
  const [first, ...rest] = words;
  return typeof first === 'string' ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest] : words;
}
