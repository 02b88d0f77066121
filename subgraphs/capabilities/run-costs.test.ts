import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute, parse } from 'graphql';
import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { loadConfig } from '#platform/config';
import { openModels } from '#platform/models';
import { Metrics } from '#platform/telemetry';
import {
  type ChaosProvider,
  refuse,
  say,
  sayRestAfter,
  startChaosProvider,
  unhurried,
} from '../../testkit/providers/index.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { openRunHost, type RunHost } from './fixtures/run-host.js';

let main: ChaosProvider;
let spare: ChaosProvider;
let host: RunHost;
let folder: string;

beforeAll(async () => {
  [main, spare] = await Promise.all([startChaosProvider(), startChaosProvider()]);
  folder = await mkdtemp(join(tmpdir(), 'tributary-costs-'));
  const target = (baseUrl: string, model: string) => ({
    provider: 'openai',
    baseUrl,
    timeouts: unhurried,
    model,
  });
  const targets = { main: target(main.url, 'main-model'), spare: target(spare.url, 'spare-model') };
  const aliases = { chat: { targets: ['main', 'spare'] } };
  await writeFile(join(folder, 'models.json'), JSON.stringify({ targets, aliases }));
  const config = loadConfig({ MODELS: `file:${join(folder, 'models.json')}` });
  const models = await openModels(config, new Metrics());
  host = await openRunHost(() => models);
});
afterAll(async () => {
  await host.close();
  await Promise.all([main.close(), spare.close()]);
  await rm(folder, { recursive: true });
});

async function newCaller(): Promise<RequestContext> {
  const caller = callerOf(randomUUID(), { actor: 'user:anna', roles: ['member'] });
  const rates = {
    input: '1000000000',
    output: '2000000000',
    cacheRead: null,
    cacheWrite: null,
    reasoning: null,
  };
  await query(
    caller,
    `insert into capabilities.tenant_prices (tenant_id, id, provider, model, effective_from, rates, entered_by)
     select $1, gen_random_uuid(), 'openai', model, '2020-01-01', $2, 'test'
       from unnest(array['main-model', 'spare-model']) model`,
    [caller.tenant, rates],
  );
  return caller;
}

const query = <Row>({ tenant }: RequestContext, sql: string, values: readonly unknown[] = []) =>
  host.db.database.tenant(tenant, (tx) => tx.query<Row>(sql, values));

async function shown(caller: RequestContext, runId: string) {
  const fields =
    'target model attempt outcome counted inputTokens outputTokens costUsd estimatedCostUsd epoch';
  const { data, errors } = await execute({
    schema: host.subgraph.schema,
    document: parse(
      `{ run(id: "${runId}") { costUsd estimatedCostUsd inputTokens modelCalls { ${fields} } } }`,
    ),
    contextValue: host.graph(caller),
  });
  if (errors?.[0]) throw errors[0];
  return (data as { run: { costUsd: string; estimatedCostUsd: string; modelCalls: object[] } }).run;
}

it('a run shows every attempt, also those of a target that failed, and all are in its cost', async () => {
  const caller = await newCaller();
  main.next(refuse(500));
  main.next(refuse(500));
  spare.next(say('They ', 'flow.'));
  const runId = await host.start(caller, 'trial.ask', { question: 'rivers?' });
  await host.work(caller, runId);
  const run = await shown(caller, runId);
  const failed = run.modelCalls.slice(0, -1);
  expect(failed.length).toBeGreaterThan(0);
  for (const call of failed) expect(call).toMatchObject({ target: 'main', costUsd: '0', outputTokens: 0 });
  expect(run.modelCalls.at(-1)).toMatchObject({
    target: 'spare',
    model: 'spare-model',
    attempt: run.modelCalls.length,
    outcome: 'ok',
    counted: 'PROVIDER',
    inputTokens: 20,
    outputTokens: 10,
    costUsd: '0.00004',
  });
  expect(run).toMatchObject({ costUsd: '0.00004', inputTokens: 20 });
  expect(Number(run.estimatedCostUsd)).toBeGreaterThan(0.00004);
});

it('an attempt that was lost with its worker is billed as what it held, and the next one for itself', async () => {
  const caller = await newCaller();
  const runId = await host.start(caller, 'trial.ask', { question: 'lakes?' });
  const { ledger, runRecords } = host.parts.ports;
  const account = { runId, plugin: 'trial', capability: 'trial.ask', epoch: 0, pluginMonthlyNano: null };
  await host.db.database.tenant(caller.tenant, async (tx) => {
    await runRecords.begin(tx, runId);
    await ledger.hold(tx, caller, account, { callId: newId(), nanoUsd: 70_000n }, []);
  });
  main.next(say('They ', 'flow.'));
  await host.work(caller, runId);
  expect(await shown(caller, runId)).toMatchObject({
    costUsd: '0.00011',
    modelCalls: [
      { outcome: 'lost', counted: 'ESTIMATED', costUsd: '0.00007', epoch: 0, model: null },
      { outcome: 'ok', counted: 'PROVIDER', costUsd: '0.00004', epoch: 1 },
    ],
  });
  expect(
    await query(
      caller,
      'select spent_nano as spent, reserved_nano as reserved from capabilities.budget_periods',
    ),
  ).toEqual([{ spent: 110_000, reserved: 0 }]);
});

