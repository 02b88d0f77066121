import {
  defineJob,
  type Granted,
  itemsBelow,
  type JobDefinition,
  newestBefore,
  type StoreWrite,
  z,
} from 'tributary/sdk';
import { readSettings } from '../settings.js';
import { arrivals } from './arrivals.js';
import { begunInHour, hourOf } from './begun-in-hour.js';
import { contents, facts, isOver, keyOfRun, runs, steps, type WorkflowRun } from './workflow-run.js';

const payload = z.object({});
const needs = ['store', 'clock', 'settings', 'log'] as const;
type Needs = (typeof needs)[number];

type Store = Granted<'store'>['store'];

const dayMs = 86_400_000;

/** Deletes what is left of runs that ended long ago, with their steps; the audit log says on what they did. */
export const forgetRuns: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'automation.forget-runs',
  description: 'Deletes workflow runs that ended before the days that the settings keep them.',
  needs,
  payload,
  async run(_payload, { store, clock, settings, log }, { signal }) {
    const { keepRunsDays } = await readSettings(settings);
    const now = clock.now().getTime();
    const before = new Date(now - keepRunsDays * dayMs);
    let forgotten = 0;
    const old = itemsBelow<WorkflowRun>(store, runs, '', newestBefore(before));
    for await (const { value: run } of old) {
      signal.throwIfAborted();
      if (!isOver(run) || run.endedAt === null || run.endedAt >= before.toISOString()) continue;
      await forget(run, store);
      forgotten += 1;
    }
    await forgetCounts(store, hourOf(new Date(now - dayMs)));
    if (forgotten > 0) log.info('workflow runs that ended long ago are forgotten', { runs: forgotten });
  },
});

/** With what it was begun with, its steps and the events that came for them. */
async function forget({ id }: WorkflowRun, store: Store): Promise<void> {
  const writes: StoreWrite[] = [
    { collection: runs, key: keyOfRun(id) },
    { collection: facts, key: id },
  ];
  for (const collection of [steps, contents, arrivals]) {
    for await (const { key } of itemsBelow(store, collection, `${id}/`)) writes.push({ collection, key });
  }
  await store.change(writes);
}

/** How many began in hours that are over; nobody asks for it any more. */
async function forgetCounts(store: Store, before: string): Promise<void> {
  for await (const { key } of itemsBelow(store, begunInHour, '')) {
    if (key.slice(-before.length) < before) await store.delete(begunInHour, key);
  }
}
