import type { AnalyticsProgram, StoreService } from 'tributary/sdk';
import type { Interval } from '../methods/series.js';
import { allQueries } from '../question/kept.js';
import { formatOf, measureWords } from '../question/program-words.js';
import type { Metric } from './metrics.js';

const prefix = 'query:';
/** Whether a metric is a query that somebody keeps. */
export const isKept = (metric: string): boolean => metric.startsWith(prefix);

/** Queries that people keep and want looked at over time, beside what is always watched. */
export async function watchedMetrics(store: StoreService): Promise<Metric[]> {
  const watched = (await allQueries(store)).filter(({ isWatched }) => isWatched);
  return watched.map(({ id, program }) => {
    const { source, measure, filters, time, groupBy } = program;
    return {
      id: prefix + id,
      name: measureWords(program),
      isPlural: false,
      format: formatOf(program),
      query: { source, measure, ...(filters && { filters }), ...(time && { time }) },
      ...(groupBy?.[0] && { by: groupBy[0] }),
      intervals: intervalsOf(program),
      isForecast: true,
      saysFilters: true,
    };
  });
}

/** As it says, or as facts of its kind come. */
function intervalsOf({ source, interval }: AnalyticsProgram): readonly Interval[] {
  if (interval) return [interval];
  return source === 'documents' ? ['MONTH', 'WEEK', 'DAY'] : ['WEEK', 'DAY', 'HOUR'];
}
