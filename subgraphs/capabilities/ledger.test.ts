import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { v7 as newId } from 'uuid';
import { jobMigrations } from '#platform/jobs';
import { migrations as keyMigrations } from '#platform/keys';
import { outboxMigrations } from '#platform/outbox';
import { createEmbeddingBills } from '#platform/runs';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import {
  attempt,
  meterOf,
  modelCall,
  nothingUsed,
  openSpending,
  type SpendingParts,
  settle,
} from './fixtures/spending.js';
import type { FromSpending, ToSpending } from './fixtures/spending-process.js';
import module from './index.js';
import { lostHolds } from './lost-holds.schedule.js';

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

type Limit = { scope?: string; subject?: string; period?: string; soft?: bigint; hard?: bigint };

const query = <Row>(tenant: string, sql: string, values: readonly unknown[] = []) =>
  db.database.tenant(tenant, (tx) => tx.query<Row>(sql, values));
const limit = (tenant: string, { scope = 'TENANT', subject = '', period = 'MONTH', soft, hard }: Limit) =>
  query(
    tenant,
    `insert into capabilities.budget_limits (tenant_id, scope, subject, period, soft_nano, hard_nano, changed_by)
     values ($1, $2, $3, $4, $5, $6, 'test')
     on conflict (tenant_id, scope, subject, period) do update set hard_nano = excluded.hard_nano`,
    [tenant, scope, subject, period, soft?.toString() ?? null, hard?.toString() ?? null],
  );
const state = (tenant: string, scope = 'TENANT', period = 'MONTH') =>
  query<{ spent: number; reserved: number }>(
    tenant,
    `select spent_nano as spent, reserved_nano as reserved from capabilities.budget_periods
      where scope = $1 and period = $2`,
    [scope, period],
  );
const rows = (tenant: string) =>
  query<Record<string, unknown>>(
    tenant,
    `select outcome, counted, nano_usd as nano, held_nano as held, attempt, is_above_maximum as above, plugin, epoch
       from capabilities.model_calls order by id`,
  );

it('admits exactly 10 of 100 at once, and refuses nobody falsely when they have settled', async () => {
  const context = callerOf(randomUUID());
  await limit(context.tenant, { hard: 1_000n });
  const first = await Promise.all(Array.from({ length: 100 }, () => attempt(parts, context, 100n)));
  expect(first.filter(({ isAdmitted }) => isAdmitted)).toHaveLength(10);
  expect(first.find(({ isAdmitted }) => !isAdmitted)?.refusal).toEqual({
    budget: 'TENANT MONTH',
    resetsAt: expect.stringMatching(/^\d{4}-\d\d-01T00:00:00Z$/),
  });
  expect(await state(context.tenant)).toEqual([{ spent: 0, reserved: 1_000 }]);
  await Promise.all(first.map((one) => settle(parts, context, one, 10n)));
  expect(await state(context.tenant)).toEqual([{ spent: 100, reserved: 0 }]);
  // 900 are left: nine of 100, and not a nano-dollar more.
  const second = await Promise.all(Array.from({ length: 100 }, () => attempt(parts, context, 100n)));
  expect(second.filter(({ isAdmitted }) => isAdmitted)).toHaveLength(9);
  await Promise.all(second.map((one) => settle(parts, context, one, 100n)));
  expect(await state(context.tenant)).toEqual([{ spent: 1_000, reserved: 0 }]);
  expect((await attempt(parts, context, 1n)).isAdmitted).toBe(false);
});

