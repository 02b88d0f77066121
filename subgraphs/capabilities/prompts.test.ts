import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute, parse } from 'graphql';
import type { Granted, RequestContext } from 'tributary/sdk';
import { loadConfig } from '#platform/config';
import { findAppError } from '#platform/errors';
import { openModels } from '#platform/models';
import { bindServices } from '#platform/plugin-host';
import { Metrics } from '#platform/telemetry';
import {
  breakAfter,
  type ChaosProvider,
  say,
  startChaosProvider,
  unhurried,
} from '../../testkit/providers/index.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { openRunHost, type RunHost } from './fixtures/run-host.js';

let server: ChaosProvider;
let host: RunHost;
let folder: string;
/** The tenant that may change what all have. */
const operators = randomUUID();
/** Every test is in a tenant of its own. */
let ada: RequestContext;

const seeded = (prompt: string, text: string, settings: Record<string, unknown> = {}) => ({
  plugin: 'trial',
  prompt,
  text,
  settings: { variables: ['question'], alias: 'chat', ...settings },
});

beforeAll(async () => {
  server = await startChaosProvider();
  folder = await mkdtemp(join(tmpdir(), 'tributary-prompts-'));
  const chat = { provider: 'openai', baseUrl: server.url, timeouts: unhurried, model: 'test-model' };
  await writeFile(join(folder, 'models.json'), JSON.stringify({ aliases: { chat } }));
  const config = loadConfig({ MODELS: `file:${join(folder, 'models.json')}` });
  const models = await openModels(config, new Metrics());
  host = await openRunHost((platform) => {
    const { plugins, ...others } = platform.config;
    platform.config = { ...others, plugins: { ...plugins, operators: [operators] } };
    return models;
  });
  await host.parts.ports.prompts.seed([
    seeded('tone', 'Be kind.', { variables: [] }),
    seeded('whole', 'Say {{question}} {{> part}}'),
    seeded('part', 'briefly', { variables: ['question', 'tone'] }),
  ]);
});
afterAll(async () => {
  await host.close();
  await server.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  ada = callerOf(randomUUID(), { actor: 'user:ada', roles: ['admin'] });
  server.requests.length = 0;
});

async function query(source: string, variables: Record<string, unknown> = {}, context = ada) {
  const { data, errors } = await execute({
    schema: host.subgraph.schema,
    document: parse(source),
    variableValues: variables,
    contextValue: host.graph(context),
  });
  expect(errors).toBeUndefined();
  // biome-ignore lint/suspicious/noExplicitAny: what is asked for is what comes
  return data as Record<string, any>;
}
const failure = '... on Failure { code message }';
const shown = 'prompt { name versions { version owner labels } labels { label version owner pinned } }';
const save = async (input: Record<string, unknown>, context = ada) =>
  (
    await query(
      `mutation ($input: SavePromptInput!) { savePrompt(input: $input) {
         __typename ... on SavePromptPayload { version { version labels owner note createdBy } ${shown} } ${failure} } }`,
      { input: { prompt: 'ask', ...input } },
      context,
    )
  ).savePrompt;
const change = async (mutation: string, input: Record<string, unknown>, context = ada) => {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const source = `mutation ($input: ${type}!) { done: ${mutation}(input: $input) {
    __typename ... on PromptPayload { ${shown} } ${failure} } }`;
  return (await query(source, { input: { prompt: 'ask', ...input } }, context)).done;
};
const move = (version: number | null, label = 'production') => change('movePromptLabel', { label, version });

const start = (question: string, context = ada) => host.start(context, 'trial.ask', { question });
const ask = async (question: string, context = ada) => {
  const runId = await start(question, context);
  await host.work(context, runId);
  const { result } = await host.result(context, runId);
  return { runId, promptVersion: result.promptVersion };
};
const asked = () => server.requests.map(({ messages }) => messages.at(-1)?.content);

