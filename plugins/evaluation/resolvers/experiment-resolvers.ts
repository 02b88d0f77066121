import { AppError, itemsBelow, nullIfMissing, outcomeOf, pageOf, parseInput, z } from 'tributary/sdk';

import { readableOnly } from '../datasets/read-datasets.js';
import { csv, jsonLines } from '../datasets/write-file.js';
import { beginExperiment, cancelExperiment } from '../experiments/conduct-experiment.js';
import {
  type CaseResult,
  type Experiment,
  experimentPlan,
  experiments,
  isOver,
  readExperiment,
  results,
} from '../experiments/experiment.js';
import { planExperiment } from '../experiments/plan-experiment.js';
import { compare, measuresOf } from '../experiments/summarise.js';
import { pause } from '../pause.js';
import type { Context, Resolvers } from '../schema.types.js';
import { fileOf } from './dataset-resolvers.js';

/** How often a subscription looks. */
const lookMs = 500;

const planned = z
  .looseObject({ datasetId: z.string() })
  .transform(({ datasetId: dataset, ...rest }) => ({ ...rest, dataset }))
  .pipe(experimentPlan);

function view(experiment: Experiment) {
  const { dataset, evaluators, summaries, ...rest } = experiment;
  return {
    ...rest,
    datasetId: dataset,
    evaluators: evaluators.map(({ id }) => id),
    summaries: summaries.map(({ cases, ...summary }) => ({ ...summary, caseCount: cases })),
  };
}
const payload = (experiment: Experiment) =>
  ({ __typename: 'ExperimentPayload', experiment: view(experiment) }) as const;

const planOf = ({ store, documents, runs, evaluators, clock, request }: Context, input: unknown) =>
  planExperiment(
    { store, documents, runs, evaluators, clock, actor: request.actor },
    parseInput(planned, input),
  );

async function resultsOf(store: Context['store'], experiment: string): Promise<CaseResult[]> {
  const found: CaseResult[] = [];
  for await (const { value } of itemsBelow<CaseResult>(store, results, `${experiment}/`)) found.push(value);
  return found;
}

type ExperimentQuery =
  | 'evaluators'
  | 'experiment'
  | 'experiments'
  | 'estimateExperiment'
  | 'compareExperiments'
  | 'exportExperiment';

export const experimentQueries: Pick<Resolvers['Query'], ExperimentQuery> = {
  evaluators: (_parent, _args, { evaluators }) => evaluators.list(),

  async experiment(_parent, { id }, { store, permissions }) {
    await permissions.expect('evaluation:read');
    const found = await nullIfMissing(readExperiment(store, id));
    return found && view(found);
  },

  async experiments(_parent, { datasetId, ...page }, { store, permissions }) {
    await permissions.expect('evaluation:read');
    const all: Experiment[] = [];
    for await (const { value } of itemsBelow<Experiment>(store, experiments, '')) {
      if (!datasetId || value.dataset === datasetId) all.unshift(value);
    }
    return pageOf(all, page, ({ id }) => id, view);
  },

  estimateExperiment: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await context.permissions.expect('evaluation:manage');
      const { estimate } = await planOf(context, input);
      return { __typename: 'ExperimentEstimate', ...estimate };
    }),

  compareExperiments: (_parent, { input }, { store, permissions }) =>
    outcomeOf(async () => {
      await permissions.expect('evaluation:read');
      const { experimentId, variant, baselineId, baselineVariant } = input;
      const one = await scoresOf(store, experimentId, variant);
      const other = await scoresOf(store, baselineId, baselineVariant);
      if (one.dataset !== other.dataset) {
        throw new AppError('BAD_USER_INPUT', {
          reason: `baselineId: its dataset is ${other.dataset}, the other's is ${one.dataset}`,
        });
      }
      const measures = [...one.measures].flatMap(([key, { evaluator, measure, scores }]) => {
        const before = other.measures.get(key);
        return before ? [{ evaluator, measure, comparison: compare(scores, before.scores) }] : [];
      });
      return { __typename: 'ExperimentComparison', measures };
    }),

  async exportExperiment(_parent, { id, format }, { store, documents, permissions }) {
    await permissions.expect('evaluation:read');
    const experiment = await nullIfMissing(readExperiment(store, id));
    if (!experiment) return null;
    const readable = await readableOnly(documents, await resultsOf(store, id));
    const rows = readable.map(({ experiment: _, documentIds: __, variant, ...rest }) => ({
      variant: experiment.variants[variant]?.name ?? '',
      ...rest,
    }));
    return fileOf(`experiment-${id}`, format === 'CSV' ? csv(rows) : jsonLines(rows), rows.length, format);
  },
};

async function scoresOf(store: Context['store'], id: string, name: string | null | undefined) {
  const { dataset, variants } = await readExperiment(store, id);
  const at = name ? variants.findIndex((each) => each.name === name) : 0;
  if (at < 0) throw new AppError('NOT_FOUND', { thing: `The variant ${name} of the experiment ${id}` });
  const own = (await resultsOf(store, id)).filter(({ variant }) => variant === at);
  return { dataset, measures: measuresOf(own) };
}

export const experimentMutations: Pick<Resolvers['Mutation'], 'startExperiment' | 'cancelExperiment'> = {
  startExperiment: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await context.permissions.expect('evaluation:manage');
      const experiment = await planOf(context, input);
      await beginExperiment(context, experiment);
      return payload(experiment);
    }),

  cancelExperiment: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await context.permissions.expect('evaluation:manage');
      return payload(await cancelExperiment(context, input.id));
    }),
};

export const experimentSubscriptions: Resolvers['Subscription'] = {
  experimentProgress: {
    async *subscribe(_parent: unknown, { id }: { id: string }, { store, permissions, signal }: Context) {
      await permissions.expect('evaluation:read');
      for (let shown = ''; !signal.aborted; ) {
        const experiment = await readExperiment(store, id);
        const now = `${experiment.state} ${experiment.done}`;
        if (now !== shown) yield view(experiment);
        shown = now;
        if (isOver(experiment)) return;
        await pause(lookMs, signal);
      }
    },
  },
};

/** What a parent resolver gave of an experiment. */
const shownExperiment = z.object({ id: z.string(), variants: z.array(z.object({ name: z.string() })) });

export const experimentFields: NonNullable<Resolvers['Experiment']> = {
  async results(parent, { variant: wanted, ...page }, { store, documents }) {
    const { id, variants } = shownExperiment.parse(parent);
    const all = await readableOnly(documents, await resultsOf(store, id));
    const named = all.map((result) => ({ ...result, variant: variants[result.variant]?.name ?? '' }));
    const chosen = wanted ? named.filter(({ variant }) => variant === wanted) : named;
    return pageOf(
      chosen,
      page,
      ({ variant, caseId }) => `${variant}/${caseId}`,
      ({ scores, ...result }) => ({ ...result, scores: scores.map(scoreView) }),
    );
  },
};

export const scoreView = ({ name, ...score }: CaseResult['scores'][number]) => ({
  ...score,
  measure: name,
  value: score.value ?? null,
});
