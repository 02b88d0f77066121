import { defineJob, type JobDefinition, type RunSummary, z } from 'tributary/sdk';
import { indexesOf } from '../datasets/dataset.js';
import { scoresOf, withText } from '../experiments/try-case.js';
import { cursors, keyOfSample, type Sample, samples } from './sample.js';
import { isSampled, readRules, type SamplingRule } from './sampling.js';

const payload = z.object({});
const needs = ['store', 'runs', 'evaluators', 'clock'] as const;
type Needs = (typeof needs)[number];
type Services = Parameters<JobDefinition<typeof payload, Needs>['run']>[1];

const pageSize = 100;
/** A turn stops after so many runs; the next one goes on. */
const mostPages = 10;
/** What has ended is committed by then. */
const settledMs = 5_000;
/** The first turn looks back no further. */
const firstMs = 3_600_000;

/** Evaluates the sampled ones of the runs that have finished since it last looked. Nobody waits for it. */
export const sampleRuns: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'evaluation.sample-runs',
  description: 'Evaluates a share of the finished runs.',
  needs,
  payload,
  async run(_payload, services, { signal }) {
    const { store, runs, clock } = services;
    const rules = new Map((await readRules(store)).map((rule) => [rule.capability, rule]));
    if (rules.size === 0) return;
    const now = clock.now().getTime();
    const to = new Date(now - settledMs).toISOString();
    let cursor = (await store.get(cursors, 'sampling')) as { from: string; after: string | null } | null;
    cursor ??= { from: new Date(now - firstMs).toISOString(), after: null };
    for (let page = 0; page < mostPages; page += 1) {
      signal.throwIfAborted();
      const found: RunSummary[] = await runs.finished({ ...cursor, to, first: pageSize, everybodys: true });
      for (const run of found) {
        const rule = rules.get(run.capability);
        if (rule && !run.isTrial && isSampled(run.runId, rule.share)) await evaluate(run, rule, services);
      }
      const last = found.at(-1);
      if (!last) return;
      cursor = { from: last.finishedAt ?? cursor.from, after: last.runId };
      await store.put(cursors, 'sampling', cursor);
      if (found.length < pageSize) return;
    }
  },
});

/** Keeps the scores, not the content; by the same run the same item. */
async function evaluate(
  run: RunSummary,
  { evaluators: asked }: SamplingRule,
  { store, evaluators }: Services,
): Promise<void> {
  const { runId, capability, input, result, error, documentIds, promptVersions } = run;
  const output = result && 'output' in result ? result.output : null;
  const { scores, skipped } = await scoresOf(
    evaluators,
    asked.map((id) => ({ id })),
    {
      id: runId,
      capability,
      input,
      expected: null,
      output: withText(result, output),
      outcome: result?.type ?? error?.code ?? 'RUN_FAILED',
      result: result?.result ?? null,
    },
  );
  const at = run.finishedAt ?? run.createdAt;
  const sample: Sample = {
    runId,
    capability,
    at,
    model: result?.result.model ?? null,
    promptVersions,
    outcome: result?.type ?? error?.code ?? 'RUN_FAILED',
    scores,
    skipped,
    documentIds,
  };
  const key = keyOfSample(at, runId);
  await store.change([{ collection: samples, key, value: sample, indexes: indexesOf(documentIds) }]);
}
