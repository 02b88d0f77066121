import { defineJob, type Granted, itemsBelow, type JobDefinition, type StoreWrite, z } from 'tributary/sdk';
import { readSettings } from '../settings.js';
import { arrivals } from './arrivals.js';
import { begunInHour, hourOf } from './begun-in-hour.js';
import { contents, facts, isOver, keyOfRun, runs, steps, type WorkflowRun } from './workflow-run.js';

const payload = z.object({});
const needs = ['store', 'clock', 'settings', 'log'] as const;
type Needs = (typeof needs)[number];

type Store = Granted<'store'>['store'];

const dayMs = 86_400_000;
const pageSize = 100;

/** Deletes what is left of runs that ended long ago, with their steps; the audit log says on what they did. */
export const forgetRuns: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'automation.forget-runs',
  description: 'Deletes workflow runs that ended before the days that the settings keep them.',
  needs,
  payload,
  async run(_payload, { store, clock, settings, log }, { signal }) {
    const { keepRunsDays } = await readSettings(settings);
    const now = clock.now().getTime();
    const before = new Date(now - keepRunsDays * dayMs).toISOString();
    let forgotten = 0;
    for await (const run of begunBefore(store, now - keepRunsDays * dayMs)) {
      signal.throwIfAborted();
      if (!isOver(run) || run.endedAt === null || run.endedAt >= before) continue;
      await forget(run, store);
      forgotten += 1;
    }
    await forgetCounts(store, hourOf(new Date(now - dayMs)));
    if (forgotten > 0) log.info('workflow runs that ended long ago are forgotten', { runs: forgotten });
  },
});

/** Those that began before a time; an id begins with its milliseconds, in 12 hexadecimal digits. */
async function* begunBefore(store: Store, ms: number): AsyncGenerator<WorkflowRun> {
  const digits = ms.toString(16).padStart(12, '0');
  for (let after = keyOfRun(`${digits.slice(0, 8)}-${digits.slice(8)}`); ; ) {
    const page = await store.list(runs, { first: pageSize, after });
    for (const { value } of page) yield value as WorkflowRun;
    const last = page.at(-1);
    if (page.length < pageSize || !last) return;
    after = last.key;
  }
}

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