it('saves a version of a tenant, releases it, and takes it back', async () => {
  server.next(say('Yes.'));
  expect((await ask('a?')).promptVersion).toBe('ask@1');
  const saved = await save({ text: 'Shortly: {{question}}', note: 'shorter', label: 'candidate' });
  expect(saved.version).toEqual({
    version: 2,
    labels: ['candidate'],
    owner: 'TENANT',
    note: 'shorter',
    createdBy: 'user:ada',
  });
  expect((await ask('a?')).promptVersion).toBe('ask@1');
  const moved = await move(2);
  expect(moved.prompt.labels).toContainEqual({
    label: 'production',
    version: 2,
    owner: 'TENANT',
    pinned: true,
  });
  const answered = await ask('a?');
  expect(answered.promptVersion).toBe('ask@2');
  expect(asked()).toEqual(['Answer in one sentence: a?', 'Shortly: a?']);
  const back = await change('rollBackPrompt', {});
  expect(back.prompt.labels).toContainEqual(
    expect.objectContaining({ label: 'production', version: 1, owner: 'TENANT' }),
  );
  // The stored result of the first version is found again.
  expect((await ask('a?')).promptVersion).toBe('ask@1');
  expect(asked()).toHaveLength(2);
  expect(await change('rollBackPrompt', {})).toMatchObject({ __typename: 'Conflict', code: 'CONFLICT' });
  const { prompt } = await query(
    '{ prompt(name: "ask") { history { label action version owner movedBy } } }',
  );
  expect(prompt.history.slice(0, 3)).toEqual([
    { label: 'production', action: 'ROLLED_BACK', version: 1, owner: 'TENANT', movedBy: 'user:ada' },
    { label: 'production', action: 'MOVED', version: 2, owner: 'TENANT', movedBy: 'user:ada' },
    { label: 'candidate', action: 'MOVED', version: 2, owner: 'TENANT', movedBy: 'user:ada' },
  ]);
  const actions = await host.db.database.tenant(ada.tenant, (tx) =>
    tx.query<{ action: string }>(
      `select action from platform.audit_intake where action like 'prompts.%' order by position`,
    ),
  );
  expect(actions.map(({ action }) => action)).toEqual([
    'prompts.save',
    'prompts.moveLabel',
    'prompts.moveLabel',
    'prompts.rollBackLabel',
  ]);
});

it('finds a version again that had this content', async () => {
  const first = await save({ text: 'Again: {{question}}' });
  const again = await save({ text: 'Again: {{question}}' });
  expect(again.version.version).toBe(first.version.version);
  const plugins = await save({
    text: 'Answer in one sentence: {{question}}',
    settings: { variables: ['question'], maxOutputTokens: 100 },
  });
  expect(plugins.version).toMatchObject({ version: 1, owner: 'ALL' });
});

it.each([
  [/no prompt none/, 'NotFound', { prompt: 'none' }],
  [/the variable answer is not declared/, 'InvalidInput', { text: '{{answer}}' }],
  [
    /gives no value for the variable user; it gives question/,
    'InvalidInput',
    { text: '{{user}}', settings: { variables: ['user'] } },
  ],
  [/no prompt nobody/, 'InvalidInput', { text: '{{> nobody}}' }],
  [/ask > ask/, 'InvalidInput', { text: '{{> ask}}' }],
  [/part > whole > part/, 'InvalidInput', { prompt: 'part', text: '{{> whole}}' }],
  [/tone is not declared in the settings of whole/, 'InvalidInput', { prompt: 'part', text: '{{tone}}' }],
  [/robot/, 'InvalidInput', { text: '{{role "robot"}}' }],
  [/more than 100000 characters/, 'InvalidInput', { text: 'x'.repeat(100_001) }],
  [/empty/, 'InvalidInput', { text: ' ' }],
  [/NUL/, 'InvalidInput', { text: 'a\0b' }],
  [/temperature/, 'InvalidInput', { settings: { temperature: 9 } }],
  [/tools/, 'InvalidInput', { settings: { tools: [] } }],
  [/label/, 'InvalidInput', { label: 'Big Label' }],
])('refuses to save, saying %s', async (message, type, input) => {
  const refused = await save({ text: 'Say {{question}}', ...input });
  expect(refused).toMatchObject({ __typename: type, message: expect.stringMatching(message) });
});

