import { randomUUID } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { ModelCall } from '#platform';
import { jobMigrations } from '#platform/jobs';
import { migrations as keyMigrations } from '#platform/keys';
import { costAtMost, costOf } from '#platform/models';
import { outboxMigrations } from '#platform/outbox';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { meterOf, modelCall, openSpending, type SpendingParts } from './fixtures/spending.js';
import module from './index.js';

const runs = 1_000;
const callsOfRun = 100;
const tenants = Array.from({ length: 4 }, () => randomUUID());

let db: TestDatabase;
let parts: SpendingParts;
let seed = 20_261_123;

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

function random(below: number): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed % below;
}

const rates = {
  input: 3_000_000_001n,
  output: 15_000_000_000n,
  cacheRead: 300_000_007n,
  cacheWrite: 3_750_000_000n,
  reasoning: null,
};
const price = { provider: 'openai', model: 'm', rates, tiers: [], effectiveFrom: '2026-01-01T00:00:00Z' };

function randomCall(id: string): ModelCall {
  const usage = {
    inputTokens: random(4_000),
    cacheReadTokens: random(1_000),
    cacheWriteTokens: random(1_000),
    outputTokens: random(1_000),
    reasoningTokens: random(500),
  };
  const nanoUsd = random(20) === 0 ? null : costOf(price, usage);
  const outcome = random(10) === 0 ? 'timeout' : 'ok';
  return modelCall(id, nanoUsd, { model: `model-${random(3)}`, usage, outcome, attempt: 1 + random(3) });
}

/** A run of many calls, some of them held for; now and then its worker is lost. */
async function oneRun(index: number): Promise<void> {
  const tenant = tenants[index % tenants.length] ?? '';
  const context = callerOf(tenant, { actor: `user:${index % 5}` });
  const runId = newId();
  const meter = meterOf(parts, context, { runId, plugin: `plugin-${index % 3}` });
  for (let call = 0; call < callsOfRun; call += 1) {
    const id = newId();
    if (call % 50 === 0) await meter.reserve(id, costAtMost(price, 4_000, 1_000));
    await meter.used(randomCall(id));
  }
  if (index % 97 === 0) {
    await meter.reserve(newId(), 1_234_567n);
    await db.database.tenant(tenant, (tx) => parts.ledger.billLost(tx, context, runId));
  }
  await db.database.tenant(tenant, (tx) => meter.settle(tx));
  meter.committed();
}

it('the ledger, the rows and the metric say the same of 100,000 random calls, to the nano-dollar', async () => {
  await db.system.across((tx) =>
    tx.query(
      `insert into capabilities.budget_limits (tenant_id, scope, subject, period, hard_nano, changed_by)
       select t::uuid, scope, subject, period, 9000000000000000, 'test'
         from unnest($1::text[]) t,
              (values ('TENANT', '', 'MONTH'), ('TENANT', '', 'DAY'), ('PLUGIN', 'plugin-0', 'DAY'),
                      ('PLUGIN', 'plugin-1', 'MONTH'), ('ACTOR', 'user:1', 'MONTH')) b (scope, subject, period)`,
      [tenants],
    ),
  );
  let next = 0;
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while (next < runs) await oneRun(next++);
    }),
  );
  const rows = await db.system.across((tx) =>
    tx.query<{ count: number; nano: string; lost: number }>(
      `select count(*) as count, sum(nano_usd)::text as nano, count(*) filter (where outcome = 'lost') as lost
         from capabilities.model_calls`,
    ),
  );
  const lost = Math.ceil(runs / 97);
  expect(rows).toEqual([{ count: runs * callsOfRun + lost, nano: expect.any(String), lost }]);
  const ledger = await db.system.across((tx) =>
    tx.query(
      `select sum(spent_nano)::text as nano, sum(reserved_nano)::int as reserved from capabilities.budget_periods
        where scope = 'TENANT' and period = 'MONTH'`,
    ),
  );
  expect(ledger).toEqual([{ nano: rows[0]?.nano, reserved: 0 }]);
  const { body } = await parts.metrics.render();
  const counted = [...body.matchAll(/^llm_cost_usd_total\{.*\} (\S+)$/gm)].map(([, value]) =>
    BigInt(Math.round(Number(value) * 1e9)),
  );
  expect(counted.reduce((sum, nano) => sum + nano, 0n).toString()).toBe(rows[0]?.nano);
  // Each budget of a plugin, an actor or a day is the sum of the rows that it is about.
  const wrong = await db.system.across((tx) =>
    tx.query(
      `select b.* from capabilities.budget_periods b
        where b.reserved_nano <> 0 or b.spent_nano <> (
          select coalesce(sum(m.nano_usd), 0) from capabilities.model_calls m
           where m.tenant_id = b.tenant_id and date_trunc(lower(b.period), m.at at time zone 'utc')::date = b.starts
             and (b.scope = 'TENANT' or b.scope = 'PLUGIN' and b.subject = m.plugin
                  or b.scope = 'ACTOR' and b.subject = m.actor))`,
    ),
  );
  expect(wrong).toEqual([]);
}, 120_000);
