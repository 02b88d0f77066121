import type { z } from 'zod';

/** Where a work stands: it waits for its turn, goes on, or is over. */
export type WorkState = 'PENDING' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED';

/** A work, as those see it who started it or may manage work. */
export interface WorkSummary {
  workId: string;
  /** Its kind, `<plugin>.<work>`. */
  work: string;
  state: WorkState;
  /** Items that there are, as far as that is known. */
  total: number | null;
  /** Items that ended well. */
  done: number;
  failed: number;
  /** What its items told to have cost, in US dollars; null when they told nothing. */
  costUsd: string | null;
  /** Why it failed. */
  error: { code: string; message: string } | null;
  startedBy: string;
  /** ISO 8601 in UTC. */
  createdAt: string;
  finishedAt: string | null;
}

/** How a work stands that the plugin conducts by jobs of its own. */
export interface WorkReport {
  /** Its definition or its id. */
  work: string | { readonly id: string };
  /** UUID. The first report of it makes the work, as started by the caller. */
  workId: string;
  state: WorkState;
  total: number | null;
  done: number;
  failed?: number;
  costUsd?: string | null;
  error?: { code: string; message: string } | null;
  /** Of the first report: what was asked for, and what it was estimated to take. */
  payload?: unknown;
  estimate?: { items: number; costUsd: string | null };
}

/** Long work. Errors: `NOT_FOUND`, `FORBIDDEN`, `CONFLICT`, `BAD_USER_INPUT` (a payload that does not fit). */
export interface WorksService {
  /**
   * Starts a work as the caller; it waits while two of the tenant go on. The same `key` of the same caller is the same
   * work.
   */
  start<Payload extends z.ZodType>(request: {
    work: string | { readonly id: string; readonly payload: Payload };
    payload: z.input<Payload>;
    key?: string;
  }): Promise<{ workId: string }>;
  /** In the order of the ids, at most 200; null for what does not exist or may not be seen. */
  find(workIds: readonly string[]): Promise<(WorkSummary | null)[]>;
  cancel(workId: string): Promise<void>;
  /** Tells how a work of `defineConductedWork` stands. One that is over stays as it is. */
  report(report: WorkReport): Promise<void>;
}
