import { AppError, type RequestContext } from 'tributary/sdk';
import type { Access, Database, Keys, Transaction } from '#platform';
import { isAuthorized } from '#platform/access';
import { restorers } from '#platform/runs';
import type { RunSpan, RunTrace } from './trace.type.js';
import { type EndedRunFacts, rootOf, type StoredSpan, spanView } from './trace.view.js';
import { type TraceContent, traceSubject } from './traces.service.js';
import { visibleTo } from './visible-runs.js';

interface Parts {
  database: Database;
  access: Access;
  keys: Keys;
}

type Row = Omit<EndedRunFacts, 'finishedAt'> & {
  finishedAt: Date | null;
  runTraceId: string | null;
  traceId: string | null;
  spans: StoredSpan[] | null;
  dropped: number | null;
};

/** Traces of runs that the caller may see. */
export class TraceReader {
  constructor(private readonly parts: Parts) {}

  /** Of their newest attempts, in the order of the ids; null while a run has none. */
  async find(context: RequestContext, runIds: readonly string[]): Promise<(RunTrace | null)[]> {
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const rows = await tx.query<Row>(
        `select r.id, r.epoch, r.capability, r.plugin, r.result, r.error, r.created_at as "createdAt",
                r.finished_at as "finishedAt", r.trace_id as "runTraceId",
                t.trace_id as "traceId", t.spans, t.dropped
           from capabilities.runs r
           left join capabilities.run_traces t
             on t.tenant_id = r.tenant_id and t.run_id = r.id and t.epoch = r.epoch
          where r.tenant_id = $1 and r.id = any($2)`,
        [context.tenant, runIds],
      );
      const traces = rows.flatMap((row) => traceOf(row) ?? []);
      const ids = traces.flatMap(({ spans }) => spans.flatMap(documentsOf));
      const readable = await this.parts.access.readable(tx, context, 'Document', [...new Set(ids)]);
      const views = new Map(
        traces.map(({ runId, spans, ...trace }) => [
          runId,
          { ...trace, runId, spans: spans.map((span) => viewOf(span, readable, runId, trace.epoch)) },
        ]),
      );
      return runIds.map((id) => views.get(id) ?? null);
    });
  }

  /**
   * What spans kept of prompts, queries and answers; nothing for who may not read the audit log. Placeholders stay for
   * who may not read the run itself.
   */
  async contents(
    context: RequestContext,
    places: readonly SpanPlace[],
  ): Promise<(Readonly<Record<string, unknown>> | null)[]> {
    if (!isAuthorized(context, 'audit:read')) return places.map(() => null);
    const runs = [...new Set(places.map(({ runId }) => runId))];
    const contents = await this.parts.database.tenant(context.tenant, async (tx) => {
      const rows = await tx.query<{ runId: string; epoch: number; content: Buffer }>(
        `select run_id as "runId", epoch, content from capabilities.run_traces
          where tenant_id = $1 and run_id = any($2) and content is not null`,
        [context.tenant, runs],
      );
      const opened = await Promise.all(rows.map(({ content }) => this.open(tx, content)));
      const restore = await restorers(tx, await visible(tx, context, runs), this.parts.keys);
      return new Map(
        rows.map(({ runId, epoch }, at): [string, TraceContent | null] => {
          const content = opened[at] ?? null;
          const whole = restore.get(runId)?.(content) ?? content;
          return [`${runId} ${epoch}`, whole as TraceContent | null];
        }),
      );
    });
    return places.map(({ runId, epoch, id }) => contents.get(`${runId} ${epoch}`)?.[id] ?? null);
  }

  /** Null when its key was erased. */
  private async open(tx: Transaction, cipher: Uint8Array): Promise<TraceContent | null> {
    try {
      const plain = await this.parts.keys.decrypt(tx, traceSubject, cipher);
      return JSON.parse(Buffer.from(plain).toString('utf8')) as TraceContent;
    } catch (error) {
      if (error instanceof AppError && error.code === 'KEY_GONE') return null;
      throw error;
    }
  }
}

async function visible(tx: Transaction, context: RequestContext, runs: readonly string[]): Promise<string[]> {
  const { sql, values } = visibleTo(context, 3);
  const rows = await tx.query<{ id: string }>(
    `select r.id from capabilities.runs r where r.tenant_id = $1 and r.id = any($2) and ${sql}`,
    [context.tenant, runs, ...values],
  );
  return rows.map(({ id }) => id);
}

/** Where a span's content is found. */
export interface SpanPlace {
  readonly runId: string;
  readonly epoch: number;
  readonly id: string;
}

/** A span of the graph that still knows whose it is. */
export type PlacedSpan = RunSpan & SpanPlace;

function traceOf(row: Row): (Omit<RunTrace, 'spans'> & { runId: string; spans: StoredSpan[] }) | null {
  const traceId = row.traceId ?? row.runTraceId;
  if (traceId === null) return null;
  const { id: runId, epoch, dropped, finishedAt } = row;
  const root = finishedAt === null ? [] : [rootOf({ ...row, finishedAt })];
  return { runId, traceId, epoch, dropped: dropped ?? 0, spans: row.spans ?? root };
}

const documentsOf = ({ attributes }: StoredSpan) => (attributes.documents ?? []).map(({ id }) => id);

function viewOf(span: StoredSpan, readable: ReadonlySet<string>, runId: string, epoch: number): PlacedSpan {
  return { ...spanView(span, readable), runId, epoch };
}
