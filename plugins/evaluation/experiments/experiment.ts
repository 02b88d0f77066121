import { AppError, type StoreService, z } from 'tributary/sdk';
import type { Interval } from 'tributary/text';

const mostVariants = 8;
const mostEvaluators = 20;

/** One way to answer that an experiment tries. */
export const variant = z.object({
  name: z.string().min(1).max(60),
  /** The capability of the dataset unless another is named. */
  capability: z.string().nullish(),
  /** Versions (`3`) or labels (`candidate`) by the names of prompts. */
  prompts: z.record(z.string(), z.string()).nullish(),
  /** An alias of the models file. */
  model: z.string().nullish(),
  engine: z.enum(['MODEL', 'BUILT_IN']).nullish(),
  /** Put over the input of each case. */
  arguments: z.record(z.string(), z.json()).nullish(),
});
export type Variant = z.output<typeof variant>;

/** What an experiment is to do. */
export const experimentPlan = z.object({
  name: z.string().max(200).default(''),
  dataset: z.string(),
  version: z.int().min(0).nullish(),
  variants: z
    .array(variant)
    .min(1)
    .max(mostVariants)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
      error: 'each variant needs a name of its own',
    }),
  evaluators: z
    .array(z.object({ id: z.string(), parameters: z.record(z.string(), z.json()).nullish() }))
    .min(1)
    .max(mostEvaluators),
});
export type ExperimentPlan = z.output<typeof experimentPlan>;

export type ExperimentState = 'PENDING' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED';

/** What a variant came to in one measure. */
export interface Summary {
  readonly variant: string;
  readonly evaluator: string;
  readonly measure: string;
  readonly cases: number;
  readonly mean: number;
  /** Null below 30 cases. */
  readonly interval: Interval | null;
  /** The mean of what was measured, where that is no share. */
  readonly meanValue: number | null;
  /** Against the first variant; null for that one. */
  readonly against: Comparison | null;
}

/** How two variants compare over the cases that both have. */
export interface Comparison {
  readonly pairs: number;
  readonly difference: number;
  readonly interval: Interval | null;
  readonly p: number | null;
  readonly verdict: 'BETTER' | 'WORSE' | 'NO_DIFFERENCE' | 'INSUFFICIENT';
}

export interface Estimate {
  /** Runs of capabilities. */
  readonly runs: number;
  /** Those of them that ask a model. */
  readonly modelRuns: number;
  /** At most, in US dollars; null when a price is not known. */
  readonly estimatedCostUsd: string | null;
  readonly budgetAdmits: boolean;
}

export interface Experiment {
  readonly id: string;
  readonly name: string;
  readonly dataset: string;
  readonly datasetVersion: number;
  readonly capability: string;
  readonly variants: readonly Variant[];
  readonly evaluators: readonly { id: string; parameters?: Record<string, unknown> | null }[];
  readonly state: ExperimentState;
  /** Results that there will be, and are. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly estimate: Estimate;
  readonly summaries: readonly Summary[];
  readonly error: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly finishedAt: string | null;
}

/** What one variant made of one case. */
export interface CaseResult {
  readonly experiment: string;
  /** From 0. */
  readonly variant: number;
  readonly caseId: string;
  readonly runId: string | null;
  /** The type of the run's result, or the code of its error. */
  readonly outcome: string;
  readonly output: unknown;
  readonly scores: readonly {
    evaluator: string;
    name: string;
    score: number;
    reason: string;
    value?: number;
  }[];
  /** Evaluators that did not apply, and why. */
  readonly skipped: readonly { evaluator: string; reason: string }[];
  readonly durationMs: number | null;
  readonly costUsd: string | null;
  readonly documentIds: readonly string[];
}

export const experiments = 'experiments';
export const results = 'results';
export const keyOfResult = (experiment: string, variantAt: number, caseId: string) =>
  `${experiment}/${variantAt}/${caseId}`;

/** Errors: `NOT_FOUND`. */
export async function readExperiment(store: Pick<StoreService, 'get'>, id: string): Promise<Experiment> {
  const found = (await store.get(experiments, id)) as Experiment | null;
  if (!found) throw new AppError('NOT_FOUND', { thing: `The experiment ${id}` });
  return found;
}

export const isOver = ({ state }: Pick<Experiment, 'state'>) => state !== 'PENDING' && state !== 'RUNNING';

const mostTries = 20;

/** Changes an experiment from what it is when nobody else does; null from `change` leaves it as it is. */
export async function changeExperiment(
  store: StoreService,
  id: string,
  change: (experiment: Experiment) => Experiment | null,
  audited?: Parameters<StoreService['change']>[1],
): Promise<Experiment> {
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const [item] = await store.getMany(experiments, [id]);
    if (!item) throw new AppError('NOT_FOUND', { thing: `The experiment ${id}` });
    const now = item.value as Experiment;
    const next = change(now);
    if (next === null) return now;
    const write = {
      collection: experiments,
      key: id,
      value: next,
      version: item.version + 1,
      replaces: item.version,
    };
    if (await store.change([write], audited)) return next;
  }
  throw new AppError('CONFLICT', { reason: `the experiment ${id} is being changed by others` });
}
