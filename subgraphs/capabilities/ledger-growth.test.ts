import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import capabilities from './index.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase({
    migrations: [{ room: 'capabilities', migrations: capabilities.migrations }],
  });
});
afterAll(() => db.close());

interface Plan {
  'QUERY PLAN': [{ Plan: Record<'Shared Hit Blocks' | 'Shared Read Blocks', number> }];
}

it('settles a call without a look at the days and actors of before', async () => {
  const tenant = randomUUID();
  const call = {
    operation: 'chat',
    attempt: 1,
    input_tokens: 1,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    output_tokens: 1,
    reasoning_tokens: 0,
    counted: 'PROVIDER',
    nano_usd: 5,
    held_nano: 5,
    is_above_maximum: false,
    outcome: 'ok',
    duration_ms: 1,
  };
  await db.database.tenant(tenant, async (tx) => {
    await tx.query(
      `insert into capabilities.budget_periods
         (tenant_id, scope, subject, period, starts, reserved_nano, spent_nano)
       select $1, 'ACTOR', 'user:' || actor, 'DAY', (now() at time zone 'utc')::date - day, 0, 1
         from generate_series(1, 200) actor, generate_series(0, 99) day`,
      [tenant],
    );
    const settle = async () => {
      const [row] = await tx.query<Plan>(
        `explain (analyze, buffers, format json)
         select * from capabilities.settle_calls($1, 0, 'trial', 'trial.ask', 'user:7', $2, '{}', false)`,
        [randomUUID(), JSON.stringify([{ ...call, id: randomUUID() }])],
      );
      const { Plan } = row!['QUERY PLAN'][0];
      return Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'];
    };
    await settle();
    expect(await settle()).toBeLessThan(1000);
    const spent = await tx.query(
      `select subject, starts = (now() at time zone 'utc')::date as today, spent_nano::int as spent
         from capabilities.budget_periods where spent_nano > 1`,
    );
    expect(spent).toEqual([{ subject: 'user:7', today: true, spent: 11 }]);
  });
});
