import { itemsBelow, type StoreService } from 'tributary/sdk';
import type { CaseResult } from '../experiments/experiment.js';

/** What was found of one run of production. */
export interface Sample extends Pick<CaseResult, 'scores' | 'skipped' | 'documentIds'> {
  readonly runId: string;
  readonly capability: string;
  /** When the run finished, ISO 8601 in UTC. */
  readonly at: string;
  readonly model: string | null;
  readonly promptVersions: readonly string[];
  readonly outcome: string;
}

export const samples = 'samples';
export const cursors = 'cursors';
export const keyOfSample = (at: string, runId: string) => `${at}/${runId}`;

/** Samples of a time in its order: at or after `from`, before `to`. */
export async function* samplesOf(
  store: Pick<StoreService, 'list'>,
  from: string,
  to: string,
): AsyncGenerator<Sample> {
  for await (const { key, value } of itemsBelow<Sample>(store, samples, '', from)) {
    if (key >= to) return;
    yield value;
  }
}
