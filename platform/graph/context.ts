import DataLoader from 'dataloader';
import type { RequestContext } from 'tributary/sdk';
import type { Denial, RecordDenial } from './denials.js';

/** What every resolver gets: who asks, until when, and the batches of this operation. */
export interface GraphContext {
  readonly request: RequestContext;
  /** Ends when the client leaves or the deadline passes. */
  readonly signal: AbortSignal;
  /** Writes down that a root field was refused. */
  denied(denial: Denial): Promise<void>;
  /** The batch of this name in this operation, made by the first who asks for it. */
  loader<Key, Value>(
    name: string,
    batch: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>,
  ): DataLoader<Key, Value>;
}

/** One context a subgraph call. */
export function createGraphContext(
  request: RequestContext,
  signal: AbortSignal,
  recordDenial?: RecordDenial,
): GraphContext {
  const loaders = new Map<string, unknown>();
  return {
    request,
    signal,
    denied: async (denial) => recordDenial?.(request, denial),
    loader<Key, Value>(name: string, batch: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>) {
      const known = loaders.get(name) as DataLoader<Key, Value> | undefined;
      if (known) return known;
      // A subscription reads anew at every event, so a loader batches and does not remember.
      const made = new DataLoader<Key, Value>(batch, { cache: false });
      loaders.set(name, made);
      return made;
    },
  };
}
