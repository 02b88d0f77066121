import type { ErrorShape } from 'tributary/sdk';
import type { Config } from '#platform/config';
import type { MetricsSnapshot } from '#platform/telemetry';

/** What the main thread and the worker thread say to each other: plain data. */
export interface WorkerData {
  config: Config;
  databaseUrl: string;
}
export type ToWorker =
  | { type: 'gateway'; url: string }
  | { type: 'measure'; id: number }
  | { type: 'stop'; deadlineMs: number };
export type FromWorker =
  | { type: 'ready' }
  | { type: 'failed'; error: ErrorShape }
  | { type: 'measured'; id: number; metrics: MetricsSnapshot }
  | { type: 'stopped' };
