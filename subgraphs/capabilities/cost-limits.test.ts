import { randomUUID } from 'node:crypto';
import { answerWith, unhurried } from '../../testkit/providers/index.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { type ModelHost, openModelHost } from './fixtures/model-host.js';
import { createPrices } from './prices.service.js';
import { PromptUsageReader } from './prompt-usage.service.js';

const anna = callerOf(randomUUID(), { actor: 'user:anna', roles: ['admin'] });
let host: ModelHost;
beforeAll(async () => {
  host = await openModelHost((baseUrl) => ({
    aliases: { chat: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'm' } },
  }));
});
afterAll(() => host.close());

const rates = (input: string) => ({
  input,
  output: input,
  cacheRead: null,
  cacheWrite: null,
  reasoning: null,
});
const enter = (effectiveFrom: Date, input: string) =>
  host.db.database.tenant(anna.tenant, (tx) =>
    tx.query(
      `insert into capabilities.tenant_prices (tenant_id, id, provider, model, effective_from, rates, entered_by)
       values ($1, $2, 'openai', 'm', $3, $4, 'test')`,
      [anna.tenant, randomUUID(), effectiveFrom, rates(input)],
    ),
  );
/** The dearest price that can be entered. */
const dearest = '1000000000000000';

it('finds the price that the database says holds, though the clock of the process is behind', async () => {
  await enter(new Date('2020-01-01T00:00:00Z'), '7');
  await enter(new Date(Date.now() - 30_000), dearest);
  const { now } = Date;
  Date.now = () => now() - 60_000;
  try {
    const prices = createPrices({ database: host.db.database });
    const found = await prices.find(anna.tenant, { provider: 'openai', model: 'm' });
    expect(found?.rates.input).toBe(BigInt(dearest));
  } finally {
    Date.now = now;
  }
});

it('ends a run whose provider bills more than there is', async () => {
  host.provider.next(
    answerWith(['An answer.'], {
      usage: { input: Number.MAX_SAFE_INTEGER, output: Number.MAX_SAFE_INTEGER },
    }),
  );
  await host.db.database.tenant(anna.tenant, (tx) =>
    tx.query(
      `insert into capabilities.budget_limits (tenant_id, scope, subject, period, hard_nano, changed_by)
       values ($1, 'TENANT', '', 'MONTH', null, 'test')`,
      [anna.tenant],
    ),
  );
  const runId = await host.start(anna, 'trial.ask', { question: 'How much?' });
  await host.work(anna, runId);
  expect(await host.result(anna, runId)).toMatchObject({ type: 'Answer' });
});

it('adds up more tokens than 32 bits hold', async () => {
  await host.db.database.tenant(anna.tenant, (tx) =>
    tx.query(
      `insert into capabilities.model_calls
         (tenant_id, id, run_id, epoch, plugin, capability, actor, operation, attempt, prompt_version, input_tokens,
          cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, counted, held_nano,
          is_above_maximum, outcome, duration_ms, at)
       select $1, gen_random_uuid(), $2, 0, 'trial', 'trial.ask', 'x', 'chat', 1, 'large@1', 1000000000, 0, 0, 5, 0,
              'PROVIDER', 0, false, 'ok', 1, now() from generate_series(1, 4)`,
      [anna.tenant, randomUUID()],
    ),
  );
  const [usage] = await new PromptUsageReader(host.db.database).of(anna, ['large@1'], {
    since: null,
    until: null,
  });
  expect(usage).toMatchObject({ inputTokens: 4_000_000_000, outputTokens: 20, costUsd: null });
});
