import type { AnalyticsProgram, AnalyticsRow, AnalyticsService } from 'tributary/sdk';
import { after, beginOf, type Interval } from '../methods/series.js';
import { type Computation, compute, type Figures } from './computation.js';
import type { Metric } from './metrics.js';
import { type Finding, findingsOf, subjectOf } from './tell.js';

/** Of a metric with groups or currencies, the largest of them. */
const mostGroups = 4;
const mostCurrencies = 3;
/** The fewest points that all methods speak of. */
export const leastPoints = 12;
/** Of the points of a series so many must have facts. */
const leastShare = 0.5;
/** How far back a series goes, in points. */
const reach: Readonly<Record<Interval, number>> = { HOUR: 336, DAY: 180, WEEK: 156, MONTH: 60 };
const dayMs = 86_400_000;
const overviewDays = 1_826;

/** One series that was looked at. */
export interface Looked {
  readonly metric: Metric;
  readonly group: string | null;
  readonly currency: string | null;
  readonly interval: Interval;
  readonly computation: Computation;
  readonly figures: Figures;
  readonly findings: readonly Finding[];
  /** Whether it is too short for most methods, at every interval. */
  readonly isShort: boolean;
}

/** Looks at a metric as a whole and at its largest groups. */
export async function* lookAt(
  metric: Metric,
  analytics: AnalyticsService,
  now: Date,
): AsyncGenerator<Looked> {
  for (const target of await targetsOf(metric, analytics, now)) {
    yield* lookAtOne(metric, target, analytics, now);
  }
}

type Target = { group: string | null; currency: string | null };

async function targetsOf(metric: Metric, analytics: AnalyticsService, now: Date): Promise<Target[]> {
  const period = {
    from: new Date(now.getTime() - overviewDays * dayMs).toISOString(),
    to: now.toISOString(),
  };
  const overview = (groupBy: string[], limit: number) =>
    analytics.query({ ...metric.query, groupBy, period, limit, order: 'VALUE_DESC', scope: 'EVERYBODY' });
  const whole = (await overview([], mostCurrencies)).rows;
  const targets: Target[] = whole.map(({ currency }) => ({ group: null, currency }));
  if (!metric.by || whole.length === 0) return targets;
  const { rows } = await overview([metric.by], mostGroups);
  return [
    ...targets,
    ...rows.filter(isNamed).map(({ group, currency }) => ({ group: group[0] ?? null, currency })),
  ];
}

const isNamed = ({ group }: AnalyticsRow): boolean => typeof group[0] === 'string';

/**
 * By the longest interval that has enough points; by shorter ones only for what comes round, such as days of the week,
 * which a longer one hides. Where all are too short the shortest interval is told of.
 */
async function* lookAtOne(
  metric: Metric,
  target: Target,
  analytics: AnalyticsService,
  now: Date,
): AsyncGenerator<Looked> {
  let short: Looked | null = null;
  let isFirst = true;
  for (const interval of metric.intervals) {
    const looked = await lookBy(interval, metric, target, analytics, now);
    if (looked.isShort) {
      short = looked;
      continue;
    }
    const findings = isFirst ? looked.findings : looked.findings.filter(({ kind }) => kind === 'SEASONALITY');
    yield { ...looked, findings };
    isFirst = false;
  }
  if (isFirst && short) yield short;
}

async function lookBy(
  interval: Interval,
  metric: Metric,
  { group, currency }: Target,
  analytics: AnalyticsService,
  now: Date,
): Promise<Looked> {
  const query = queryOf(metric, { group, currency }, interval, now);
  const { figures } = await compute(analytics, { query, isSeries: true });
  const { program } = figures;
  // Points that are 0 because nothing happened make no history.
  const measured = figures.rows.length;
  const isShort = measured < leastPoints || measured < figures.points.length * leastShare;
  const by = group === null ? null : (metric.by ?? null);
  const subject = subjectOf(metric, program.filters, by);
  return {
    metric,
    group,
    currency,
    interval,
    computation: { query: program, isSeries: true },
    figures,
    findings: isShort ? [] : findingsOf(figures, interval, subject),
    isShort,
  };
}

/** The program of a series, which stands alone: with its period, its group and its currency. */
function queryOf(
  metric: Metric,
  { group, currency }: Target,
  interval: Interval,
  now: Date,
): AnalyticsProgram {
  const to = beginOf(now, interval);
  const equals = (field: string, value: string) => ({ field, is: 'EQUALS' as const, values: [value] });
  const filters = [
    ...(metric.query.filters ?? []),
    ...(currency === null ? [] : [equals('currency', currency)]),
    ...(group === null || !metric.by ? [] : [equals(metric.by, group)]),
  ];
  return {
    ...metric.query,
    filters,
    interval,
    period: { from: after(to, interval, -reach[interval]).toISOString(), to: to.toISOString() },
    scope: 'EVERYBODY',
  };
}
