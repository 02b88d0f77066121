import { randomUUID } from 'node:crypto';
import { migrate } from '#platform/database';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import capabilities from './index.js';

const tenant = randomUUID();
const before = capabilities.migrations.filter(({ name }) => /^000[123]-/.test(name));
const after = [{ room: 'capabilities', migrations: capabilities.migrations }];
let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase({ migrations: [{ room: 'capabilities', migrations: before }] });
});
afterAll(() => db.close());

/** A run as it was stored before its calls were. */
async function insertRun(costUsd: string | null, model: string | null): Promise<string> {
  const id = randomUUID();
  const info = { model, costUsd, promptVersion: 'answer@1 house-style@2', durationMs: 12.5 };
  await db.system.across((tx) =>
    tx.query(
      `insert into capabilities.runs (tenant_id, id, capability, plugin, plugin_version, state, actor, input, input_hash,
         join_key, rights_key, document_ids, result, finished_at)
       values ($1, $2, 'answers.answer', 'answers', '1.0.0', 'FINISHED', 'user:ann', '{}', '', '', '', '{}', $3, now())`,
      [tenant, id, JSON.stringify({ type: 'Answer', result: info })],
    ),
  );
  return id;
}

it('keeps what a database of before has spent, holds and limits, and what its runs cost', async () => {
  const [paid, unpriced, free] = [
    await insertRun('0.00021', 'large-1'),
    await insertRun(null, 'large-2'),
    await insertRun('0', null),
  ];
  await db.system.across(async (tx) => {
    await tx.query(
      `insert into capabilities.budgets (tenant_id, period, limit_nano, reserved_nano, spent_nano)
       values ($1, '2026-10-01', 5, 0, 4), ($1, '2026-11-01', 50, 7, 1050)`,
      [tenant],
    );
    await tx.query(
      `insert into capabilities.plugin_budgets (tenant_id, period, plugin, reserved_nano, spent_nano)
       values ($1, '2026-11-01', 'answers', 7, 1000)`,
      [tenant],
    );
    await tx.query(
      `insert into capabilities.reservations (tenant_id, run_id, period, nano) values ($1, $2, '2026-11-01', 7)`,
      [tenant, paid],
    );
  });

  await migrate(db.server, after);

  const rows = <Row>(sql: string) => db.database.tenant(tenant, (tx) => tx.query<Row>(sql));
  expect(await rows('select scope, period, hard_nano::text as hard from capabilities.budget_limits')).toEqual(
    [{ scope: 'TENANT', period: 'MONTH', hard: '50' }],
  );
  expect(
    await rows(
      `select subject, starts::text, reserved_nano::text as reserved, spent_nano::text as spent
         from capabilities.budget_periods order by subject, starts`,
    ),
  ).toEqual([
    { subject: '', starts: '2026-10-01', reserved: '0', spent: '4' },
    { subject: '', starts: '2026-11-01', reserved: '7', spent: '1050' },
    { subject: 'answers', starts: '2026-11-01', reserved: '7', spent: '1000' },
  ]);
  expect(
    await rows('select run_id as run, plugin, actor, nano::text as nano from capabilities.holds'),
  ).toEqual([{ run: paid, plugin: 'answers', actor: 'user:ann', nano: '7' }]);
  expect(
    await rows(
      'select run_id as run, model, nano_usd::text as nano from capabilities.model_calls order by model',
    ),
  ).toEqual([
    { run: paid, model: 'large-1', nano: '210000' },
    { run: unpriced, model: 'large-2', nano: null },
  ]);
  const versions = await rows<{ id: string; names: string[] }>(
    'select id, prompt_versions as names from capabilities.runs',
  );
  expect(versions.find(({ id }) => id === free)?.names).toEqual(['answer@1', 'house-style@2']);
});
