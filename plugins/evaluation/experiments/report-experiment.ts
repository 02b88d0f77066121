import type { WorksService } from 'tributary/sdk';
import type { Experiment } from './experiment.js';

/** The kind of long work that an experiment is. */
export const experimentKind = 'evaluation.experiment';

/**
 * Tells how an experiment stands beside all other long work. Its jobs tell it again whenever they begin, so that what a
 * crash kept from being told is told then.
 */
export async function reportExperiment(works: WorksService, experiment: Experiment): Promise<void> {
  const { id: workId, state, total, done, failed, error, estimate } = experiment;
  const { name, dataset, datasetVersion: version, variants, evaluators } = experiment;
  const [, code = 'INTERNAL', message = ''] = /^([A-Z_]+): (.*)$/s.exec(error ?? '') ?? [];
  await works.report({
    work: experimentKind,
    workId,
    state,
    total,
    // There both count as done.
    done: done - failed,
    failed,
    error: error === null ? null : { code, message },
    payload: { name, dataset, version, variants, evaluators },
    estimate: { items: estimate.runs, costUsd: estimate.estimatedCostUsd },
  });
}