it('is for those who may, and says so', async () => {
  const member = callerOf(ada.tenant, { actor: 'user:bea', roles: ['member'] });
  expect(await save({ text: '{{question}}' }, member)).toMatchObject({ __typename: 'Forbidden' });
  expect(await change('rollBackPrompt', {}, member)).toMatchObject({ __typename: 'Forbidden' });
  expect(await change('movePromptLabel', { label: 'production', version: 9 })).toMatchObject({
    __typename: 'NotFound',
    message: 'Version 9 of the prompt ask was not found',
  });
  expect(await move(null)).toMatchObject({ __typename: 'Conflict' });
  const usage = await query('{ prompt(name: "ask") { versions { usage { runs } } } }', {}, member);
  expect(usage.prompt.versions[0].usage).toBeNull();
  for (const source of ['{ prompts { name } }', '{ prompt(name: "ask") { name } }'])
    expect(await refusalOf(source, ['documents:read'])).toBe('FORBIDDEN');
  expect(await refusalOf('{ promptDiff(prompt: "ask", from: 1, to: 2) { from } }', ['runs:start'])).toBe(
    'FORBIDDEN',
  );
  expect(await refusalOf('{ prompts { name } }', ['prompts:read'])).toBeUndefined();
  expect(await refusalOf('{ prompts { name } }', ['prompts:manage'])).toBeUndefined();
});

/** What a key of these scopes is told. */
async function refusalOf(source: string, scopes: readonly string[]): Promise<unknown> {
  const key = callerOf(ada.tenant, { actor: 'key:k', roles: ['admin'], scopes });
  const document = parse(source);
  const { errors } = await execute({
    schema: host.subgraph.schema,
    document,
    contextValue: host.graph(key),
  });
  return findAppError(errors?.[0]?.originalError)?.code;
}

it('shows and gives a version to its own tenant alone', async () => {
  const other = callerOf(randomUUID(), { actor: 'user:eve', roles: ['admin'] });
  await save({ text: 'Ours: {{question}}', label: 'production' });
  const seen = await query('{ prompts { name versions { version owner } } }', {}, other);
  const owners = seen.prompts.flatMap(({ versions }: { versions: { owner: string }[] }) => versions);
  expect(new Set(owners.map(({ owner }: { owner: string }) => owner))).toEqual(new Set(['ALL']));
  const stolen = await change('movePromptLabel', { label: 'production', version: 2 }, other);
  expect(stolen).toMatchObject({ __typename: 'NotFound' });
  server.next(say('Mine.'));
  expect((await ask('whose?', other)).promptVersion).toBe('ask@1');
  // Both may have a version 2, each their own.
  const theirs = await save({ text: 'Theirs: {{question}}' }, other);
  expect(theirs.version.version).toBe(2);
});

it('leaves a label where somebody put it when the plugin comes with a new text', async () => {
  await host.parts.ports.prompts.seed([seeded('moving', 'one')]);
  await host.parts.ports.prompts.seed([seeded('moving', 'two')]);
  const place = async (context = ada) => {
    const { prompt } = await query(
      '{ prompt(name: "moving") { labels { version owner pinned } } }',
      {},
      context,
    );
    return prompt.labels[0];
  };
  expect(await place()).toEqual({ version: 2, owner: 'ALL', pinned: false });
  await change('rollBackPrompt', { prompt: 'moving' });
  await host.parts.ports.prompts.seed([seeded('moving', 'three')]);
  expect(await place()).toEqual({ version: 1, owner: 'TENANT', pinned: true });
  const other = callerOf(randomUUID(), { roles: ['admin'] });
  expect(await place(other)).toEqual({ version: 3, owner: 'ALL', pinned: false });
  // For all tenants: pinned too, until it follows again.
  const forAll = { prompt: 'moving', everyTenant: true };
  expect(await change('rollBackPrompt', forAll)).toMatchObject({ __typename: 'Forbidden' });
  const operator = callerOf(operators, { actor: 'user:olga', roles: ['admin'] });
  await change('rollBackPrompt', forAll, operator);
  await host.parts.ports.prompts.seed([seeded('moving', 'four')]);
  // For all tenants, too, it stays until it follows again.
  expect(await place(other)).toEqual({ version: 2, owner: 'ALL', pinned: true });
  const following = { ...forAll, label: 'production', version: null };
  await change('movePromptLabel', following, operator);
  expect(await place(other)).toEqual({ version: 4, owner: 'ALL', pinned: false });
  await change('movePromptLabel', { prompt: 'moving', label: 'production', version: null });
  expect(await place()).toEqual({ version: 4, owner: 'ALL', pinned: false });
});

