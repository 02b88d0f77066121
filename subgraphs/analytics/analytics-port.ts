import { AppError, analyticsProgram, z } from 'tributary/sdk';
import type { AnalyticsPort } from '#platform';
import { type Interval, intervals, type Period, periodOf } from './period.js';
import type { ProgramRunner } from './programs/run-program.service.js';
import { groupings, type RunStatistics } from './run-statistics.service.js';
import type { WorkStatistics } from './work-statistics.service.js';

const period = {
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
};
const periodQuestion = z.strictObject(period);
const usageQuestion = z.strictObject({
  ...period,
  interval: z.enum(Object.keys(intervals) as [Interval]).default('DAY'),
  groupBy: z.enum(Object.keys(groupings) as [keyof typeof groupings]).default('CAPABILITY'),
  capability: z.string().optional(),
});

/** The figures of this subgraph for the service `analytics` of plugins: the same permission, plain data. */
export function analyticsPort(
  runs: RunStatistics,
  work: WorkStatistics,
  programs: ProgramRunner,
): AnalyticsPort {
  const asked = (question: unknown) => {
    const { from, to } = checked(periodQuestion, question ?? {});
    return periodBetween(from, to, 'DAY');
  };
  return {
    async usage(context, question) {
      const { from, to, interval, groupBy, capability } = checked(usageQuestion, question ?? {});
      const points = await runs.usage(context, {
        period: periodBetween(from, to, interval),
        interval,
        groupBy,
        conditions: capability === undefined ? {} : { capability },
      });
      return points.map(({ at, ...figures }) => ({ ...figures, at: at.toISOString() }));
    },
    async documents(context, question) {
      const { uploaded, byStatus, byKind, meanConfidence, corrections } = await work.documents(
        context,
        asked(question),
      );
      return { uploaded, byStatus, byKind, meanConfidence, corrections };
    },
    async recommendations(context, question) {
      const { made, accepted, rejected, byKind } = await work.recommendations(context, asked(question));
      return { made, accepted, rejected, byKind };
    },
    query: async (context, program) => programs.run(context, checked(analyticsProgram, program)),
  };
}

function periodBetween(from: string | undefined, to: string | undefined, interval: Interval): Period {
  return periodOf(from ? new Date(from) : null, to ? new Date(to) : null, interval);
}

function checked<Schema extends z.ZodType>(schema: Schema, question: unknown): z.output<Schema> {
  const parsed = schema.safeParse(question);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('BAD_USER_INPUT', {
    reason: `${issue?.path.join('.') || 'question'}: ${issue?.message}`,
  });
}
