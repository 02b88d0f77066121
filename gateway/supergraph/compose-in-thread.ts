import { Worker } from 'node:worker_threads';
import { AppError } from 'tributary/sdk';
import type { Composition, SubgraphSource } from './compose.js';

const deadlineMs = 60_000;

/**
 * Composes in a thread of its own, so that requests are served meanwhile; every problem names its subgraph.
 * @throws AppError `COMPOSITION_FAILED` when the thread fails
 */
export function composeInThread(sources: readonly SubgraphSource[]): Promise<Composition> {
  const thread = new Worker(new URL('./compose-thread.js', import.meta.url), { workerData: sources });
  const { promise, resolve, reject } = Promise.withResolvers<Composition>();
  const fail = (reason: string, cause?: unknown) =>
    reject(new AppError('COMPOSITION_FAILED', { reason }, { cause }));
  const timer = setTimeout(() => fail(`it took longer than ${deadlineMs} ms`), deadlineMs);
  thread.once('message', resolve);
  thread.once('error', (cause) => fail('the thread failed', cause));
  thread.once('exit', (code) => fail(`the thread ended with ${code}`));
  return promise.finally(() => {
    clearTimeout(timer);
    void thread.terminate();
  });
}
