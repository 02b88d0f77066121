import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#platform/config';
import { openModels } from '#platform/models';
import { Metrics } from '#platform/telemetry';
import {
  breakAfter,
  type ChaosProvider,
  refuse,
  say,
  startChaosProvider,
  unhurried,
} from '../../testkit/providers/index.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { openRunHost, type RunHost } from './fixtures/run-host.js';

const tenant = randomUUID();
const anna = callerOf(tenant, { actor: 'user:anna', roles: ['member'], groups: ['a'] });
let server: ChaosProvider;
let host: RunHost;
let folder: string;

beforeAll(async () => {
  server = await startChaosProvider();
  folder = await mkdtemp(join(tmpdir(), 'tributary-models-'));
  const chat = { provider: 'openai', baseUrl: server.url, timeouts: unhurried, model: 'test-model' };
  await writeFile(join(folder, 'models.json'), JSON.stringify({ aliases: { chat } }));
  const models = await openModels(
    loadConfig({ MODELS: `file:${join(folder, 'models.json')}` }),
    new Metrics(),
  );
  host = await openRunHost(() => models);
  await enterPrice(tenant);
});
afterAll(async () => {
  await host.close();
  await server.close();
  await rm(folder, { recursive: true });
});

const ask = async (question: string, context = anna) => {
  const runId = await host.start(context, 'trial.ask', { question });
  await host.work(context, runId);
  return host.events(context, runId);
};
/** A dollar a million tokens read, two for those written. */
const enterPrice = (who: string) =>
  host.db.database.tenant(who, (tx) =>
    tx.query(
      `insert into capabilities.tenant_prices (tenant_id, id, provider, model, effective_from, rates, entered_by)
       values ($1, $2, 'openai', 'test-model', '2020-01-01', $3, 'test')`,
      [
        who,
        randomUUID(),
        { input: '1000000000', output: '2000000000', cacheRead: null, cacheWrite: null, reasoning: null },
      ],
    ),
  );
const budget = (who = tenant) =>
  host.db.database.tenant(who, (tx) =>
    tx.query('select spent_nano as spent, reserved_nano as reserved from capabilities.budget_periods'),
  );

it('asks the model with the released prompt, and shows what it cost', async () => {
  server.next(say('They ', 'flow.'));
  const events = await ask('rivers?');
  expect(server.requests[0]?.messages.at(-1)?.content).toBe('Answer in one sentence: rivers?');
  expect(events[0]).toMatchObject({ type: 'RunStarted', engine: 'MODEL' });
  expect(events.find(({ type }) => type === 'Usage')).toMatchObject({
    inputTokens: 20,
    outputTokens: 10,
    costUsd: '0.00004',
  });
  expect(events.at(-1)).toMatchObject({
    result: {
      type: 'Answer',
      text: 'They flow.',
      result: {
        engine: 'MODEL',
        model: 'test-model',
        promptVersion: 'ask@1',
        costUsd: '0.00004',
        inputTokens: 20,
      },
    },
  });
  expect(await budget()).toEqual([{ spent: 40_000, reserved: 0 }]);
});

it('changes to the built-in engine while nothing was said, and not after', async () => {
  server.next(refuse(400));
  const fallen = await ask('lakes?');
  expect(fallen.at(-1)).toMatchObject({
    result: { text: 'I do not know: lakes?', result: { engine: 'BUILT_IN' } },
  });
  server.next(breakAfter('x'.repeat(40)));
  const broken = await ask('seas?');
  expect(broken.at(-1)).toMatchObject({ type: 'RunFailed', code: 'STREAM_INTERRUPTED', retryable: true });
});

it('stops at the limit of the tenant, and says until when', async () => {
  const poor = callerOf(randomUUID(), { actor: 'user:poor', roles: ['member'] });
  await enterPrice(poor.tenant);
  server.next(say('Fine.'));
  await ask('first?', poor);
  await host.db.database.tenant(poor.tenant, (tx) =>
    tx.query(
      `insert into capabilities.budget_limits (tenant_id, scope, subject, period, hard_nano, changed_by)
       select tenant_id, scope, subject, period, spent_nano, 'test' from capabilities.budget_periods`,
    ),
  );
  const events = await ask('second?', poor);
  expect(events.at(-1)).toMatchObject({
    result: { type: 'BudgetExceeded', resetsAt: expect.stringMatching(/^\d{4}-\d\d-01T00:00:00Z$/) },
  });
});

it('joins by prompt version: a new text is another question', async () => {
  server.next(say('One.'));
  const first = await ask('versions?');
  expect((await ask('versions?'))[0]?.runId).toBe(first[0]?.runId);
  await host.parts.ports.prompts.seed(
    host.plugins.prompts.map((prompt) => ({ ...prompt, text: `Briefly. ${prompt.text}` })),
  );
  const second = await ask('versions?');
  expect(second[0]?.runId).not.toBe(first[0]?.runId);
  expect(second.at(-1)).toMatchObject({ result: { result: { promptVersion: 'ask@2' } } });
  // The old text again: known by its hash, and the label stays where it is.
  await host.parts.ports.prompts.seed(host.plugins.prompts);
  expect((await ask('versions?'))[0]?.runId).toBe(second[0]?.runId);
});

it('counts what runs cost, and the calls that the built-in engine took over', async () => {
  const { body } = await host.parts.metrics.render();
  expect(body).toMatch(/^llm_cost_usd_total\{model="test-model",plugin="trial"\} 0\.\d+$/m);
  expect(body).toMatch(/^llm_fallback_total\{from="MODEL",to="BUILT_IN",reason="[A-Z_]+"\} \d+$/m);
});