it('a run that is cancelled after its worker was lost holds nothing once its job is taken up', async () => {
  const caller = await newCaller();
  const runId = await host.start(caller, 'trial.ask', { question: 'seas?' });
  const { ledger, runRecords } = host.parts.ports;
  const account = { runId, plugin: 'trial', capability: 'trial.ask', epoch: 0, pluginMonthlyNano: null };
  await host.db.database.tenant(caller.tenant, async (tx) => {
    await runRecords.begin(tx, runId);
    await ledger.hold(tx, caller, account, { callId: newId(), nanoUsd: 70_000n }, []);
  });
  await host.platform.runs.cancel(caller, runId);
  await host.work(caller, runId);
  await host.work(caller, runId);
  expect(await query(caller, 'select 1 from capabilities.holds')).toEqual([]);
  expect(await shown(caller, runId)).toMatchObject({ costUsd: '0.00007', modelCalls: [{ outcome: 'lost' }] });
});

it.each([
  ['by whoever started it', 'cancelled'],
  ['with its worker', 'stopped'],
])('a run that is cut off %s is billed by what was received', async (_, how) => {
  const caller = await newCaller();
  const rest = Promise.withResolvers<void>();
  main.next(sayRestAfter('They flow down to the sea. '.repeat(10), rest.promise, 'On and on.'));
  const runId = await host.start(caller, 'trial.ask', { question: 'where to?' });
  const worker = new AbortController();
  const work = host.work(caller, runId, worker.signal).catch(() => undefined);
  for await (const { type } of host.platform.runs.events(caller, runId, null, AbortSignal.timeout(20_000)))
    if (type === 'TextDelta') break;
  if (how === 'cancelled') await host.platform.runs.cancel(caller, runId);
  else worker.abort();
  await work;
  rest.resolve();
  const { modelCalls } = await shown(caller, runId);
  expect(modelCalls).toEqual([
    expect.objectContaining({ outcome: 'cancelled', counted: 'ESTIMATED', model: 'main-model' }),
  ]);
  const [
    { costUsd, estimatedCostUsd, outputTokens } = { costUsd: '0', estimatedCostUsd: '0', outputTokens: 0 },
  ] = modelCalls as { costUsd: string; estimatedCostUsd: string; outputTokens: number }[];
  expect(outputTokens).toBeGreaterThan(20);
  expect(Number(costUsd)).toBeGreaterThan(0.00004);
  expect(Number(costUsd)).toBeLessThan(Number(estimatedCostUsd));
  expect(await query(caller, 'select 1 from capabilities.holds')).toEqual([]);
});

it('100 runs at once against a budget for 10 calls: ten answer, nothing is overspent, the rest say until when', async () => {
  const caller = await newCaller();
  main.next(say('They ', 'flow.'));
  const ask = async (question: string) => {
    const runId = await host.start(caller, 'trial.ask', { question });
    await host.work(caller, runId);
    return host.result(caller, runId);
  };
  await ask('question 1000');
  // What each call holds: the questions are all of the same length.
  const [{ held } = { held: 0 }] = await query<{ held: number }>(
    caller,
    'select held_nano as held from capabilities.model_calls',
  );
  const spent = 40_000;
  await query(
    caller,
    `insert into capabilities.budget_limits (tenant_id, scope, subject, period, hard_nano, changed_by)
     values ($1, 'TENANT', '', 'MONTH', $2, 'test')`,
    [caller.tenant, spent + 10 * held],
  );
  // Whoever is admitted is answered when all others were refused.
  const refused = Promise.withResolvers<void>();
  main.next(async (exchange) => {
    await refused.promise;
    await say('They ', 'flow.')(exchange);
  });
  let over = 0;
  const results = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const result = await ask(`question 2${String(index).padStart(3, '0')}`);
      over += 1;
      if (over === 90) refused.resolve();
      return result;
    }),
  );
  const kinds = Map.groupBy(results, ({ type }) => type);
  expect(kinds.get('Answer')).toHaveLength(10);
  expect(kinds.get('BudgetExceeded')).toHaveLength(90);
  expect(kinds.get('BudgetExceeded')?.[0]).toMatchObject({
    reason: expect.stringContaining('TENANT MONTH'),
    resetsAt: expect.stringMatching(/^\d{4}-\d\d-01T00:00:00Z$/),
  });
  expect(
    await query(
      caller,
      'select spent_nano as spent, reserved_nano as reserved from capabilities.budget_periods',
    ),
  ).toEqual([{ spent: 11 * spent, reserved: 0 }]);
  // All has settled: there is room again, and nobody is refused for what was only held.
  main.next(say('They ', 'flow.'));
  expect((await ask('question 3000')).type).toBe('Answer');
});
