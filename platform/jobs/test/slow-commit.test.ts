import pg from 'pg';
import { v7 } from 'uuid';
import { onEveryQueue } from './queues.js';
import { anything, contextOf, TestJobs } from './test-jobs.js';

/** Whoever commits changes of jobs waits here, at the end of the transaction: the queue is quicker than the commit. */
const slowCommit = `
  create function public.slow_commit() returns trigger language plpgsql as
    $$ begin perform pg_sleep(0.3); return null; end $$;
  create constraint trigger slow_commit after update of published_at on platform.outbox
    deferrable initially deferred for each row execute function public.slow_commit();
  create constraint trigger slow_commit after update of queued_at on platform.jobs
    deferrable initially deferred for each row execute function public.slow_commit();`;

onEveryQueue((startQueue) => {
  let jobs: TestJobs;
  beforeAll(async () => {
    jobs = await TestJobs.open(startQueue);
    const admin = new pg.Client({ connectionString: jobs.db.server.adminUrl ?? '' });
    await admin.connect();
    await admin.query(slowCommit);
    await admin.end();
  });
  afterAll(() => jobs.close());

  test('a worker that gets a job before its dispatch is committed does not take it for void', async () => {
    const tenant = v7();
    await jobs.startWorker({
      definitions: [{ name: 'work', queue: 'ai', payload: anything, run: async () => undefined }],
      handlers: [{ name: 'react', event: 'document.deleted', queue: 'notify', run: async () => undefined }],
    });
    const work = await jobs.enqueue(tenant, 'work');
    await jobs.inTenant(tenant, (tx) =>
      jobs.outbox.event(tx, contextOf(tenant), 'document.deleted', { documentId: v7() }),
    );
    await jobs.untilState(tenant, work, 'done');
    await jobs.untilState(tenant, await jobs.untilExists(tenant, 'on:react'), 'done');
    const dispatches = await jobs.inTenant(tenant, (tx) =>
      tx.query('select name, dispatch from platform.jobs order by name'),
    );
    expect(dispatches).toEqual([
      { name: 'on:react', dispatch: 1 },
      { name: 'work', dispatch: 1 },
    ]);
  });
});
