import { outcomeOf, pageSize, parseInput, z } from 'tributary/sdk';
import { aiQuality, correctionsOf, periodOf, qualityQuestion } from '../quality/ai-quality.js';
import { type Sample, samplesOf } from '../quality/sample.js';
import { readRules, samplingRule, setRule } from '../quality/sampling.js';
import type { Resolvers } from '../schema.types.js';
import { scoreView } from './experiment-resolvers.js';

const dayMs = 86_400_000;
const listing = z.object({
  first: pageSize,
  capability: z.string().nullish(),
  from: z.coerce.date().nullish(),
});

export const qualityQueries: Pick<Resolvers['Query'], 'aiQuality' | 'sampling' | 'sampledRuns'> = {
  async aiQuality(_parent, args, { runs, store, analytics, clock, permissions }) {
    await permissions.expect('analytics:read');
    const question = parseInput(qualityQuestion, args, 'arguments');
    const period = periodOf(question, clock.now());
    const [points, corrected] = await Promise.all([
      aiQuality({ runs, store }, question, period),
      correctionsOf(analytics, period),
    ]);
    const { corrections, documents, rate } = corrected;
    return { points, corrections, documents, correctionRate: rate };
  },

  async sampling(_parent, _args, { store, permissions }) {
    await permissions.expect('evaluation:read');
    return readRules(store);
  },

  async sampledRuns(_parent, args, { store, runs, clock, permissions }) {
    await permissions.expect('evaluation:read');
    const { first, capability, from } = parseInput(listing, args, 'arguments');
    const now = clock.now().getTime();
    const begin = (from ?? new Date(now - dayMs)).toISOString();
    const found: Sample[] = [];
    for await (const sample of samplesOf(store, begin, new Date(now + dayMs).toISOString())) {
      if (!capability || sample.capability === capability) found.unshift(sample);
    }
    // Reasons quote what was said: they are shown to who may see the run itself.
    const newest = found.slice(0, 200);
    const seen = await runs.find(newest.map(({ runId }) => runId));
    return newest
      .filter((_, at) => seen[at])
      .slice(0, first)
      .map(({ documentIds: _, scores, ...sample }) => ({ ...sample, scores: scores.map(scoreView) }));
  },
};

export const qualityMutations: Pick<Resolvers['Mutation'], 'setSampling'> = {
  setSampling: (_parent, { input }, { store, schedules, evaluators, permissions }) =>
    outcomeOf(async () => {
      await permissions.expect('evaluation:manage');
      const rule = parseInput(samplingRule, input);
      const known = new Set((await evaluators.list()).map(({ id }) => id));
      parseInput(
        z.array(z.string().refine((id) => known.has(id), { error: 'is no evaluator' })),
        rule.evaluators,
        'input.evaluators',
      );
      return { __typename: 'SamplingPayload', rules: await setRule({ store, schedules }, rule) };
    }),
};