it('executes a run with what it was started with, also when another worker begins it anew', async () => {
  await save({ text: '{{> tone}} Ours: {{question}}', label: 'production' });
  const begun = await start('pinned?');
  await save({ prompt: 'tone', text: 'Be rude.', settings: { variables: [] }, label: 'production' });
  await move(1);
  const lost = new AbortController();
  server.next(({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    lost.abort(new DOMException('the worker stops', 'AbortError'));
  });
  await expect(host.work(ada, begun, lost.signal)).rejects.toThrow('the worker stops');
  expect(asked()).toEqual(['Be kind. Ours: pinned?']);
  server.next(say('Ours.'));
  await host.work(ada, begun);
  expect(asked()).toEqual(['Be kind. Ours: pinned?']);
  const { result } = await host.result(ada, begun);
  expect(result.promptVersion).toMatch(/^ask@2 tone@1$/);
  // What is started now is another question.
  expect((await ask('pinned?')).promptVersion).toBe('ask@1');
});

it('asks anew when a prompt that it is composed of moved', async () => {
  server.next(say('Fine.'));
  await save({ text: '{{> tone}} So: {{question}}', label: 'production' });
  const first = await ask('tone?');
  expect((await ask('tone?')).runId).toBe(first.runId);
  await save({ prompt: 'tone', text: 'Be brisk.', settings: { variables: [] }, label: 'production' });
  const second = await ask('tone?');
  expect(second.runId).not.toBe(first.runId);
  expect(asked()).toEqual(['Be kind. So: tone?', 'Be brisk. So: tone?']);
});

it('renders for a plugin what the tenant has released', async () => {
  await save({ text: '{{role "system"}} {{> tone}} {{role "user"}} {{question}}', label: 'production' });
  const plugin = { id: 'trial', permissions: ['prompts'] };
  const caller = { plugin, context: ada, signal: AbortSignal.timeout(60_000) };
  const { prompts } = bindServices(host.parts, caller, ['prompts']) as Pick<Granted<'prompts'>, 'prompts'>;
  const rendered = await prompts.render('ask', { question: '{{> tone}}?' });
  expect(rendered).toEqual({ text: 'Be kind.\n\n{{> tone}}?', version: 'ask@2' });
  await expect(prompts.render('ask', {})).rejects.toThrow(/needs the variable question/);
  await expect(prompts.render('none', {})).rejects.toMatchObject({ code: 'PROMPT_NOT_FOUND' });
});

it('parts runs by weight, and gives equal inputs equal versions', async () => {
  server.next(say('Fine.'));
  await save({ text: 'B: {{question}}', label: 'candidate' });
  const begun = await change('setPromptExperiment', {
    variants: [
      { version: 1, weight: 1 },
      { label: 'candidate', weight: 1 },
    ],
  });
  expect(begun.__typename).toBe('PromptPayload');
  const versions = new Set<string | null>();
  const questions = Array.from({ length: 12 }, (_, at) => `split ${at}?`);
  for (const question of questions) {
    const { runId, promptVersion } = await ask(question);
    versions.add(promptVersion);
    expect(await ask(question)).toEqual({ runId, promptVersion });
  }
  expect(versions).toEqual(new Set(['ask@1', 'ask@2']));
  expect(server.requests).toHaveLength(questions.length);
  const { prompt } = await query(
    `{ prompt(name: "ask") { experiment { startedBy variants { version weight } } } }`,
  );
  expect(prompt.experiment).toMatchObject({
    startedBy: 'user:ada',
    variants: [{ version: 1 }, { version: 2 }],
  });
  const ended = async (input: () => Promise<unknown>) => {
    await input();
    return (await query('{ prompt(name: "ask") { experiment { startedBy } } }')).prompt.experiment === null;
  };
  const again = {
    variants: [
      { version: 1, weight: 1 },
      { version: 2, weight: 3 },
    ],
  };
  expect(await ended(() => change('setPromptExperiment', again))).toBe(false);
  // Whoever releases a version has decided.
  expect(await ended(() => move(2))).toBe(true);
  expect(await ended(() => change('setPromptExperiment', again))).toBe(false);
  expect(await ended(() => change('rollBackPrompt', {}))).toBe(true);
  await change('setPromptExperiment', again);
  expect(await ended(() => change('setPromptExperiment', { variants: null }))).toBe(true);
  for (const question of questions) expect((await ask(question)).promptVersion).toBe('ask@1');
  const twice = [
    { version: 1, weight: 1 },
    { version: 1, weight: 2 },
  ];
  expect(await change('setPromptExperiment', { variants: twice })).toMatchObject({
    __typename: 'InvalidInput',
  });
});

it('shows how versions differ', async () => {
  await save({
    text: 'Answer in one sentence: {{question}}\nThink first.',
    settings: { variables: ['question'], maxOutputTokens: 200, temperature: 0 },
  });
  const source = `query ($to: Int!) { promptDiff(prompt: "ask", from: 1, to: $to) {
    lines { kind text } settings { name from to } } }`;
  expect((await query(source, { to: 2 })).promptDiff).toEqual({
    lines: [
      { kind: 'SAME', text: 'Answer in one sentence: {{question}}' },
      { kind: 'ADDED', text: 'Think first.' },
    ],
    settings: [
      { name: 'maxOutputTokens', from: 100, to: 200 },
      { name: 'temperature', from: null, to: 0 },
    ],
  });
  expect((await query(source, { to: 7 })).promptDiff).toBeNull();
});

it('counts what runs did with each version', async () => {
  server.next(say('Fine.'));
  await ask('usage 1?');
  await ask('usage 2?');
  await save({ text: 'B: {{question}}', label: 'production' });
  await ask('usage 3?');
  const source = `query ($since: DateTime) { prompt(name: "ask") { versions { version
    usage(since: $since) { runs outcomes { outcome count } medianDurationMs inputTokens outputTokens costUsd } } } }`;
  const usage = async (since: Date | null) => (await query(source, { since })).prompt.versions;
  const [second, first] = await usage(null);
  expect(first).toEqual({
    version: 1,
    usage: {
      runs: 2,
      outcomes: [{ outcome: 'Answer', count: 2 }],
      medianDurationMs: expect.any(Number),
      inputTokens: 40,
      outputTokens: 20,
      // Nobody has entered a price.
      costUsd: null,
    },
  });
  expect(second).toMatchObject({ version: 2, usage: { runs: 1, inputTokens: 20 } });
  server.next(breakAfter('x'.repeat(80)));
  await host.work(ada, await start('usage 4?'));
  const [withFailure] = await usage(null);
  expect(withFailure.usage.outcomes).toEqual(
    expect.arrayContaining([
      { outcome: 'Answer', count: 1 },
      { outcome: 'Failed', count: 1 },
    ]),
  );
  const later = await usage(new Date(Date.now() + 60_000));
  expect(later[0].usage).toMatchObject({ runs: 0, outcomes: [], medianDurationMs: null, costUsd: '0' });
});
