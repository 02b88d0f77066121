import { type AnalyticsProgram, type AnalyticsRow, type AnalyticsService, AppError } from 'tributary/sdk';
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

/** Looks at a metric as a whole and at its largest groups, by the longest interval that has enough points. */
export async function* lookAt(
  metric: Metric,
  analytics: AnalyticsService,
  now: Date,
): AsyncGenerator<Looked> {
  for (const { group, currency } of await targetsOf(metric, analytics, now)) {
    yield await lookAtOne(metric, { group, currency }, analytics, now);
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

async function lookAtOne(
  metric: Metric,
  { group, currency }: Target,
  analytics: AnalyticsService,
  now: Date,
): Promise<Looked> {
  let looked: Looked | null = null;
  for (const interval of metric.intervals) {
    const query = queryOf(metric, { group, currency }, interval, now);
    const computation: Computation = { query, isSeries: true };
    const { figures } = await compute(analytics, computation);
    // Points that are 0 because nothing happened make no history.
    const measured = figures.rows.length;
    const isShort = measured < leastPoints || measured < figures.points.length * leastShare;
    const by = group === null ? null : (metric.by ?? null);
    const findings = isShort
      ? []
      : findingsOf(figures, interval, subjectOf(metric, figures.program.filters, by));
    const program = figures.program;
    looked = {
      metric,
      group,
      currency,
      interval,
      computation: { query: program, isSeries: true },
      figures,
      findings,
      isShort,
    };
    if (!isShort) break;
  }
  if (!looked) throw new AppError('INTERNAL', { reason: `${metric.id} has no interval` });
  return looked;
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
