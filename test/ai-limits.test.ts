import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerWith, type ChaosProvider, startChaosProvider, unhurried } from '../testkit/providers/index.js';
import { eventually, TestSystem } from '../testkit/system.js';
import { makeTenants, type TestTenant } from '../testkit/tenants.js';

/*
 * AI-12 of the cases of AI security, but for the loop of tools (`ai-tool-loop.test.ts`): what one caller asks for is
 * bounded, and costs nobody else anything. What it costs others in time is measured: `npm run bench -- neighbours`.
 */

const rate = 60;
let folder: string;
let provider: ChaosProvider;
let system: TestSystem;
let greedy: TestTenant;
let calm: TestTenant;
let poor: TestTenant;
beforeAll(async () => {
  provider = await startChaosProvider();
  folder = await mkdtemp(join(tmpdir(), 'tributary-models-'));
  const chat = { provider: 'openai', baseUrl: provider.url, timeouts: unhurried, model: 'm' };
  await writeFile(join(folder, 'models.json'), JSON.stringify({ aliases: { chat } }));
  // Each call writes all that it may: nothing is cheaper than what was held for it.
  provider.by(() => answerWith(['The bell is rung at four.'], { usage: { input: 100, output: 50 } }));
  const settings = { MODELS: `file:${join(folder, 'models.json')}`, LIMITS: `rate=${rate}` };
  system = await TestSystem.start({ settings });
  [greedy, calm, poor] = (await makeTenants(system, ['greedy', 'calm', 'poor'])) as [
    TestTenant,
    TestTenant,
    TestTenant,
  ];
});
afterAll(async () => {
  await system?.close();
  await provider?.close();
  await rm(folder, { recursive: true, force: true });
});

const start = `mutation ($input: StartRunInput!) { startRun(input: $input) { __typename
  ... on StartRunPayload { run { id } } ... on Failure { code } } }`;
const asking = (at: number) => ({
  input: { capability: 'summarization.text', arguments: { text: `Note ${at}: the keeper rings the bell.` } },
});
const over = ['FINISHED', 'FAILED', 'CANCELLED'];
const result = `query ($id: ID!) { run(id: $id) { state result { __typename
  ... on Result { result { costUsd engine outputTokens } } } } }`;

it('a prompt of 5 MB is answered with 413, and the next one with what it asks for', async () => {
  const text = 'The keeper rings the bell. '.repeat(200_000);
  const large = await calm.admin.post(start, {
    input: { capability: 'summarization.text', arguments: { text } },
  });
  expect(large.status).toBe(413);
  expect(large.text.length).toBeLessThan(2_048);
  expect((await calm.admin.post('{ __typename }')).status).toBe(200);
});

it('a billion output tokens are clamped to what the capability may bill', async () => {
  const saved = await calm.admin.change(
    'savePrompt',
    'SavePromptInput',
    {
      prompt: 'summarize-for',
      text: 'Sum up: {{texts}}',
      settings: {
        variables: ['texts', 'question', 'sentences', 'words', 'audience'],
        maxOutputTokens: 1_000_000_000,
      },
      label: 'production',
    },
    '... on SavePromptPayload { prompt { name } }',
  );
  expect(saved.prompt.name).toBe('summarize-for');
  const { startRun } = await calm.admin.data(start, asking(0));
  await eventually(
    () => calm.admin.data(result, { id: startRun.run.id }),
    ({ run }) => over.includes(run.state),
  );
  const asked = provider.requests.map((body) => {
    const { max_tokens, max_completion_tokens } = body as object as Record<string, unknown>;
    return Number(max_completion_tokens ?? max_tokens);
  });
  expect(asked.length).toBeGreaterThan(0);
  expect(Math.max(...asked)).toBeLessThanOrEqual(4_096);
});

it('of 100 asks at once a tenant gets its quota and 429 for the rest; another is served meanwhile', async () => {
  const asks = Array.from({ length: 100 }, (_, at) => greedy.admin.post(start, asking(at)));
  const others = Array.from({ length: 20 }, (_, at) => calm.admin.post(start, asking(at)));
  const [replies, served] = await Promise.all([Promise.all(asks), Promise.all(others)]);
  const refused = replies.filter(({ status }) => status === 429);
  expect(replies.length - refused.length).toBeLessThanOrEqual(rate);
  expect(refused.length).toBeGreaterThanOrEqual(100 - rate);
  expect(refused[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
  for (const { status, body } of served) {
    expect([status, body.data?.startRun.__typename]).toEqual([200, 'StartRunPayload']);
  }
});

it('a budget of a cent is not overshot by asks at once: what each may cost is held before it is asked', async () => {
  const price = { provider: 'openai', model: 'm', rates: { input: '5', output: '5' } };
  await poor.admin.change('setPrice', 'SetPriceInput', price, '... on SetPricePayload { price { id } }');
  const budget = { scope: 'TENANT', period: 'DAY', hardLimitUsd: '0.01' };
  await poor.admin.change(
    'setBudget',
    'SetBudgetInput',
    budget,
    '... on SetBudgetPayload { budget { scope } }',
  );
  const asks = Array.from({ length: 30 }, (_, at) => poor.admin.data(start, asking(at)));
  const ids = (await Promise.all(asks)).map(({ startRun }) => startRun.run.id as string);
  const ended = await eventually(
    () =>
      system.query<{ type: string | null; state: string }>(
        `select result->>'type' as type, state from capabilities.runs where id = any($1)`,
        [ids],
      ),
    (rows) => rows.every(({ state }) => over.includes(state)),
  );
  const [spent] = await system.query<{ nano: string; held: string }>(
    `select coalesce(sum(nano_usd), 0)::text as nano, (select count(*)::text from capabilities.holds
        where tenant_id = $1) as held from capabilities.model_calls where tenant_id = $1`,
    [poor.id],
  );
  expect(BigInt(spent?.nano ?? 0)).toBeGreaterThan(0n);
  expect(BigInt(spent?.nano ?? 0)).toBeLessThanOrEqual(10_000_000n);
  expect(spent?.held).toBe('0');
  const types = ended.map(({ type }) => type);
  expect(types).toContain('BudgetExceeded');
  expect(types).toContain('Answer');
});
