import type { Keys, SpanRecord, SpanTree, Traces, Transaction } from '#platform';
import { parseTraceparent } from '#platform/telemetry';

/** Whose key encrypts the prompts and answers in traces. */
export const traceSubject = 'traces';

/** The content of a tree's spans, by span. */
export type TraceContent = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Keeps the spans of runs. A row is written once and never changes. */
export function createTraces(keys: Keys): Traces {
  return {
    async record(tx, context, tree) {
      const content = contentOf(tree);
      const isInRun = tree.spans.length === 1 && tree.epoch === 0 && parseTraceparent(context.traceparent);
      if (isInRun && content === null && tree.dropped === 0) return;
      await tx.query(
        `insert into capabilities.run_traces (tenant_id, run_id, epoch, trace_id, spans, dropped, content)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
        [
          tx.tenant,
          tree.runId,
          tree.epoch,
          tree.traceId,
          JSON.stringify(tree.spans.map(factsOf)),
          tree.dropped,
          content && (await encrypted(tx, keys, content)),
        ],
      );
    },
  };
}

function factsOf({ content: _content, ...facts }: SpanRecord): Omit<SpanRecord, 'content'> {
  return facts;
}

function contentOf({ spans }: SpanTree): TraceContent | null {
  const kept = spans.flatMap(({ id, content }) => (content === null ? [] : [[id, content] as const]));
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

function encrypted(tx: Transaction, keys: Keys, content: TraceContent): Promise<Uint8Array> {
  return keys.encrypt(tx, traceSubject, Buffer.from(JSON.stringify(content)));
}
