import type { MessagePort } from 'node:worker_threads';
import type { ErrorShape } from 'tributary/sdk';
import type { PluginVersion } from '#platform';
import type { Config } from '#platform/config';
import type { ThreadDescription } from '#platform/plugin-host';
import type { MetricsSnapshot } from '#platform/telemetry';

/** What the main thread and the worker thread say to each other: plain data. */
export interface WorkerData {
  config: Config;
  databaseUrl: string;
}
/** The thread of a plugin, with a port to it for one user. */
export interface PluginThreadPort {
  description: ThreadDescription;
  port: MessagePort;
}
/** What the worker thread is to do with a version of a plugin. */
export type PluginOrder =
  | { do: 'open'; version: PluginVersion; thread: PluginThreadPort | null }
  | { do: 'activate'; plugin: string; hash: string | null }
  | { do: 'drained'; hash: string }
  | { do: 'close'; hash: string };

export type ToWorker =
  | { type: 'plugin'; id: number; order: PluginOrder }
  | { type: 'gateway'; url: string }
  | { type: 'measure'; id: number }
  | { type: 'stop'; deadlineMs: number };
export type FromWorker =
  | { type: 'plugin-done'; id: number; error: ErrorShape | null }
  | { type: 'ready' }
  | { type: 'failed'; error: ErrorShape }
  | { type: 'measured'; id: number; metrics: MetricsSnapshot }
  | { type: 'stopped' };
