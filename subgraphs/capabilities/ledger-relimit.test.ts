import { randomUUID } from 'node:crypto';
import { jobMigrations } from '#platform/jobs';
import { migrations as keyMigrations } from '#platform/keys';
import { outboxMigrations } from '#platform/outbox';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { attempt, openSpending, type SpendingParts, settle } from './fixtures/spending.js';
import module from './index.js';

let db: TestDatabase;
let parts: SpendingParts;
beforeAll(async () => {
  db = await createTestDatabase({
    migrations: [
      { room: 'platform', migrations: [...outboxMigrations, ...jobMigrations, ...keyMigrations] },
      { room: module.name, migrations: module.migrations },
    ],
  });
  parts = await openSpending(db);
});
afterAll(() => db.close());

it('gives back no more than was held of a budget whose limit was away meanwhile', async () => {
  const context = callerOf(randomUUID(), { actor: 'user:ann' });
  const query = <Row>(sql: string) => db.database.tenant(context.tenant, (tx) => tx.query<Row>(sql));
  const setLimit = () =>
    query(
      `insert into capabilities.budget_limits (tenant_id, scope, subject, period, hard_nano, changed_by)
       values ('${context.tenant}', 'ACTOR', 'user:ann', 'DAY', 100, 'test')`,
    );
  await setLimit();
  await settle(parts, context, await attempt(parts, context, 10n), 10n);
  await query('delete from capabilities.budget_limits');
  const meanwhile = await attempt(parts, context, 50n);
  expect(meanwhile.isAdmitted).toBe(true);
  await setLimit();
  expect((await attempt(parts, context, 41n)).isAdmitted).toBe(false);
  await settle(parts, context, meanwhile, 20n);
  expect(
    await query(
      'select reserved_nano::int as reserved, spent_nano::int as spent from capabilities.budget_periods',
    ),
  ).toEqual([
    { reserved: 0, spent: 30 },
    { reserved: 0, spent: 30 },
  ]);
  expect((await attempt(parts, context, 71n)).isAdmitted).toBe(false);
  expect((await attempt(parts, context, 70n)).isAdmitted).toBe(true);
});
