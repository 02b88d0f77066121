import { AppError, nullIfMissing, outcomeOf, pageOf, parseInput, z } from 'tributary/sdk';
import { type Figures, figuresOf } from '../insight/computation.js';
import { allInsights, type Insight, insights, readInsight } from '../insight/insight.js';
import { recompute } from '../insight/recompute.js';
import { findingsOf } from '../insight/tell.js';
import { told } from '../insight/words.js';
import { formatOf } from '../question/program-words.js';
import type { Context, Resolvers } from '../schema.types.js';
import { mayManage, mayRead } from './permissions.js';
import { inCapitals, numberView, programOf, programView } from './program.js';

function view({ source, text, numbers, programs, mark: _, computedAt, dismissed, ...insight }: Insight) {
  return {
    ...insight,
    text,
    source: inCapitals(source),
    numbers: numbers.map((number) => numberView(text, number)),
    programs: programs.map(({ query }) => programView(query)),
    computedAt: new Date(computedAt),
    dismissedAt: dismissed && new Date(dismissed.at),
    dismissedBy: dismissed?.by ?? null,
    dismissReason: dismissed?.reason ?? null,
  };
}

const filterInput = z.object({
  kinds: z.array(z.string()).nullish(),
  sources: z.array(z.string()).nullish(),
  metric: z.string().nullish(),
  minImportance: z.number().nullish(),
  since: z.coerce.date().nullish(),
  includeDismissed: z.boolean().nullish(),
});

function passes(insight: Insight, filter: z.output<typeof filterInput>): boolean {
  const { kinds, sources, metric, minImportance, since, includeDismissed } = filter;
  return (
    (!kinds || kinds.includes(insight.kind)) &&
    (!sources || sources.includes(insight.source.toUpperCase())) &&
    (!metric || metric === insight.metric) &&
    insight.importance >= (minImportance ?? 0) &&
    (!since || insight.computedAt >= since.toISOString()) &&
    (includeDismissed === true || insight.dismissed === null)
  );
}

type InsightQueries = 'insights' | 'insight' | 'seriesAnalysis';

export const insightQueries: Pick<Resolvers['Query'], InsightQueries> = {
  async insights(_parent, { filter, ...page }, context) {
    await mayRead(context);
    const wanted = parseInput(filterInput, filter ?? {}, 'filter');
    const all = await allInsights(context.store);
    return pageOf(
      all.filter((insight) => passes(insight, wanted)),
      page,
      ({ id }) => id,
      view,
    );
  },
  async insight(_parent, { id }, context) {
    await mayRead(context);
    const found = await nullIfMissing(readInsight(context.store, id));
    return found && view(found);
  },
  async seriesAnalysis(_parent, { program }, context) {
    await mayRead(context);
    const query = programOf(program);
    const { interval, groupBy = [] } = query;
    if (!interval) throw new AppError('BAD_USER_INPUT', { reason: 'program.interval: a series has one' });
    if (groupBy.length > 0) {
      throw new AppError('BAD_USER_INPUT', { reason: 'program.groupBy: choose one group by a filter' });
    }
    const answer = await context.analytics.query(query);
    if (new Set(answer.rows.map(({ currency }) => currency)).size > 1) {
      throw new AppError('BAD_USER_INPUT', { reason: 'program.filters: choose one currency' });
    }
    return seriesView(figuresOf(answer, true), interval);
  },
};

function seriesView(figures: Figures, interval: Parameters<typeof findingsOf>[1]) {
  const { program, points, analysis } = figures;
  const words = [`the ${program.measure.of} of ${program.measure.field ?? program.source}`];
  const subject = { words, isPlural: false, format: formatOf(program), isForecast: true };
  const { shape, trend, season: seasonality, changes, outliers, forecast } = analysis ?? {};
  return {
    program: programView(program),
    points: points.map(({ at, value }) => ({ at: new Date(at), value })),
    shape: shape ?? null,
    trend,
    seasonality,
    changes,
    outliers,
    forecast,
    findings: findingsOf(figures, interval, subject).map(({ kind, spoken }) => {
      const { text, numbers } = told(spoken, [figures]);
      return { kind, text, numbers: numbers.map((number) => numberView(text, number)) };
    }),
  };
}

const dismissal = z.object({ id: z.string(), reason: z.string().trim().max(1_000).nullish() });

type InsightMutation = 'recomputeInsight' | 'dismissInsight';

export const insightMutations: Pick<Resolvers['Mutation'], InsightMutation> = {
  recomputeInsight: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await mayRead(context);
      const insight = await readInsight(context.store, input.id);
      const numbers = await recompute(context.analytics, insight);
      return {
        __typename: 'RecomputedInsight',
        insight: view(insight),
        isSame: numbers.every(({ isSame }) => isSame),
        numbers: numbers.map(({ number, ...now }) => ({ number: numberView(insight.text, number), ...now })),
      };
    }),

  dismissInsight: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await mayManage(context);
      const { store, clock, request } = context;
      const { id, reason } = parseInput(dismissal, input);
      const { id: key, ...insight } = await readInsight(store, id);
      const dismissed = { at: clock.now().toISOString(), by: request.actor, reason: reason || null };
      const value = { ...insight, dismissed: insight.dismissed ?? dismissed };
      const subjects = [{ type: 'Insight', id: key }];
      await store.change([{ collection: insights.name, key, value }], {
        action: 'dismissInsight',
        subjects,
        body: { kind: insight.kind, metric: insight.metric },
      });
      return { __typename: 'DismissInsightPayload', insight: view({ id: key, ...value }) };
    }),
};

export const insightSubscriptions: Resolvers['Subscription'] = {
  insightFound: {
    async *subscribe(_parent: unknown, { kinds }: { kinds?: readonly string[] | null }, context: Context) {
      await mayRead(context);
      const { events, store, signal } = context;
      for await (const { payload } of events.subscribe(['insights.found'], signal)) {
        const insight = await nullIfMissing(readInsight(store, payload.insightId));
        if (insight && (!kinds || kinds.includes(insight.kind))) yield view(insight);
      }
    },
  },
};
