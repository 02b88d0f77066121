import type { RequestContext } from 'tributary/sdk';
import type { SpanAttributes, SpanExport, SpanTree } from '#platform';
import type { Metrics } from '../metrics.js';
import { parseTraceparent } from '../trace.js';
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
  /** A request of the gateway has ended; its span is the one that its context names. */
  served(context: Pick<RequestContext, 'tenant' | 'traceparent'>, request: ServedRequest): void;
  /** Sends what waits, for at most so long. */
  close(deadlineMs: number): Promise<void>;
}

/** One operation that the gateway answered. */
interface ServedRequest {
  readonly type: 'query' | 'mutation' | 'subscription';
  /** The caller's span, where it named one. */
  readonly parentId: string | null;
  readonly durationMs: number;
  readonly error: string | null;
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
    served({ tenant, traceparent }, { type, parentId, durationMs, error }) {
      const ids = collector && parseTraceparent(traceparent);
      if (!ids?.sampled) return;
      const startedAt = performance.timeOrigin + performance.now() - durationMs;
      const span = { id: ids.spanId, parentId, kind: 'request' as const, name: type, startedAt, durationMs };
      const spans = [{ ...span, error, attributes: {}, content: null }];
      const { traceId, sampled } = ids;
      collector?.export({ tenant, runId: null, epoch: 0, traceId, sampled, spans, links: [], dropped: 0 });
    },
    close: async (deadlineMs) => collector?.close(deadlineMs),
  };
}
