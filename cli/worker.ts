import { type Transferable, Worker } from 'node:worker_threads';
import { AppError } from 'tributary/sdk';
import type { Logger, PluginVersion } from '#platform';
import type { Config } from '#platform/config';
import type { PluginWorker } from '#platform/plugin-host/changes';
import type { MetricsSnapshot } from '#platform/telemetry';
import type { FromWorker, PluginOrder, PluginThreadPort, ToWorker, WorkerData } from './worker-messages.js';

const measureMs = 1000;

/** What the main thread has the worker thread do with plugins. Each fails as it failed there. */
export interface WorkerThreadPlugins extends PluginWorker {
  /** @throws AppError */
  open(version: PluginVersion, thread: PluginThreadPort | null): Promise<void>;
  close(hash: string): Promise<void>;
}

export interface WorkerThread {
  readonly plugins: WorkerThreadPlugins;
  /** Resolves when jobs are taken. */
  readonly ready: Promise<void>;
  isReady(): boolean;
  tellGateway(url: string): void;
  /** What the thread has measured; none when it is too busy to say so in time. */
  measure(): Promise<MetricsSnapshot[]>;
  stop(deadlineMs: number): Promise<void>;
}

/** Starts the worker thread. When it dies on its own the process has failed: `onDeath` is told, and what it held is taken up by the next start. */
export function startWorkerThread(
  config: Config,
  databaseUrl: string,
  log: Logger,
  onDeath: (error: unknown) => void,
): WorkerThread {
  const workerData: WorkerData = { config, databaseUrl };
  const thread = new Worker(new URL('./worker-thread.js', import.meta.url), { workerData });
  const ready = Promise.withResolvers<void>();
  const exited = Promise.withResolvers<void>();
  let isReady = false;
  let isStopping = false;
  let measured = 0;
  let ordered = 0;
  const ordering = new Map<number, PromiseWithResolvers<void>>();
  const measuring = new Map<number, (snapshots: MetricsSnapshot[]) => void>();
  const send = (message: ToWorker) => thread.postMessage(message);

  thread.on('message', (message: FromWorker) => {
    if (message.type === 'ready') {
      isReady = true;
      ready.resolve();
    }
    if (message.type === 'measured') measuring.get(message.id)?.([message.metrics]);
    if (message.type === 'plugin-done') {
      const order = ordering.get(message.id);
      ordering.delete(message.id);
      if (message.error) order?.reject(AppError.fromShape(message.error));
      else order?.resolve();
    }
    if (message.type === 'failed') ready.reject(AppError.fromShape(message.error));
  });
  thread.on('error', (error) => {
    ready.reject(error);
    if (!isStopping) onDeath(error);
  });
  thread.on('exit', (code) => {
    isReady = false;
    for (const order of ordering.values()) order.reject(new AppError('SHUTTING_DOWN'));
    ordering.clear();
    exited.resolve();
    if (isStopping) return;
    log.error({ code }, 'the worker thread ended');
    onDeath(new AppError('INTERNAL', { reason: 'the worker thread ended' }));
  });
  ready.promise.catch(() => undefined);
  const order = (wanted: PluginOrder, transferred: readonly Transferable[] = []): Promise<void> => {
    if (isStopping) return Promise.resolve();
    ordered += 1;
    const done = Promise.withResolvers<void>();
    ordering.set(ordered, done);
    const message: ToWorker = { type: 'plugin', id: ordered, order: wanted };
    thread.postMessage(message, transferred);
    return done.promise;
  };

  return {
    plugins: {
      open: (version, opened) => order({ do: 'open', version, thread: opened }, opened ? [opened.port] : []),
      activate: (plugin, hash) => order({ do: 'activate', plugin, hash }),
      drained: (hash) => order({ do: 'drained', hash }),
      close: (hash) => order({ do: 'close', hash }),
    },
    ready: ready.promise,
    isReady: () => isReady,
    tellGateway: (url) => send({ type: 'gateway', url }),
    async measure() {
      if (!isReady || isStopping) return [];
      measured += 1;
      const id = measured;
      const { promise, resolve } = Promise.withResolvers<MetricsSnapshot[]>();
      measuring.set(id, resolve);
      const late = setTimeout(() => resolve([]), measureMs);
      send({ type: 'measure', id });
      return promise.finally(() => {
        clearTimeout(late);
        measuring.delete(id);
      });
    },
    async stop(deadlineMs) {
      isStopping = true;
      send({ type: 'stop', deadlineMs });
      const late = setTimeout(() => void thread.terminate(), deadlineMs + 1000);
      await exited.promise;
      clearTimeout(late);
    },
  };
}
