import { AppError, type RunSummary, type RunsService } from 'tributary/sdk';
import type { NewCase } from './dataset.js';

/** Which runs become cases: by their ids, or finished ones of a time. */
export interface RunChoice {
  readonly runIds?: readonly string[] | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly first?: number | null;
}

/**
 * Cases of runs that the caller may see: their input, and their output as what is expected. Named runs must fit, of
 * others those that do not are left out. Errors: `NOT_FOUND`, `BAD_USER_INPUT`.
 */
export async function casesOfRuns(
  runs: RunsService,
  capability: string,
  { runIds, from, to, first }: RunChoice,
): Promise<NewCase[]> {
  if (!runIds) {
    const found = await runs.finished({ capability, from, to, first: first ?? 100 });
    return found.flatMap((run) => caseOf(run) ?? []);
  }
  const found = await runs.find(runIds);
  return found.map((run, at) => {
    if (!run) throw new AppError('NOT_FOUND', { thing: `The run ${runIds[at]}` });
    if (run.capability !== capability) {
      throw new AppError('BAD_USER_INPUT', {
        reason: `runIds: ${run.runId} is a run of ${run.capability}, the dataset is for ${capability}`,
      });
    }
    const made = caseOf(run);
    if (made) return made;
    throw new AppError('BAD_USER_INPUT', {
      reason: `runIds: ${run.runId} has no output that could be expected`,
    });
  });
}

function caseOf({ runId, input, result, documentIds }: RunSummary): NewCase | null {
  if (!result || !('output' in result)) return null;
  return { id: runId, input, expected: result.output, source: 'RUN', sourceId: runId, documentIds };
}
