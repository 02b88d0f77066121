import { Worker } from 'node:worker_threads';
import { AppError } from 'tributary/sdk';
import type { Composition, SubgraphSource, Supergraph } from './compose.js';

const deadlineMs = 60_000;

/**
 * Composes in a thread of its own, so that requests are served meanwhile.
 * @throws AppError `COMPOSITION_FAILED`, naming every culprit.
 */
export async function composeInThread(subgraphs: readonly SubgraphSource[]): Promise<Supergraph> {
  const result = await composeSources(subgraphs);
  if ('composed' in result) return result.composed;
  throw new AppError('COMPOSITION_FAILED', { reason: result.problems.join('; ') });
}

/** The same for whoever wants to know what is wrong. */
export function composeSources(subgraphs: readonly SubgraphSource[]): Promise<Composition> {
  return runThread(subgraphs.map(({ name, sdl }) => ({ name, sdl })));
}

function runThread(sources: readonly SubgraphSource[]): Promise<Composition> {
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
