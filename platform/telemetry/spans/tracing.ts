import type { RequestContext } from 'tributary/sdk';
import type { SpanAttributes, SpanExport, SpanTree } from '#platform';
import type { Metrics } from '../metrics.js';
import { measureSpans } from './measure-spans.js';
import { RunSpans } from './run-spans.js';

/** The spans of the work of one thread: begun, measured, and handed to whoever exports them. */
export interface Tracing {
  begin(
    context: Pick<RequestContext, 'tenant' | 'traceparent'>,
    run: { runId: string; epoch: number; name: string; attributes?: SpanAttributes },
  ): RunSpans;
  /** When the work has ended and is written. */
  ended(tree: SpanTree): void;
  /** Sends what waits, for at most so long. */
  close(deadlineMs: number): Promise<void>;
}

/** `key` makes hashes of texts; `collector` is null when none is configured. */
export function createTracing(parts: {
  keepsContent: boolean;
  key: Uint8Array;
  metrics: Metrics;
  collector: SpanExport | null;
}): Tracing {
  const { keepsContent, key, metrics, collector } = parts;
  return {
    begin: ({ tenant, traceparent }, run) => new RunSpans({ tenant, traceparent, keepsContent, key, ...run }),
    ended(tree) {
      measureSpans(tree, metrics);
      if (tree.sampled) collector?.export(tree);
    },
    close: async (deadlineMs) => collector?.close(deadlineMs),
  };
}
