import { randomUUID } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { costOf } from '#platform/models';
import { callerOf, openSubgraph, type SubgraphHost } from '../../testkit/subgraph-host.js';
import { meterOf, modelCall, nothingUsed } from './fixtures/spending.js';
import module from './index.js';

const tenant = randomUUID();
const admin = callerOf(tenant, { actor: 'user:admin' });
const member = callerOf(tenant, { actor: 'user:member', roles: ['member'] });
const stranger = callerOf(randomUUID(), { actor: 'user:stranger' });
let host: SubgraphHost;

beforeAll(async () => {
  host = await openSubgraph(module, {}, { OPERATOR_TENANTS: tenant });
});
afterAll(() => host.close());

const mutate = async (context: typeof admin, field: string, input: object, payload: string) => {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}`;
  const source = `mutation ($input: ${type}Input!) { ${field}(input: $input) { __typename
    ... on ${type}Payload { ${payload} } ... on Failure { code message hint } } }`;
  return (await host.data(context, source, { input }))[field] as Record<string, unknown>;
};
const setPrice = (context: typeof admin, input: object) =>
  mutate(
    context,
    'setPrice',
    input,
    'price { provider model rates { input output cacheRead } forAllTenants }',
  );
const find = (context: typeof admin, model: string) =>
  host.parts.provides?.prices?.find(context.tenant, { provider: 'openai', model });
/** The answer after the notice of what was entered has come. */
async function eventually<T>(read: () => Promise<T>, isThere: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const value = await read();
    if (isThere(value) || Date.now() > deadline) return value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('prices', () => {
  it('are found by provider and model: nobody entered one, the operator did, the tenant has its own', async () => {
    expect(await find(admin, 'm-1')).toBeNull();
    const rates = { input: '3', output: '15', cacheRead: '0.3' };
    expect(await setPrice(admin, { provider: 'openai', model: 'm-1', rates, forAllTenants: true })).toEqual({
      __typename: 'SetPricePayload',
      price: { provider: 'openai', model: 'm-1', rates, forAllTenants: true },
    });
    const shared = await eventually(
      async () => find(stranger, 'm-1'),
      (price) => price !== null,
    );
    expect(shared?.rates).toEqual({
      input: 3_000_000_000n,
      output: 15_000_000_000n,
      cacheRead: 300_000_000n,
      cacheWrite: null,
      reasoning: null,
    });
    await setPrice(admin, { provider: 'openai', model: 'm-1', rates: { input: '1', output: '2' } });
    const own = await eventually(
      async () => find(admin, 'm-1'),
      (price) => price?.rates.input === 1_000_000_000n,
    );
    expect(own?.rates.output).toBe(2_000_000_000n);
    expect((await find(stranger, 'm-1'))?.rates.input).toBe(3_000_000_000n);
  });

  it('hold from their date on; the one before stays as it was', async () => {
    const at = (effectiveFrom: string, input: string) =>
      setPrice(admin, { provider: 'openai', model: 'm-2', rates: { input, output: '1' }, effectiveFrom });
    await at('2020-01-01T00:00:00Z', '9');
    await at('2024-01-01T00:00:00Z', '7');
    await at('2999-01-01T00:00:00Z', '5');
    const held = await eventually(
      async () => find(admin, 'm-2'),
      (price) => price?.rates.input === 7_000_000_000n,
    );
    expect(held).toMatchObject({ effectiveFrom: '2024-01-01T00:00:00.000Z' });
    const source = `query ($current: Boolean, $after: Cursor) {
      prices(first: 2, after: $after, filter: { model: "m-2", current: $current }) {
        totalCount pageInfo { endCursor hasNextPage } nodes { rates { input } effectiveFrom enteredBy } } }`;
    const read = async (variables: object) =>
      (await host.data<{ prices: Record<string, never> }>(admin, source, { ...variables })).prices;
    expect(await read({})).toMatchObject({
      totalCount: 3,
      nodes: [{ rates: { input: '5' } }, { rates: { input: '7' }, enteredBy: 'user:admin' }],
    });
    const { endCursor } = (await read({})).pageInfo as { endCursor: string };
    expect(await read({ after: endCursor })).toMatchObject({
      pageInfo: { hasNextPage: false },
      nodes: [{ rates: { input: '9' } }],
    });
    expect(await read({ current: true })).toMatchObject({
      totalCount: 1,
      nodes: [{ rates: { input: '7' } }],
    });
  });

  it('are entered by who may, for all tenants by operators only, and not when they are no prices', async () => {
    const price = { provider: 'openai', model: 'm-3', rates: { input: '1', output: '1' } };
    expect(await setPrice(member, price)).toMatchObject({ __typename: 'Forbidden' });
    expect(await setPrice(stranger, { ...price, forAllTenants: true })).toMatchObject({
      __typename: 'Forbidden',
      hint: expect.stringContaining('OPERATOR_TENANTS'),
    });
    expect(await setPrice(admin, { ...price, rates: { input: '-1', output: '1' } })).toMatchObject({
      __typename: 'InvalidInput',
      message: expect.stringContaining('rates.input'),
    });
    const rates = { input: '1', output: '1' };
    const tiers = [1, 1].map(() => ({ aboveInputTokens: 200_000, rates }));
    expect(await setPrice(admin, { ...price, tiers })).toMatchObject({ __typename: 'InvalidInput' });
    const { errors } = await host.call(member, '{ prices { totalCount } }');
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'FORBIDDEN' });
  });
});

const budgetFields =
  'budget { scope subject period softLimitUsd hardLimitUsd spentUsd reservedUsd remainingUsd warnedAt }';

it('budgets are set, show what the period has come to, and are taken away', async () => {
  const context = callerOf(randomUUID(), { actor: 'user:admin' });
  const read = async () =>
    (
      await host.data<{ budgets: { nodes: unknown[] } }>(
        context,
        '{ budgets { nodes { scope subject period hardLimitUsd spentUsd remainingUsd } } }',
      )
    ).budgets.nodes;
  const month = { scope: 'TENANT', subject: null, period: 'MONTH' };
  expect(await read()).toEqual([{ ...month, hardLimitUsd: '100', spentUsd: '0', remainingUsd: '100' }]);
  const { ledger } = host.parts.provides ?? {};
  if (!ledger) throw new TypeError('no ledger');
  const { database } = host.db;
  const meter = meterOf({ database, ledger, metrics: host.platform.metrics }, context);
  const [done, open] = [newId(), newId()];
  await meter.reserve(done, 2_000_000_000n);
  await meter.used(modelCall(done, 1_500_000_000n));
  await meter.reserve(open, 250_000_000n);
  const set = (input: object, who = context) => mutate(who, 'setBudget', input, budgetFields);
  expect(await set({ ...month, softLimitUsd: '1', hardLimitUsd: '20.5' })).toMatchObject({
    budget: {
      spentUsd: '1.5',
      reservedUsd: '0.25',
      remainingUsd: '18.75',
      softLimitUsd: '1',
      hardLimitUsd: '20.5',
    },
  });
  const plugin = { scope: 'PLUGIN', subject: 'trial', period: 'DAY' };
  expect(await set({ ...plugin, hardLimitUsd: '1.6' })).toMatchObject({
    budget: { ...plugin, spentUsd: '1.5', reservedUsd: '0.25', remainingUsd: '0' },
  });
  expect(await read()).toHaveLength(2);
  expect(await set(plugin)).toEqual({ __typename: 'SetBudgetPayload', budget: null });
  expect(await set({ ...month, subject: 'x', hardLimitUsd: '1' })).toMatchObject({
    __typename: 'InvalidInput',
  });
  expect(await set({ ...month, softLimitUsd: '2', hardLimitUsd: '1' })).toMatchObject({
    __typename: 'InvalidInput',
  });
  expect(await set(month, { ...context, roles: ['auditor'] })).toMatchObject({ __typename: 'Forbidden' });
});

it('usage adds up by what is asked for, and runs show their calls', async () => {
  const context = callerOf(randomUUID(), { actor: 'user:anna' });
  const { ledger, prices } = host.parts.provides ?? {};
  if (!ledger || !prices) throw new TypeError('no ledger');
  const rates = { input: '3', output: '15', cacheRead: '0.3', cacheWrite: '3.75' };
  await setPrice(context, { provider: 'openai', model: 'sonnet', rates });
  const price = await eventually(
    () => prices.find(context.tenant, { provider: 'openai', model: 'sonnet' }),
    (found) => found !== null,
  );
  if (!price) throw new TypeError('no price');
  const usage = {
    inputTokens: 1000,
    cacheReadTokens: 300,
    cacheWriteTokens: 200,
    outputTokens: 500,
    reasoningTokens: 0,
  };
  const runId = newId();
  await host.db.database.tenant(context.tenant, async (tx) =>
    host.parts.provides?.runRecords?.create(tx, context, {
      id: runId,
      capability: 'trial.ask',
      plugin: 'trial',
      pluginVersion: '1.0.0',
      actor: context.actor,
      input: {},
      inputHash: 'h',
      joinKey: 'k',
      rightsKey: 'r',
      idempotencyKey: null,
      documentIds: [],
      promptPins: {},
    }),
  );
  const { database } = host.db;
  const meter = meterOf({ database, ledger, metrics: host.platform.metrics }, context, { runId });
  const [failed, answered, unpriced] = [newId(), newId(), newId()];
  await meter.reserve(failed, 20_000_000n, { inputTokens: 1500, outputTokens: 1000 });
  await meter.used(modelCall(failed, 0n, { model: 'sonnet', outcome: 'timeout', usage: nothingUsed }));
  await meter.reserve(answered, 20_000_000n, { inputTokens: 1500, outputTokens: 1000 });
  await meter.used(
    modelCall(answered, costOf(price, usage), { model: 'sonnet', usage, attempt: 2, target: 'spare' }),
  );
  await database.tenant(context.tenant, (tx) => meter.settle(tx));
  meter.committed();
  const run = `{ run(id: "${runId}") { costUsd estimatedCostUsd modelCalls {
    target attempt outcome inputTokens outputTokens estimatedInputTokens costUsd estimatedCostUsd counted } } }`;
  expect(await host.data(context, run)).toEqual({
    run: {
      costUsd: '0.00984',
      estimatedCostUsd: '0.04',
      modelCalls: [
        expect.objectContaining({ target: 'main', attempt: 1, outcome: 'timeout', costUsd: '0' }),
        {
          target: 'spare',
          attempt: 2,
          outcome: 'ok',
          inputTokens: 1000,
          outputTokens: 500,
          estimatedInputTokens: 1500,
          costUsd: '0.00984',
          estimatedCostUsd: '0.02',
          counted: 'PROVIDER',
        },
      ],
    },
  });
  const other = meterOf({ database, ledger, metrics: host.platform.metrics }, context, { plugin: 'other' });
  await other.used(modelCall(unpriced, null, { model: 'unheard-of' }));
  await database.tenant(context.tenant, (tx) => other.settle(tx));
  const read = async (args: string) =>
    (
      await host.data<{ modelUsage: { nodes: unknown[]; totalCount: number } }>(
        context,
        `{ modelUsage${args} { totalCount nodes { plugin model actor calls failedCalls inputTokens costUsd unpricedCalls } } }`,
      )
    ).modelUsage;
  const none = { plugin: null, model: null, actor: null };
  expect((await read('')).nodes).toEqual([
    { ...none, calls: 3, failedCalls: 1, inputTokens: 1010, costUsd: '0.00984', unpricedCalls: 1 },
  ]);
  expect(await read('(groupBy: [PLUGIN, MODEL], first: 1)')).toMatchObject({
    totalCount: 2,
    nodes: [{ ...none, plugin: 'other', model: 'unheard-of', calls: 1, costUsd: null, unpricedCalls: 1 }],
  });
  expect((await read('(groupBy: [ACTOR], filter: { model: "sonnet" })')).nodes).toMatchObject([
    { actor: 'user:anna', calls: 2, costUsd: '0.00984' },
  ]);
  const { errors } = await host.call(stranger, `{ modelUsage(groupBy: [DAY, DAY]) { totalCount } }`);
  expect(errors?.[0]?.originalError).toMatchObject({ code: 'BAD_USER_INPUT' });
});