/** A second process on the same database, which is asked and answers. */
async function openProcess(tenant: string) {
  const script = new URL('./fixtures/spending-process.js', import.meta.url);
  const child: ChildProcess = fork(script, [
    tenant,
    db.server.url,
    db.server.adminUrl ?? '',
    db.config.dataDir,
  ]);
  const answer = async (): Promise<FromSpending> => (await once(child, 'message'))[0] as FromSpending;
  await answer();
  return {
    async ask(message: ToSpending) {
      const answered = answer();
      child.send(message);
      return answered;
    },
    async kill() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

it('does the same with two processes, and keeps what a killed one held', async () => {
  const context = callerOf(randomUUID());
  const { tenant } = context;
  await limit(tenant, { hard: 1_000n });
  const other = await openProcess(tenant);
  try {
    const [here, there] = await Promise.all([
      Promise.all(Array.from({ length: 50 }, () => attempt(parts, context, 100n))),
      other.ask({ type: 'attempt', count: 50, nanoUsd: '100' }),
    ]);
    const ours = here.filter(({ isAdmitted }) => isAdmitted).length;
    expect(there).toEqual({ type: 'attempted', admitted: 10 - ours });
    await Promise.all([
      ...here.map((one) => settle(parts, context, one, 10n)),
      other.ask({ type: 'settle', nanoUsd: '10' }),
    ]);
    expect(await state(tenant)).toEqual([{ spent: 100, reserved: 0 }]);
    // All that is left is held by the other one, which dies.
    expect(await other.ask({ type: 'attempt', count: 9, nanoUsd: '100' })).toMatchObject({ admitted: 9 });
  } finally {
    await other.kill();
  }
  expect((await attempt(parts, context, 1n)).isAdmitted).toBe(false);
  const held = await query<{ run: string }>(tenant, 'select run_id as run from capabilities.holds');
  expect(held).toHaveLength(9);
  // Taking up a run that was lost bills what it held.
  const [lost] = held;
  if (!lost) return;
  await db.database.tenant(tenant, (tx) => parts.ledger.billLost(tx, context, lost.run));
  await db.database.tenant(tenant, (tx) => parts.ledger.billLost(tx, context, lost.run));
  expect(await state(tenant)).toEqual([{ spent: 200, reserved: 800 }]);
  expect(await rows(tenant)).toContainEqual(
    expect.objectContaining({ outcome: 'lost', counted: 'ESTIMATED', nano: 100, plugin: 'trial' }),
  );
});

it('bills every attempt of a run, and gives back before the next what a failed one did not use', async () => {
  const context = callerOf(randomUUID());
  const { tenant } = context;
  await limit(tenant, { hard: 100n });
  const meter = meterOf(parts, context);
  const [failed, cancelled, above] = [newId(), newId(), newId()];
  await meter.reserve(failed, 90n);
  await meter.used(modelCall(failed, 0n, { outcome: 'rate-limit', usage: nothingUsed }));
  await meter.reserve(cancelled, 95n);
  await meter.used(modelCall(cancelled, 40n, { outcome: 'cancelled', counted: 'ESTIMATED', attempt: 2 }));
  await meter.reserve(above, 60n);
  await meter.used(modelCall(above, 70n, { attempt: 3 }));
  await db.database.tenant(tenant, (tx) => meter.settle(tx));
  meter.committed();
  const common = { plugin: 'trial', epoch: 0 };
  expect(await rows(tenant)).toEqual([
    { ...common, outcome: 'rate-limit', counted: 'PROVIDER', nano: 0, held: 90, attempt: 1, above: false },
    { ...common, outcome: 'cancelled', counted: 'ESTIMATED', nano: 40, held: 95, attempt: 2, above: false },
    { ...common, outcome: 'ok', counted: 'PROVIDER', nano: 70, held: 60, attempt: 3, above: true },
  ]);
  expect(await state(tenant)).toEqual([{ spent: 110, reserved: 0 }]);
  expect(meter.costUsd).toBe('0.00000011');
  const { body } = await parts.metrics.render();
  expect(body).toContain('llm_cost_above_maximum_total{model="test-model",provider="openai"} 1');
});

it('holds in all budgets that apply or in none, and names the one that has no room', async () => {
  const context = callerOf(randomUUID(), { actor: 'user:anna' });
  const { tenant } = context;
  await limit(tenant, { hard: 1_000n });
  await limit(tenant, { scope: 'PLUGIN', subject: 'trial', period: 'DAY', hard: 300n });
  await limit(tenant, { scope: 'ACTOR', subject: 'user:anna', period: 'DAY', hard: 150n });
  expect((await attempt(parts, context, 100n)).isAdmitted).toBe(true);
  const refused = await attempt(parts, context, 100n);
  const nextDay = new Date(Math.ceil((Date.now() + 1) / 86_400_000) * 86_400_000);
  expect(refused.refusal).toEqual({
    budget: 'ACTOR user:anna DAY',
    resetsAt: nextDay.toISOString().replace('.000Z', 'Z'),
  });
  expect(await state(tenant)).toEqual([{ spent: 0, reserved: 100 }]);
  const ben = { ...context, actor: 'user:ben' };
  expect((await attempt(parts, ben, 200n)).isAdmitted).toBe(true);
  expect((await attempt(parts, ben, 1n)).refusal).toMatchObject({ budget: 'PLUGIN trial DAY' });
  expect(await state(tenant, 'PLUGIN', 'DAY')).toEqual([{ spent: 0, reserved: 300 }]);
});

it('counts what was spent before a budget was set, and holds to the manifest where nobody set one', async () => {
  const context = callerOf(randomUUID());
  const { tenant } = context;
  await settle(parts, context, await attempt(parts, context, 80n), 70n);
  const open = await attempt(parts, context, 20n);
  await limit(tenant, { scope: 'PLUGIN', subject: 'trial', hard: 100n });
  expect((await attempt(parts, context, 11n)).refusal).toMatchObject({ budget: 'PLUGIN trial MONTH' });
  expect((await attempt(parts, context, 10n)).isAdmitted).toBe(true);
  await settle(parts, context, open, 0n);
  const reserve = (plugin: string, nano: bigint) =>
    meterOf(parts, context, { plugin, monthly: 50n }).reserve(newId(), nano);
  await expect(reserve('other', 51n)).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
  await reserve('other', 50n);
  // What the tenant has set goes before the manifest.
  await limit(tenant, { scope: 'PLUGIN', subject: 'other', hard: 60n });
  await reserve('other', 10n);
  await expect(reserve('other', 1n)).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
});

it('warns once a period when a soft limit is reached', async () => {
  const context = callerOf(randomUUID());
  const { tenant } = context;
  await limit(tenant, { soft: 100n, hard: 1_000n });
  const warnings = () => query(tenant, `select payload from platform.outbox where name = 'budget.warned'`);
  await settle(parts, context, await attempt(parts, context, 500n), 99n);
  expect(await warnings()).toEqual([]);
  await settle(parts, context, await attempt(parts, context, 500n), 1n);
  await settle(parts, context, await attempt(parts, context, 500n), 1n);
  expect(await warnings()).toEqual([
    {
      payload: {
        scope: 'TENANT',
        subject: null,
        period: 'MONTH',
        resetsAt: expect.stringMatching(/-01T00:00:00Z$/),
        softLimitUsd: '0.0000001',
        hardLimitUsd: '0.000001',
        spentUsd: '0.0000001',
      },
    },
  ]);
});

it('pays for embeddings call by call, and leaves alone what the run holds for its other calls', async () => {
  const context = callerOf(randomUUID());
  const runId = newId();
  const meter = meterOf(parts, context, { runId });
  await meter.reserve(newId(), 30n);
  const bills = createEmbeddingBills(() => ({ ...parts, prices: { find: async () => null } }));
  const payer = { context, spender: { runId, plugin: 'trial', capability: 'trial.ask' } };
  const [first, second] = [newId(), newId()];
  await bills.reserve(payer, first, 50n);
  await bills.reserve(payer, second, 50n);
  await bills.used(payer, modelCall(first, 20n, { operation: 'embeddings' }));
  expect(await state(context.tenant)).toEqual([{ spent: 20, reserved: 80 }]);
  await bills.used(payer, modelCall(second, 0n, { operation: 'embeddings', outcome: 'timeout' }));
  expect(await state(context.tenant)).toEqual([{ spent: 20, reserved: 30 }]);
  await db.database.tenant(context.tenant, (tx) => meter.settle(tx));
  expect(await state(context.tenant)).toEqual([{ spent: 20, reserved: 0 }]);
});

it('bills a call that ends only after its run was settled', async () => {
  const context = callerOf(randomUUID());
  const meter = meterOf(parts, context);
  const late = newId();
  await meter.reserve(late, 50n);
  await db.database.tenant(context.tenant, (tx) => meter.settle(tx));
  meter.committed();
  expect(await state(context.tenant)).toEqual([{ spent: 0, reserved: 0 }]);
  await meter.used(modelCall(late, 30n, { outcome: 'cancelled', counted: 'ESTIMATED' }));
  expect(await state(context.tenant)).toEqual([{ spent: 30, reserved: 0 }]);
  expect(await rows(context.tenant)).toMatchObject([{ outcome: 'cancelled', nano: 30, held: 50 }]);
});

it('bills what nobody has settled for a day', async () => {
  const context = callerOf(randomUUID());
  const { tenant } = context;
  await attempt(parts, context, 40n);
  const schedule = lostHolds({ ...db, ledger: parts.ledger });
  const settleAll = () => schedule.run(new AbortController().signal);
  await settleAll();
  expect(await state(tenant)).toEqual([{ spent: 0, reserved: 40 }]);
  await query(tenant, `update capabilities.holds set held_at = held_at - interval '25 hours'`);
  await query(tenant, 'delete from capabilities.budget_periods');
  await settleAll();
  expect(await rows(tenant)).toEqual([expect.objectContaining({ outcome: 'lost', nano: 40 })]);
  expect(await query(tenant, 'select 1 from capabilities.holds')).toEqual([]);
});

it('a price that is not known costs nothing that anybody knows of, and is counted', async () => {
  const context = callerOf(randomUUID());
  const meter = meterOf(parts, context);
  const id = newId();
  await meter.reserve(id, 0n);
  await meter.used(modelCall(id, null, { provider: 'nobody' }));
  await db.database.tenant(context.tenant, (tx) => meter.settle(tx));
  meter.committed();
  expect(meter.costUsd).toBeNull();
  expect(await rows(context.tenant)).toMatchObject([{ nano: null, held: 0 }]);
  const { body } = await parts.metrics.render();
  expect(body).toContain('llm_cost_unknown_total{model="test-model",provider="nobody"} 1');
});

it('shows what is left of the tenants that have least, 20 at most', async () => {
  const gauges = async () =>
    [
      ...(await parts.metrics.render()).body.matchAll(/^llm_budget_remaining_ratio\{tenant="(.*)"\} (.*)$/gm),
    ].map(([, tenant, ratio]) => ({ tenant, ratio: Number(ratio) }));
  const spent = async (nano: bigint) => {
    const context = callerOf(randomUUID());
    await limit(context.tenant, { hard: 1_000n });
    await settle(parts, context, await attempt(parts, context, nano), nano);
    return context.tenant;
  };
  const poor = await spent(900n);
  for (let count = 0; count < 20; count += 1) await spent(500n);
  const poorer = await spent(950n);
  const rich = await spent(1n);
  const shown = await gauges();
  expect(shown).toHaveLength(20);
  expect(shown).toContainEqual({ tenant: poor, ratio: expect.closeTo(0.1) });
  expect(shown).toContainEqual({ tenant: poorer, ratio: expect.closeTo(0.05) });
  expect(shown.map(({ tenant }) => tenant)).not.toContain(rich);
});

it('lets nobody change or delete what was paid for, until its tenant is erased', async () => {
  const context = callerOf(randomUUID());
  const { tenant } = context;
  await settle(parts, context, await attempt(parts, context, 10n), 10n);
  for (const sql of [
    'update capabilities.model_calls set nano_usd = 0',
    'delete from capabilities.model_calls',
  ]) {
    await expect(query(tenant, sql)).rejects.toMatchObject({ code: '42501' });
    await expect(db.system.across((tx) => tx.query(sql))).rejects.toMatchObject({ code: '42501' });
  }
  expect(await rows(tenant)).toHaveLength(1);
  await db.database.tenant(tenant, async (tx) => {
    await tx.query(`select set_config('app.erasing', $1, true)`, [tenant]);
    await tx.query('delete from capabilities.model_calls');
  });
  expect(await rows(tenant)).toEqual([]);
});
