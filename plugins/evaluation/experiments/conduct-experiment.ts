import { type ConductedWorkDefinition, defineConductedWork, type Granted } from 'tributary/sdk';
import { changeExperiment, type Experiment, experimentPlan, experiments, isOver } from './experiment.js';
import { expectRoom, type Planning, planExperiment } from './plan-experiment.js';
import { experimentKind, reportExperiment } from './report-experiment.js';
import { runExperiment } from './run-experiment.js';

const needs = ['store', 'documents', 'runs', 'evaluators', 'jobs', 'clock', 'works'] as const;
type Conducting = Granted<(typeof needs)[number]>;

/** Starts an experiment as it was planned. Errors: `CONFLICT` while as many run as a tenant may have at once. */
export async function beginExperiment(
  services: Pick<Conducting, 'store' | 'jobs' | 'works'>,
  experiment: Experiment,
): Promise<void> {
  const { store, jobs, works } = services;
  await expectRoom(store);
  const { id, dataset, datasetVersion, total } = experiment;
  await store.change([{ collection: experiments, key: id, value: experiment, replaces: 0 }], {
    action: 'startExperiment',
    subjects: [{ type: 'Experiment', id }],
    body: { dataset, datasetVersion, total },
  });
  await jobs.enqueue(runExperiment, { experimentId: id, turn: 0 }, { key: `${id} 0` });
  await reportExperiment(works, experiment);
}

/** Ends one that goes on; one that is over stays as it is. Errors: `NOT_FOUND`. */
export async function cancelExperiment(
  { store, clock, works }: Pick<Conducting, 'store' | 'clock' | 'works'>,
  id: string,
): Promise<Experiment> {
  const finishedAt = clock.now().toISOString();
  const audited = { action: 'cancelExperiment', subjects: [{ type: 'Experiment', id }] };
  const cancel = (now: Experiment): Experiment | null =>
    isOver(now) ? null : { ...now, state: 'CANCELLED', finishedAt };
  const cancelled = await changeExperiment(store, id, cancel, audited);
  await reportExperiment(works, cancelled);
  return cancelled;
}

const planOf = (
  services: Omit<Planning, 'actor'>,
  plan: Parameters<typeof planExperiment>[1],
  actor: string,
) => planExperiment({ ...services, actor }, plan);

/** An experiment as long work: its own jobs run it, two of a tenant at once. */
export const experimentWork: ConductedWorkDefinition<typeof experimentPlan, (typeof needs)[number]> =
  defineConductedWork({
    id: experimentKind,
    description:
      'Tries variants of prompts, models and settings on the cases of a dataset, and compares them.',
    needs,
    payload: experimentPlan,
    permission: 'evaluation:manage',
    async estimate(plan, services) {
      const { estimate } = await planOf(services, plan, '');
      return { items: estimate.runs, costUsd: estimate.estimatedCostUsd };
    },
    async start(plan, services, { actor }) {
      const experiment = await planOf(services, plan, actor);
      await beginExperiment(services, experiment);
      return { workId: experiment.id };
    },
    cancel: async (workId, services) => void (await cancelExperiment(services, workId)),
  });
