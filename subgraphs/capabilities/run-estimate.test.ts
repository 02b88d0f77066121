import { randomUUID } from 'node:crypto';
import { graphql } from 'graphql';
import type { RequestContext } from 'tributary/sdk';
import { hangAfter, say, unhurried } from '../../testkit/providers/index.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { type ModelHost, openModelHost } from './fixtures/model-host.js';

const tenant = randomUUID();
const anna = callerOf(tenant, { actor: 'user:anna', roles: ['admin'], groups: ['a'] });
let host: ModelHost;

beforeAll(async () => {
  host = await openModelHost((baseUrl) => ({
    aliases: {
      chat: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'priced', contextTokens: 1000 },
    },
  }));
  host.provider.next(say('An answer.'));
});
afterAll(() => host.close());

const estimate = async (capability: string, input: object, context: RequestContext = anna) => {
  const { data, errors } = await graphql({
    schema: host.subgraph.schema,
    source: `query ($input: EstimateRunInput!) { estimateRun(input: $input) {
      stored engine model inputTokens maxOutputTokens estimatedCostUsd budgetAdmits resetsAt } }`,
    variableValues: { input: { capability, arguments: input } },
    contextValue: host.graph(context),
  });
  if (errors?.[0]) throw errors[0].originalError ?? errors[0];
  return (data as { estimateRun: Record<string, unknown> }).estimateRun;
};

it('is asked by many at once for documents, with fewer connections than they are', async () => {
  const { documentId } = await host.document(tenant, 'A text about the sea.');
  const asked = Array.from({ length: 60 }, (_, at) =>
    estimate('trial.meant', { question: `How deep is it ${at}?`, documentId }),
  );
  for (const { engine } of await Promise.all(asked)) expect(engine).toBe('MODEL');
});

it('says what a run would take, without a price and with one, and leaves nothing behind', async () => {
  const unpriced = await estimate('trial.ask', { question: 'How many?' });
  expect(unpriced).toMatchObject({
    stored: false,
    engine: 'MODEL',
    model: 'priced',
    maxOutputTokens: 100,
    estimatedCostUsd: null,
    budgetAdmits: true,
  });
  expect(unpriced.inputTokens).toBeGreaterThan(5);
  const payer = callerOf(randomUUID(), { actor: 'user:payer', roles: ['admin'] });
  await host.db.database.tenant(payer.tenant, (tx) =>
    tx.query(
      `insert into capabilities.tenant_prices (tenant_id, id, provider, model, effective_from, rates, entered_by)
       values ($1, $2, 'openai', 'priced', '2020-01-01', $3, 'test')`,
      [
        payer.tenant,
        randomUUID(),
        { input: '1000000000', output: '2000000000', cacheRead: null, cacheWrite: null, reasoning: null },
      ],
    ),
  );
  const priced = await estimate('trial.ask', { question: 'How many?' }, payer);
  const expected = (Number(priced.inputTokens) + 2 * 100) / 1e6;
  expect(Number(priced.estimatedCostUsd)).toBeCloseTo(expected, 9);
  expect(host.provider.hits).toBe(0);
  const left = await host.db.database.tenant(payer.tenant, (tx) =>
    tx.query('select 1 from capabilities.runs union all select 1 from capabilities.holds'),
  );
  expect(left).toEqual([]);
  await host.db.database.tenant(payer.tenant, (tx) =>
    tx.query(
      `insert into capabilities.budget_limits (tenant_id, scope, subject, period, hard_nano, changed_by)
       values ($1, 'TENANT', '', 'MONTH', 1000, 'test')`,
      [payer.tenant],
    ),
  );
  expect(await estimate('trial.ask', { question: 'How many?' }, payer)).toMatchObject({
    budgetAdmits: false,
    resetsAt: expect.anything(),
  });
});

it('knows that a result is stored, and what answers without a model', async () => {
  const input = { question: 'What is stored?' };
  const runId = await host.start(anna, 'trial.ask', input);
  await host.work(anna, runId);
  expect(await estimate('trial.ask', input)).toMatchObject({ stored: true });
  expect(await estimate('trial.echo', { text: 'a' })).toMatchObject({
    engine: 'BUILT_IN',
    model: null,
    inputTokens: 0,
    estimatedCostUsd: '0',
  });
});

it('counts the documents that the input names, as far as they fit, and only for who may read them', async () => {
  const { documentId } = await host.document(tenant, 'word '.repeat(5000), ['group:a']);
  const input = { question: 'What does it say?', documentId };
  expect(await estimate('trial.meant', input)).toMatchObject({ inputTokens: expect.any(Number) });
  const { inputTokens, maxOutputTokens } = await estimate('trial.meant', input);
  expect(Number(inputTokens) + Number(maxOutputTokens)).toBeLessThanOrEqual(1000 + 1024);
  const bert = callerOf(tenant, { actor: 'user:bert', roles: ['member'], groups: ['b'] });
  await expect(estimate('trial.meant', input, bert)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('gives models no longer than somebody waits for the run', async () => {
  host.provider.next(hangAfter('Well'));
  const runId = await host.start(anna, 'trial.firm', { question: 'When?' });
  await host.work({ ...anna, deadline: Date.now() + 500 }, runId);
  expect((await host.events(anna, runId)).at(-1)).toMatchObject({ type: 'RunFailed', code: 'TIMEOUT' });
});
