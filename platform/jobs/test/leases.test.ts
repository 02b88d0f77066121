import { once } from 'node:events';
import { v7 } from 'uuid';
import { onEveryQueue } from './queues.js';
import { anything, heard, TestJobs } from './test-jobs.js';

/** A lease that no test outlives: what still moves a job is not that its time is over. */
const patient = { heartbeatMs: 50, leaseMs: 3_600_000 };

onEveryQueue((startQueue) => {
  let jobs: TestJobs;
  beforeAll(async () => {
    jobs = await TestJobs.open(startQueue);
  });
  afterEach(() => jobs.idle());
  afterAll(() => jobs.close());

  /** A process that holds the lease of a job which it never ends. */
  const blocked = async (tenant: string) => {
    const child = jobs.startProcess();
    await heard(child, 'ready');
    const running = heard(child, 'running');
    const id = await jobs.enqueue(tenant, 'block');
    await running;
    return { child, id };
  };

  test('a worker that was killed loses its job to the next one of its machine, which need not wait for the lease', async () => {
    const tenant = v7();
    const { child, id } = await blocked(tenant);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    const found: unknown[] = [];
    await jobs.startWorker({
      lease: patient,
      definitions: [
        {
          name: 'block',
          queue: 'ai',
          payload: anything,
          run: async (_payload, job) => void found.push([job.attempt, await job.checkpoint('first')]),
        },
      ],
    });
    await jobs.untilState(tenant, id, 'done');
    expect(found).toEqual([[2, { by: 'killed' }]]);
  });

  test('a worker that falls silent on another machine loses its job when the lease ends, not before', async () => {
    const tenant = v7();
    const { child, id } = await blocked(tenant);
    child.kill('SIGSTOP');
    await jobs.db.system.across((tx) => tx.query(`update platform.workers set host = 'elsewhere'`));
    const host = await jobs.startWorker({
      lease: patient,
      definitions: [{ name: 'block', queue: 'ai', payload: anything, run: async () => undefined }],
    });
    await twoHeartbeats(host.id);
    expect(await jobs.row(tenant, id)).toMatchObject({ state: 'running', attempt: 1 });
    await jobs.db.system.across((tx) =>
      tx.query(
        `update platform.workers set seen_at = seen_at - $1 * interval '1 ms' where host = 'elsewhere'`,
        [patient.leaseMs],
      ),
    );
    expect(await jobs.untilState(tenant, id, 'done')).toMatchObject({ attempt: 2 });
  });

  const twoHeartbeats = async (worker: string) => {
    const seen = new Set<number>();
    while (seen.size < 3) {
      const [row] = await jobs.db.system.across((tx) =>
        tx.query<{ at: Date }>('select seen_at as at from platform.workers where id = $1', [worker]),
      );
      if (row) seen.add(row.at.getTime());
    }
  };

  test('a job that kills its worker dies after its attempts', async () => {
    const tenant = v7();
    const id = await jobs.enqueue(tenant, 'poison');
    await once(jobs.startProcess(), 'exit');
    await jobs.startWorker({
      definitions: [
        { name: 'poison', queue: 'ai', payload: anything, attempts: 1, run: async () => undefined },
      ],
    });
    expect(await jobs.untilState(tenant, id, 'dead')).toMatchObject({ error: { code: 'JOB_LOST' } });
  });

  test('a worker that closes gives back what it could not end, and the attempt does not count', async () => {
    const tenant = v7();
    const running = Promise.withResolvers<void>();
    const first = await jobs.startWorker({
      definitions: [
        {
          name: 'long',
          queue: 'ai',
          payload: anything,
          async run(_payload, { signal }) {
            running.resolve();
            if (!signal.aborted) await once(signal, 'abort');
            throw signal.reason;
          },
        },
      ],
    });
    const id = await jobs.enqueue(tenant, 'long');
    await running.promise;
    await jobs.end(first, 10);
    expect(await jobs.row(tenant, id)).toMatchObject({ state: 'waiting', attempt: 0 });
    await jobs.startWorker({
      definitions: [{ name: 'long', queue: 'ai', payload: anything, run: async () => undefined }],
    });
    await jobs.untilState(tenant, id, 'done');
  });

  test('a worker whose lease has moved can write nothing', async () => {
    const tenant = v7();
    const taken = Promise.withResolvers<void>();
    const moved = Promise.withResolvers<void>();
    const outcome = Promise.withResolvers<unknown>();
    await jobs.startWorker({
      definitions: [
        {
          name: 'zombie',
          queue: 'ai',
          payload: anything,
          async run(_payload, job) {
            if (job.attempt > 1) return;
            taken.resolve();
            await moved.promise;
            await jobs
              .inTenant(tenant, (tx) => job.effect(tx, 'late'))
              .then(outcome.resolve, outcome.resolve);
          },
        },
      ],
    });
    const id = await jobs.enqueue(tenant, 'zombie');
    await taken.promise;
    await jobs.db.system.across((tx) =>
      tx.query(`update platform.jobs set state = 'waiting', worker = null where id = $1`, [id]),
    );
    moved.resolve();
    expect(await outcome.promise).toMatchObject({ code: 'JOB_LEASE_LOST' });
    await jobs.untilState(tenant, id, 'done');
  });
});
