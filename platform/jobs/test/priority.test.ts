import { v7 } from 'uuid';
import { insertJob, outboxMigrations } from '#platform/outbox';
import { createTestDatabase, type TestDatabase } from '../../../testkit/database.js';
import { chooseJobs, type FeedOptions } from '../feed.js';
import { jobMigrations } from '../migrations.js';

let db: TestDatabase;
beforeEach(async () => {
  db = await createTestDatabase({
    migrations: [{ room: 'platform', migrations: [...outboxMigrations, ...jobMigrations] }],
  });
});
afterEach(() => db.close());

/** Eight places in `ai`, of which four run; two of them may be batches. */
const options: FeedOptions = {
  queues: new Map([['run', 'ai']]),
  concurrency: { ingest: 1, ai: 4, notify: 1, system: 1 },
  perTenant: 8,
};
type Priority = 'INTERACTIVE' | 'NORMAL' | 'BATCH';

async function add(tenant: string, priority: Priority, count: number): Promise<string[]> {
  const ids: string[] = [];
  await db.database.tenant(tenant, async (tx) => {
    for (let at = 0; at < count; at += 1) {
      const about = { name: 'run', key: null, actor: 'user:test', rights: null, payload: {} };
      const trace = { requestId: '', traceparent: '', delayMs: 0, wake: false };
      ids.push(await insertJob(tx, tenant, { id: v7(), ...about, ...trace, priority }));
    }
  });
  return ids;
}
const choose = async () =>
  ((await db.system.across((tx) => chooseJobs(tx, options))).get('ai') ?? []).map(({ id }) => id);
const end = (ids: readonly string[]) =>
  db.system.across((tx) => tx.query(`update platform.jobs set state = 'done' where id = any($1)`, [ids]));

test('batches take at most half of the workers, however many wait', async () => {
  const [one, other] = [v7(), v7()];
  const batches = [...(await add(one, 'BATCH', 500)), ...(await add(other, 'BATCH', 500))];
  const chosen = await choose();
  expect(chosen).toHaveLength(2);
  expect(batches).toEqual(expect.arrayContaining(chosen));
  expect(await choose()).toEqual([]);
  const runs = await add(one, 'NORMAL', 20);
  expect(await choose()).toEqual(runs.slice(0, 6));
  await end(chosen);
  expect(await choose()).toHaveLength(2);
});

test('what a person waits for comes before all that waits in the tenant, and a batch after it', async () => {
  const tenant = v7();
  const normal = await add(tenant, 'NORMAL', 30);
  await add(tenant, 'BATCH', 30);
  const first = await choose();
  expect(first).toEqual(normal.slice(0, 8));
  const [asked] = await add(tenant, 'INTERACTIVE', 1);
  await end(first.slice(0, 1));
  expect(await choose()).toEqual([asked]);
});

test('a tenant in a hurry takes nothing from the turn of another', async () => {
  const [hasty, calm] = [v7(), v7()];
  await add(hasty, 'INTERACTIVE', 50);
  const waiting = await add(calm, 'NORMAL', 4);
  const chosen = await choose();
  expect(chosen).toHaveLength(8);
  expect(chosen.filter((id) => waiting.includes(id))).toHaveLength(4);
});
