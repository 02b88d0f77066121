import { once } from 'node:events';
import { AppError } from 'tributary/sdk';
import { v7 } from 'uuid';
import { listDeadLetters, redrive } from '../index.js';
import { onEveryQueue } from './queues.js';
import { anything, TestJobs } from './test-jobs.js';

onEveryQueue((startQueue) => {
  let jobs: TestJobs;
  beforeAll(async () => {
    jobs = await TestJobs.open(startQueue);
  });
  afterEach(() => jobs.idle());
  afterAll(() => jobs.close());

  test('an error that may pass is tried again, and finished steps stay finished', async () => {
    const effects: string[] = [];
    let failures = 0;
    await jobs.startWorker({
      definitions: [
        {
          name: 'steps',
          queue: 'ingest',
          payload: anything,
          async run(_payload, job) {
            for (const step of ['one', 'two']) {
              const first = await jobs.inTenant(job.context.tenant, (tx) => job.effect(tx, step, { step }));
              if (first) effects.push(step);
              if (step === 'one' && failures++ < 2) throw new AppError('UNAVAILABLE', { thing: 'It' });
            }
            effects.push(JSON.stringify(await job.checkpoint('one')));
          },
        },
      ],
    });
    const tenant = v7();
    const row = await jobs.untilState(tenant, await jobs.enqueue(tenant, 'steps'), 'done');
    expect(row.attempt).toBe(3);
    expect(effects).toEqual(['one', 'two', '{"step":"one"}']);
  });

  test('an error that will not pass is a dead letter at once, is told, and can be redriven', async () => {
    let broken = true;
    const told: unknown[] = [];
    await jobs.startWorker({
      definitions: [
        {
          name: 'fragile',
          queue: 'ai',
          payload: anything,
          async run() {
            if (broken) throw new AppError('DOCUMENT_EMPTY');
          },
          onDead: async (_payload, error) => void told.push((error as AppError).code),
        },
      ],
    });
    const tenant = v7();
    const id = await jobs.enqueue(tenant, 'fragile');
    const row = await jobs.untilState(tenant, id, 'dead');
    expect(row).toMatchObject({ attempt: 1, error: { code: 'DOCUMENT_EMPTY' } });
    expect(told).toEqual(['DOCUMENT_EMPTY']);
    const letters = await jobs.inTenant(tenant, (tx) => listDeadLetters(tx, 10));
    expect(letters).toMatchObject([{ id, name: 'fragile' }]);
    const byAnother = jobs.inTenant(v7(), (tx) => redrive(tx, id));
    await expect(byAnother).rejects.toMatchObject({ code: 'NOT_FOUND' });
    broken = false;
    await jobs.inTenant(tenant, (tx) => redrive(tx, id));
    await jobs.untilState(tenant, id, 'done');
  });

  test('a job that takes too long is stopped', async () => {
    await jobs.startWorker({
      definitions: [
        {
          name: 'slow',
          queue: 'ai',
          payload: anything,
          attempts: 1,
          timeoutMs: 50,
          run: async (_payload, { signal }) => {
            if (!signal.aborted) await once(signal, 'abort');
            signal.throwIfAborted();
          },
        },
      ],
    });
    const tenant = v7();
    const row = await jobs.untilState(tenant, await jobs.enqueue(tenant, 'slow'), 'dead');
    expect(row.error?.code).toBe('JOB_TIMEOUT');
  });
});
