/* Long work: its kinds, wherever their code runs, and who keeps how each work stands. */
import type { RequestContext, WorkEstimate, WorkPage, WorkReport, WorkSummary } from 'tributary/sdk';
import type { Transaction } from './database.js';

/** What can be started. */
export interface WorkKind {
  readonly id: string;
  /** Null for one of the core. */
  readonly plugin: string | null;
  readonly description: string;
  /** What who starts it must be allowed. */
  readonly permission: string;
  /** JSON Schema. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Whether its owner runs it and reports of it; else its items are told one by one. */
  readonly isConducted: boolean;
  readonly concurrency: number;
  /** Of one item. */
  readonly timeoutMs: number;
}

/** One work of a kind, with its payload read, for whom it is started. */
export interface OpenWork {
  readonly kind: WorkKind;
  estimate(signal: AbortSignal): Promise<WorkEstimate>;
  /** The items after this key. Not of a conducted one. */
  items(after: string | null, signal: AbortSignal): Promise<WorkPage>;
  /** Returns what it cost, as far as it says. Not of a conducted one. */
  run(item: { key: string; workId: string; attempt: number; signal: AbortSignal }): Promise<string | null>;
  /** Begins a conducted one. */
  start(signal: AbortSignal): Promise<{ workId: string }>;
}

/** The kinds of long work of this thread, always as they are now. */
export interface WorkKinds {
  list(): readonly WorkKind[];
  /**
   * @throws AppError `NOT_FOUND` (no enabled plugin brings it), `PLUGIN_DISABLED`, `FORBIDDEN`, `BAD_USER_INPUT`
   */
  open(context: RequestContext, kind: string, payload: unknown): Promise<OpenWork>;
  /** Ends a conducted one. */
  cancel(context: RequestContext, kind: string, workId: string, signal: AbortSignal): Promise<void>;
}

/** A kind of long work that a subgraph conducts by jobs of its own. */
export interface CoreWork {
  readonly kind: Omit<WorkKind, 'plugin' | 'isConducted' | 'concurrency' | 'timeoutMs'>;
  /** @throws AppError `BAD_USER_INPUT` */
  parse(payload: unknown): unknown;
  estimate(context: RequestContext, payload: unknown, signal: AbortSignal): Promise<WorkEstimate>;
  start(context: RequestContext, payload: unknown): Promise<{ workId: string }>;
  cancel(context: RequestContext, workId: string): Promise<void>;
}

/** How works stand. Kept by `capabilities`. */
export interface Works {
  start(
    context: RequestContext,
    request: { work: string; payload: unknown; key: string | null },
  ): Promise<{ workId: string }>;
  find(context: RequestContext, workIds: readonly string[]): Promise<(WorkSummary | null)[]>;
  cancel(context: RequestContext, workId: string): Promise<void>;
  /** In the transaction in which it moved on, or in one of its own. */
  report(
    tx: Transaction | null,
    context: RequestContext,
    report: WorkReport & { work: string },
  ): Promise<void>;
}
