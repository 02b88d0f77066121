import { defineJob, errorShape, itemsBelow, type JobDefinition, type JobProgress, z } from 'tributary/sdk';
import { type DatasetCase, indexesOf } from '../datasets/dataset.js';
import { casesOf, readableOnly } from '../datasets/read-datasets.js';
import {
  type CaseResult,
  changeExperiment,
  type Experiment,
  isOver,
  keyOfResult,
  readExperiment,
  results,
} from './experiment.js';
import { reportExperiment } from './report-experiment.js';
import { summarise } from './summarise.js';
import { hasFailed, type Trying, tryCase } from './try-case.js';

const payload = z.object({ experimentId: z.uuid(), turn: z.int().min(0) });
const needs = ['store', 'documents', 'runs', 'evaluators', 'jobs', 'clock', 'works'] as const;
type Needs = (typeof needs)[number];
type Services = Parameters<JobDefinition<typeof payload, Needs>['run']>[1];

const mostAttempts = 10;
/** Whoever watches all long work is told of so many results at once. */
const toldEvery = 10;
/** Cases that are tried at once. */
const atOnce = 4;
/** After this a turn takes no further case, and after the second time it waits for none: its runs need the place. */
const turnMs = 20_000;
const waitMs = 40_000;

/**
 * Tries the cases that have no result yet, for a while; then the next turn does, so that no place of the queue is held
 * for ever. Whatever is killed begins a turn anew: what has a result is not run again, and what was started goes on as
 * the same run.
 */
export const runExperiment: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'evaluation.run-experiment',
  description: 'Tries the variants of an experiment on its cases.',
  needs,
  payload,
  attempts: mostAttempts,
  timeoutMs: 120_000,
  async run({ experimentId, turn }, services, progress) {
    const { store, jobs } = services;
    const experiment = await changeExperiment(store, experimentId, (now) =>
      now.state === 'PENDING' ? { ...now, state: 'RUNNING' } : null,
    );
    // A crash may have come before this was told.
    await reportExperiment(services.works, experiment);
    if (isOver(experiment)) return;
    try {
      const isDone = await takeTurn(experiment, services, progress);
      if (!isDone) {
        const key = `${experimentId} ${turn + 1}`;
        await jobs.enqueue(runExperiment, { experimentId, turn: turn + 1 }, { key });
      }
    } catch (error) {
      const { retryable, code, message } = errorShape(error);
      if (progress.attempt < mostAttempts && (retryable || progress.signal.aborted)) throw error;
      const failure = `${code}: ${message}`;
      await end(services, experimentId, { state: 'FAILED', error: failure });
    }
  },
});

/** Whether the experiment is over after it. */
async function takeTurn(
  experiment: Experiment,
  services: Services,
  { signal }: Pick<JobProgress, 'signal'>,
): Promise<boolean> {
  const { store, documents } = services;
  const { id, dataset, datasetVersion, variants } = experiment;
  const cases = await readableOnly(documents, await casesOf(store, dataset, datasetVersion));
  const done = new Map<string, CaseResult>();
  for await (const { key, value } of itemsBelow<CaseResult>(store, results, `${id}/`)) done.set(key, value);
  const todo = cases.filter((item) => variants.some((_, at) => !done.has(keyOfResult(id, at, item.id))));
  const begun = performance.now();
  const waiting = AbortSignal.any([signal, AbortSignal.timeout(waitMs)]);
  const trying: Trying = { ...services, signal: waiting };
  let [next, isStopped] = [0, false];
  const work = async () => {
    while (next < todo.length && !isStopped && performance.now() - begun < turnMs) {
      const item = todo[next];
      next += 1;
      if (!item) return;
      if (isOver(await readExperiment(store, id))) isStopped = true;
      else await tryVariants(trying, experiment, item, done, services);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, work));
  signal.throwIfAborted();
  if (isStopped) return true;
  const failed = ended.find((each) => each.status === 'rejected');
  // Who waited long enough is waited for in the next turn.
  if (failed && !waiting.aborted) throw failed.reason;
  if (failed || next < todo.length) return false;
  const all = cases.flatMap((item) =>
    variants.flatMap((_, at) => done.get(keyOfResult(id, at, item.id)) ?? []),
  );
  const summaries = await summarise(experiment, all);
  await end(services, id, { state: 'FINISHED', summaries, total: all.length, ...countsOf(all) });
  return true;
}

/** All variants of one case in their order, for the first one's output is what the others are compared with. */
async function tryVariants(
  trying: Trying,
  experiment: Experiment,
  item: DatasetCase,
  done: Map<string, CaseResult>,
  { store, works }: Services,
): Promise<void> {
  const { id, variants } = experiment;
  for (const at of variants.keys()) {
    const key = keyOfResult(id, at, item.id);
    if (done.has(key)) continue;
    const baseline = done.get(keyOfResult(id, 0, item.id))?.output;
    const result = await within(trying.signal, tryCase(trying, experiment, at, item, baseline));
    const write = { collection: results, key, value: result, indexes: indexesOf(result.documentIds) };
    await store.change([write]);
    done.set(key, result);
    const counts = countsOf([...done.values()]);
    const now = await changeExperiment(store, id, (before) =>
      isOver(before) || before.done >= counts.done ? null : { ...before, ...counts },
    );
    if (counts.done % toldEvery === 0) await reportExperiment(works, now);
  }
}

const countsOf = (all: readonly CaseResult[]) => ({
  done: all.length,
  failed: all.filter(hasFailed).length,
});

/** Who evaluates need not heed a signal. */
async function within<Answer>(signal: AbortSignal, work: Promise<Answer>): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  work.catch(() => undefined);
  try {
    signal.throwIfAborted();
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

async function end(
  { store, clock, works }: Services,
  id: string,
  change: Partial<Experiment> & Pick<Experiment, 'state'>,
): Promise<void> {
  const ended = await changeExperiment(store, id, (now) =>
    isOver(now) ? null : { ...now, ...change, finishedAt: clock.now().toISOString() },
  );
  await reportExperiment(works, ended);
}
