import { AppError } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { EventHandler } from '#platform';
import { onEveryQueue } from './queues.js';
import { contextOf, TestJobs } from './test-jobs.js';

onEveryQueue((startQueue) => {
  let jobs: TestJobs;
  beforeAll(async () => {
    jobs = await TestJobs.open(startQueue);
  });
  afterEach(() => jobs.idle());
  afterAll(() => jobs.close());

  test('an event reaches each of its handlers once', async () => {
    const seen: string[] = [];
    const both = Promise.withResolvers<void>();
    const handler = (name: string): EventHandler => ({
      name,
      event: 'document.deleted',
      queue: 'notify',
      async run(event) {
        seen.push(`${name} ${(event.payload as { documentId: string }).documentId}`);
        if (seen.length === 2) both.resolve();
      },
    });
    await jobs.startWorker({ handlers: [handler('a'), handler('b')] });
    const [tenant, documentId] = [v7(), v7()];
    await jobs.inTenant(tenant, (tx) =>
      jobs.outbox.event(tx, contextOf(tenant), 'document.deleted', { documentId }),
    );
    await both.promise;
    expect(seen.sort()).toEqual([`a ${documentId}`, `b ${documentId}`]);
  });

  test('an event that fails in a batch is tried again, the others are not', async () => {
    const seen: string[] = [];
    const all = Promise.withResolvers<void>();
    let broken = true;
    const handler: EventHandler<'document.changed'> = {
      name: 'flaky',
      event: 'document.changed',
      queue: 'notify',
      async run({ payload }, job) {
        const first = await jobs.inTenant(job.context.tenant, (tx) => job.effect(tx, 'write'));
        seen.push(`${payload.status} ${first}`);
        if (payload.status === 'b' && broken) {
          broken = false;
          throw new AppError('UNAVAILABLE', { thing: 'It' });
        }
        if (seen.length === 4) all.resolve();
      },
    };
    const tenant = v7();
    await jobs.inTenant(tenant, async (tx) => {
      for (const status of ['a', 'b', 'c'])
        await jobs.outbox.event(tx, contextOf(tenant), 'document.changed', { documentId: v7(), status });
    });
    await jobs.startWorker({ handlers: [handler as unknown as EventHandler] });
    await all.promise;
    expect(seen).toEqual(['a true', 'b true', 'c true', 'b false']);
  });
});
