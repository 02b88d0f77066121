import {
  AppError,
  type ClockService,
  type DocumentsService,
  type EvaluatorsService,
  itemsBelow,
  type RunsService,
  type StoreService,
} from 'tributary/sdk';
import { v7 } from 'uuid';
import type { DatasetCase } from '../datasets/dataset.js';
import { casesOf, readableOnly, readDataset, versionAt } from '../datasets/read-datasets.js';
import {
  type Estimate,
  type Experiment,
  type ExperimentPlan,
  experiments,
  isOver,
  type Variant,
} from './experiment.js';

/** Cases of which the costs are asked; the others are taken to cost as much. */
const sampled = 5;
const mostRuns = 20_000;
const mostAtOnce = 2;

export interface Planning {
  readonly store: StoreService;
  readonly documents: DocumentsService;
  readonly runs: RunsService;
  readonly evaluators: EvaluatorsService;
  readonly clock: ClockService;
  readonly actor: string;
}

/** The input of a case for a variant. */
export function inputFor(item: Pick<DatasetCase, 'input'>, { arguments: over }: Variant): unknown {
  if (!over || Object.keys(over).length === 0) return item.input;
  return { ...(item.input as object), ...over };
}

/**
 * Checks a plan and says what it would take at most; nothing is started. Errors: `NOT_FOUND`, `BAD_USER_INPUT`,
 * `CAPABILITY_NOT_FOUND`.
 */
export async function planExperiment(
  { store, documents, runs, evaluators, clock, actor }: Planning,
  plan: ExperimentPlan,
): Promise<Experiment> {
  const dataset = await readDataset(store, plan.dataset);
  const version = await versionAt(store, dataset, plan);
  const known = new Set((await evaluators.list()).map(({ id }) => id));
  const unknown = plan.evaluators.find(({ id }) => !known.has(id));
  if (unknown) throw new AppError('NOT_FOUND', { thing: `The evaluator ${unknown.id}` });
  const cases = await readableOnly(documents, await casesOf(store, dataset.id, version));
  if (cases.length === 0) {
    throw new AppError('BAD_USER_INPUT', {
      reason: `dataset: ${dataset.id} has no case that you may read in version ${version}`,
    });
  }
  const total = cases.length * plan.variants.length;
  if (total > mostRuns) {
    throw new AppError('BAD_USER_INPUT', { reason: `variants: ${total} runs are more than ${mostRuns}` });
  }
  return {
    id: v7(),
    name: plan.name,
    dataset: dataset.id,
    datasetVersion: version,
    capability: dataset.capability,
    variants: plan.variants,
    evaluators: plan.evaluators,
    state: 'PENDING',
    total,
    done: 0,
    failed: 0,
    estimate: await estimate(runs, dataset.capability, cases, plan.variants),
    summaries: [],
    error: null,
    createdAt: clock.now().toISOString(),
    createdBy: actor,
    finishedAt: null,
  };
}

async function estimate(
  runs: RunsService,
  capability: string,
  cases: readonly DatasetCase[],
  variants: readonly Variant[],
): Promise<Estimate> {
  const step = Math.max(1, Math.floor(cases.length / sampled));
  const some = cases.filter((_, at) => at % step === 0).slice(0, sampled);
  let [modelRuns, usd, isKnown, budgetAdmits] = [0, 0, true, true];
  for (const each of variants) {
    const asked = each.capability ?? capability;
    const costs = await Promise.all(
      some.map(async (item) => {
        const costing = runs.estimate({ capability: asked, arguments: inputFor(item, each) });
        return costing.catch((error: unknown) => {
          throw inCase(error, item.id, each.name);
        });
      }),
    );
    const ofModel = each.engine === 'BUILT_IN' ? [] : costs.filter(({ engine }) => engine === 'MODEL');
    if (ofModel.length === 0) continue;
    modelRuns += cases.length;
    isKnown &&= ofModel.every(({ estimatedCostUsd }) => estimatedCostUsd !== null);
    const mean = ofModel.reduce((sum, one) => sum + Number(one.estimatedCostUsd ?? 0), 0) / ofModel.length;
    usd += mean * cases.length;
    budgetAdmits &&= ofModel.every((one) => one.budgetAdmits);
  }
  return {
    runs: cases.length * variants.length,
    modelRuns,
    estimatedCostUsd: isKnown ? usd.toFixed(6) : null,
    budgetAdmits,
  };
}

function inCase(error: unknown, caseId: string, name: string): unknown {
  if (!(error instanceof AppError) || error.code !== 'BAD_USER_INPUT') return error;
  return new AppError(
    'BAD_USER_INPUT',
    { reason: `the case ${caseId} does not fit the variant ${name}: ${error.message}` },
    { cause: error },
  );
}

/** Errors: `CONFLICT` while as many experiments run as a tenant may have at once. */
export async function expectRoom(store: StoreService): Promise<void> {
  let running = 0;
  for await (const { value } of itemsBelow<Experiment>(store, experiments, ''))
    if (!isOver(value)) running += 1;
  if (running < mostAtOnce) return;
  throw new AppError('CONFLICT', {
    reason: `${running} experiments run already; wait for one, or cancel one`,
  });
}
