import { outcomeOf, parseInput, type ScheduleTime, z } from 'tributary/sdk';
import { findInsights, turn, turns } from '../insight/find-insights.js';
import type { Context, Resolvers } from '../schema.types.js';
import { mayManage, mayRead } from './permissions.js';

const scheduleName = 'find';
const hourMs = 3_600_000;

const dailyAt = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 06:00');
const scheduleInput = z
  .object({ dailyAt: dailyAt.nullish(), everyHours: z.int().min(1).max(168).nullish() })
  .refine((time) => !time.dailyAt || !time.everyHours, 'give dailyAt or everyHours');

export const scheduleQueries: Pick<Resolvers['Query'], 'insightSchedule'> = {
  async insightSchedule(_parent, _args, context) {
    await mayRead(context);
    return scheduleView(context);
  },
};

export const scheduleMutations: Pick<Resolvers['Mutation'], 'findInsights' | 'setInsightSchedule'> = {
  findInsights: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await mayManage(context);
      const { idempotencyKey } = parseInput(
        z.object({ idempotencyKey: z.string().max(100).nullish() }),
        input,
      );
      const options = idempotencyKey ? { key: `${context.request.actor} ${idempotencyKey}` } : {};
      const { jobId } = await context.jobs.enqueue(findInsights, {}, options);
      return { __typename: 'FindInsightsPayload', jobId };
    }),

  setInsightSchedule: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await mayManage(context);
      const { store, schedules } = context;
      const time = timeOf(parseInput(scheduleInput, input));
      if (time) await schedules.set(scheduleName, { job: findInsights, payload: {}, time });
      else await schedules.remove(scheduleName);
      const subjects = [{ type: 'Schedule', id: 'insights.find' }];
      await store.change([], { action: 'setInsightSchedule', subjects, body: { time } });
      return { __typename: 'InsightSchedulePayload', schedule: await scheduleView(context) };
    }),
};

function timeOf({ dailyAt: at, everyHours }: z.output<typeof scheduleInput>): ScheduleTime | null {
  if (at) return { dailyAt: at };
  return everyHours ? { everyMs: everyHours * hourMs } : null;
}

async function scheduleView({ schedules, store }: Context) {
  const set = (await schedules.list()).find(({ name }) => name === scheduleName);
  const last = turn.safeParse(await store.get(turns.collection, turns.key)).data;
  return {
    dailyAt: set && 'dailyAt' in set.time ? set.time.dailyAt : null,
    everyHours: set && 'everyMs' in set.time ? Math.round(set.time.everyMs / hourMs) : null,
    nextAt: set ? new Date(set.nextAt) : null,
    lastAt: last ? new Date(last.at) : null,
    looked: last?.looked ?? 0,
    found: last?.found ?? 0,
    tooShort: last?.tooShort ?? [],
  };
}
