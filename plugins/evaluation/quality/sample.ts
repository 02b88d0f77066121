import type { StoreService } from 'tributary/sdk';
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

const pageSize = 100;

/** Samples of a time in its order: at or after `from`, before `to`. */
export async function* samplesOf(
  store: Pick<StoreService, 'list'>,
  from: string,
  to: string,
): AsyncGenerator<Sample> {
  for (let after: string | null = from; ; ) {
    const page = await store.list(samples, { first: pageSize, after });
    for (const { key, value } of page) {
      if (key >= to) return;
      yield value as Sample;
    }
    const last = page.at(-1);
    if (page.length < pageSize || !last) return;
    after = last.key;
  }
}
