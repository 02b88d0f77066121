import { type AnalyticsService, AppError, type RunsService, type StoreService, z } from 'tributary/sdk';
import { mean } from 'tributary/text';
import { type Sample, samplesOf } from './sample.js';

export const intervals = ['HOUR', 'DAY', 'WEEK', 'MONTH'] as const;
export const groupings = ['CAPABILITY', 'MODEL', 'PROMPT_VERSION'] as const;

export const qualityQuestion = z.object({
  from: z.coerce.date().nullish(),
  to: z.coerce.date().nullish(),
  interval: z.enum(intervals).default('DAY'),
  groupBy: z.enum(groupings).default('CAPABILITY'),
});
type Question = z.output<typeof qualityQuestion>;
type Interval = Question['interval'];

/** The figures of one group in one interval; null where nothing was measured. */
export interface QualityFigures {
  readonly at: string;
  readonly group: string | null;
  readonly runs: number;
  readonly sampled: number;
  readonly hallucinationFrequency: number | null;
  readonly retrievalAccuracy: number | null;
  readonly answerQuality: number | null;
  readonly failures: {
    readonly schema: number;
    readonly refused: number;
    readonly blocked: number;
    readonly other: number;
  };
  readonly failureRate: number | null;
}

const dayMs = 86_400_000;
const defaultDays = 30;
const mostPoints = 1_000;
const lengthMs = { HOUR: 3_600_000, DAY: dayMs, WEEK: 7 * dayMs, MONTH: 28 * dayMs } as const;

/** The period of a question. Errors: `BAD_USER_INPUT` when it is none, or has too many intervals. */
export function periodOf({ from, to, interval }: Question, now: Date): { from: string; to: string } {
  const end = to ?? now;
  const begin = from ?? new Date(end.getTime() - defaultDays * dayMs);
  const length = end.getTime() - begin.getTime();
  if (length <= 0) throw new AppError('BAD_USER_INPUT', { reason: 'from: must be before to' });
  if (length / lengthMs[interval] > mostPoints) {
    throw new AppError('BAD_USER_INPUT', { reason: `interval: the period has more than ${mostPoints}` });
  }
  return { from: begin.toISOString(), to: end.toISOString() };
}

/** How runs ended, from the runs themselves, beside what the samples of the same group and interval say. */
export async function aiQuality(
  { runs, store }: { runs: RunsService; store: Pick<StoreService, 'list'> },
  { interval, groupBy }: Question,
  { from, to }: { from: string; to: string },
): Promise<QualityFigures[]> {
  const [outcomes, sampled] = await Promise.all([
    runs.outcomes({ from, to, interval, groupBy }),
    groupSamples(store, { from, to }, interval, groupBy),
  ]);
  return outcomes.map(({ at, group, runs: count, ...ended }) => {
    const own = sampled.get(keyOf(at, group)) ?? [];
    const failures = {
      schema: ended.schemaFailures,
      refused: ended.refused,
      blocked: ended.blocked,
      other: ended.failed,
    };
    const failed = failures.schema + failures.refused + failures.blocked + failures.other;
    return {
      at,
      group,
      runs: count,
      sampled: own.length,
      ...ratesOf(own),
      failures,
      failureRate: count === 0 ? null : failed / count,
    };
  });
}

/** Of each extracted document of the period how many fields people corrected. */
export async function correctionsOf(
  analytics: AnalyticsService,
  period: { from: string; to: string },
): Promise<{ corrections: number; documents: number; rate: number | null }> {
  const { corrections, uploaded } = await analytics.documents(period);
  return { corrections, documents: uploaded, rate: uploaded === 0 ? null : corrections / uploaded };
}

async function groupSamples(
  store: Pick<StoreService, 'list'>,
  { from, to }: { from: string; to: string },
  interval: Interval,
  groupBy: Question['groupBy'],
): Promise<Map<string, Sample[]>> {
  const groups = new Map<string, Sample[]>();
  for await (const sample of samplesOf(store, from, to)) {
    const at = beginOf(sample.at, interval);
    const names = {
      CAPABILITY: [sample.capability],
      MODEL: [sample.model],
      PROMPT_VERSION: sample.promptVersions,
    }[groupBy];
    for (const name of names) {
      const key = keyOf(at, name);
      groups.set(key, [...(groups.get(key) ?? []), sample]);
    }
  }
  return groups;
}

const keyOf = (at: string, group: string | null) => JSON.stringify([at, group]);

/** As `date_trunc` in UTC has it: weeks begin on Monday. */
export function beginOf(at: string, interval: Interval): string {
  const date = new Date(at);
  date.setUTCMinutes(0, 0, 0);
  if (interval === 'HOUR') return date.toISOString();
  date.setUTCHours(0);
  if (interval === 'WEEK') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  if (interval === 'MONTH') date.setUTCDate(1);
  return date.toISOString();
}

const retrievalMeasures = new Set([
  'nDCG@10',
  'recall@10',
  'context precision',
  'context recall',
  'context relevance',
]);
const answerMeasures = new Set(['answer relevance', 'word F1', 'judge']);

function ratesOf(sampled: readonly Sample[]) {
  const of = (wanted: (name: string) => boolean) =>
    sampled.flatMap(({ scores }) => scores.filter(({ name }) => wanted(name)).map(({ score }) => score));
  const faithful = of((name) => name === 'faithfulness');
  const average = (values: readonly number[]) => (values.length === 0 ? null : mean(values));
  return {
    hallucinationFrequency: average(faithful.map((score) => (score < 1 ? 1 : 0))),
    retrievalAccuracy: average(of((name) => retrievalMeasures.has(name))),
    answerQuality: average(of((name) => answerMeasures.has(name))),
  };
}
