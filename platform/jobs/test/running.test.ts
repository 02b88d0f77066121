import { AppError, z } from 'tributary/sdk';
import { v7 } from 'uuid';
import { onEveryQueue } from './queues.js';
import { anything, contextOf, TestJobs } from './test-jobs.js';

onEveryQueue((startQueue) => {
  let jobs: TestJobs;
  beforeAll(async () => {
    jobs = await TestJobs.open(startQueue);
  });
  afterEach(() => jobs.idle());
  afterAll(() => jobs.close());

  test('a job runs once, with its payload and the rights it was written with', async () => {
    const runs: unknown[] = [];
    await jobs.startWorker({
      definitions: [
        {
          name: 'hello',
          queue: 'ai',
          payload: z.object({ n: z.int() }),
          run: async (payload, job) =>
            void runs.push({ payload, actor: job.context.actor, rights: job.context.rights }),
        },
      ],
    });
    const tenant = v7();
    await jobs.untilState(tenant, await jobs.enqueue(tenant, 'hello', { n: 7 }), 'done');
    const rights = { mode: 'every', principals: ['group:a'] };
    expect(runs).toEqual([{ payload: { n: 7 }, actor: 'system:test', rights }]);
  });

  test('an outbox that rolls back leaves no job', async () => {
    const seen: unknown[] = [];
    await jobs.startWorker({
      definitions: [{ name: 'note', queue: 'ai', payload: anything, run: async (p) => void seen.push(p) }],
    });
    const tenant = v7();
    const undone = jobs.inTenant(tenant, async (tx) => {
      await jobs.outbox.job(tx, contextOf(tenant), { name: 'note', payload: { from: 'rolled back' } });
      throw new AppError('CONFLICT', { reason: 'changed my mind' });
    });
    await expect(undone).rejects.toMatchObject({ code: 'CONFLICT' });
    await jobs.untilState(tenant, await jobs.enqueue(tenant, 'note', { from: 'committed' }), 'done');
    expect(seen).toEqual([{ from: 'committed' }]);
  });

  test('parallel requests with one key are one job', async () => {
    let runs = 0;
    await jobs.startWorker({
      definitions: [{ name: 'once', queue: 'ai', payload: anything, run: async () => void runs++ }],
    });
    const tenant = v7();
    const ids = await Promise.all(Array.from({ length: 40 }, () => jobs.enqueue(tenant, 'once', {}, 'same')));
    expect(new Set(ids).size).toBe(1);
    await jobs.untilState(tenant, ids[0]!, 'done');
    await jobs.untilState(tenant, await jobs.enqueue(tenant, 'once', {}, 'other'), 'done');
    expect(runs).toBe(2);
  });

  test('a tenant with few jobs does not wait for one with many', async () => {
    const order: string[] = [];
    const [many, few] = [v7(), v7()];
    for (let count = 0; count < 60; count++) await jobs.enqueue(many, 'work', { of: 'many' });
    const last: string[] = [];
    for (let count = 0; count < 4; count++) last.push(await jobs.enqueue(few, 'work', { of: 'few' }));
    await jobs.startWorker({
      concurrency: 2,
      definitions: [
        {
          name: 'work',
          queue: 'ai',
          payload: z.object({ of: z.string() }),
          run: async ({ of }) => void order.push(of),
        },
      ],
    });
    await Promise.all(last.map((id) => jobs.untilState(few, id, 'done')));
    expect(order.filter((of) => of === 'few')).toHaveLength(4);
    expect(order.lastIndexOf('few')).toBeLessThan(20);
  });
});
