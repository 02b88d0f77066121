import { AppError, defineJob, definePlugin, type RequestContext, z } from 'tributary/sdk';
import { v7 } from 'uuid';
import { callerOf } from '../../../testkit/subgraph-host.js';
import { manifestOf, openServiceHost, type ServiceHost } from '../services/fixtures/service-host.js';
import { nextAt } from './schedule-time.js';

/** What the jobs of the tests do: told by their payload, seen in the store. */
const payload = z.object({ name: z.string(), fail: z.enum(['never', 'once', 'always']).default('never') });
let ended: Map<string, PromiseWithResolvers<string[]>>;
const work = defineJob({
  id: 'worker.work',
  description: 'Writes down what it was told.',
  needs: ['store'],
  payload,
  attempts: 2,
  async run({ name, fail }, { store }, { attempt, checkpoint, remember }) {
    const before = await checkpoint('noted');
    if (before === null) await remember('noted', { attempt });
    const seen = [`attempt ${attempt}`, `noted ${JSON.stringify(await checkpoint('noted'))}`];
    if (attempt === 2) ended.get(`second ${name}`)?.resolve(seen);
    if (fail === 'always' || (fail === 'once' && attempt === 1))
      throw new AppError('UNAVAILABLE', { thing: 'It' });
    await store.put('done', name, seen);
    ended.get(name)?.resolve(seen);
  },
});
const deaf = defineJob({
  id: 'worker.deaf',
  description: 'Does not heed its signal.',
  needs: [],
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 50,
  run: () => new Promise(() => undefined),
});
const plugin = definePlugin(manifestOf('worker', ['jobs', 'schedules', 'store']), { jobs: [work, deaf] });
const other = definePlugin(manifestOf('other', ['jobs', 'schedules']), {});

let host: ServiceHost;
beforeAll(async () => {
  host = await openServiceHost([plugin, other]);
  await host.startWorker();
});
beforeEach(() => {
  ended = new Map();
});
afterAll(() => host.close());

const me = () => callerOf(v7(), { actor: 'system:test' });
const until = (name: string) => {
  const resolvers = Promise.withResolvers<string[]>();
  ended.set(name, resolvers);
  return resolvers.promise;
};
const row = ({ tenant }: RequestContext, id: string) =>
  host.db.database.tenant(tenant, async (tx) => {
    const rows = await tx.query<{
      state: string;
      attempt: number;
      error: { code: string } | null;
      actor: string;
    }>('select state, attempt, error, actor from platform.jobs where id = $1', [id]);
    return rows[0];
  });
/** Waits for a state of the row, which nobody announces. */
async function untilDead(context: RequestContext, id: string) {
  for (let looks = 0; looks < 3000; looks += 1) {
    const found = await row(context, id);
    if (found?.state === 'dead') return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return null;
}

test('a job runs in the worker as its caller, once for a key', async () => {
  const context = me();
  const { jobs, store } = host.services('worker', context);
  const done = until('one');
  const { jobId } = await jobs.enqueue(work, { name: 'one' }, { key: 'k' });
  expect(await jobs.enqueue(work, { name: 'one' }, { key: 'k' })).toEqual({ jobId });
  expect(await done).toEqual(['attempt 1', 'noted {"attempt":1}']);
  expect(await store.get('done', 'one')).toEqual(['attempt 1', 'noted {"attempt":1}']);
  expect(await row(context, jobId)).toMatchObject({ actor: 'system:test' });
});

test('what may pass is tried again with what was remembered, as often as the job says', async () => {
  const context = me();
  const { jobs } = host.services('worker', context);
  const done = until('twice');
  await jobs.enqueue(work, { name: 'twice', fail: 'once' });
  expect(await done).toEqual(['attempt 2', 'noted {"attempt":1}']);
  const { jobId } = await jobs.enqueue(work, { name: 'never', fail: 'always' });
  expect(await untilDead(context, jobId)).toMatchObject({ attempt: 2, error: { code: 'UNAVAILABLE' } });
});

test('a job that does not heed its signal is given up at its deadline', async () => {
  const context = me();
  const { jobId } = await host.services('worker', context).jobs.enqueue(deaf, {});
  expect(await untilDead(context, jobId)).toMatchObject({ error: { code: 'JOB_TIMEOUT' } });
});

test('a payload that does not fit, and a job of another plugin, are refused', async () => {
  const { jobs } = host.services('worker', me());
  await expect(jobs.enqueue(work, { name: 1 as never })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  const { jobs: ofOther, schedules } = host.services('other', me());
  const refused = { code: 'JOB_NOT_FOUND' };
  await expect(ofOther.enqueue(work, { name: 'x' })).rejects.toMatchObject(refused);
  const schedule = { job: work, payload: { name: 'x' }, time: { everyMs: 10_000 } };
  await expect(schedules.set('s', schedule)).rejects.toMatchObject(refused);
});

test('a schedule comes round as the plugin, once for each time, and not while the plugin is off', async () => {
  const context = me();
  const { schedules } = host.services('worker', context);
  const start = host.clock.now();
  await schedules.set('often', { job: work, payload: { name: 'often' }, time: { everyMs: 60_000 } });
  await schedules.set('often', { job: work, payload: { name: 'often' }, time: { everyMs: 60_000 } });
  const at = (ms: number) => new Date(start.getTime() + ms);
  expect(await schedules.list()).toEqual([
    { name: 'often', job: 'worker.work', time: { everyMs: 60_000 }, nextAt: at(60_000).toISOString() },
  ]);
  const made = () =>
    host.db.database.tenant(context.tenant, (tx) =>
      tx.query<{ actor: string }>(`select actor from platform.jobs where name = 'plugins.job'`),
    );
  await host.turn();
  expect(await made()).toEqual([]);
  host.clock.at = at(61_000);
  const [removed] = host.plugins.splice(0, 1);
  await host.turn();
  expect(await made()).toEqual([]);
  host.plugins.unshift(removed!);
  const done = until('often');
  await Promise.all([host.turn(), host.turn()]);
  expect(await made()).toEqual([{ actor: 'plugin:worker' }]);
  await done;
  expect((await schedules.list())[0]?.nextAt).toBe(at(121_000).toISOString());
  await schedules.remove('often');
  host.clock.at = at(200_000);
  await host.turn();
  expect(await made()).toHaveLength(1);
});

test.each([[{ everyMs: 9_999 }], [{ everyMs: 1.5 }], [{ dailyAt: '24:00' }], [{ dailyAt: '2:00' }], [{}]])(
  'the time %j is refused',
  (time) => {
    expect(() => nextAt(time as never, new Date())).toThrow(/everyMs .* or dailyAt/);
  },
);

test('a daily schedule comes round at its time in UTC, today or tomorrow', () => {
  const next = (time: string, now: string) => nextAt({ dailyAt: time }, new Date(now)).toISOString();
  expect(next('02:30', '2026-03-01T02:29:59Z')).toBe('2026-03-01T02:30:00.000Z');
  expect(next('02:30', '2026-03-01T02:30:00Z')).toBe('2026-03-02T02:30:00.000Z');
  expect(next('02:30', '2026-12-31T23:00:00Z')).toBe('2027-01-01T02:30:00.000Z');
});
