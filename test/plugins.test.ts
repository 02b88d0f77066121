import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { operation } from 'tributary/client';
import { runTributary } from '../testkit/command-line.js';
import {
  check,
  disable,
  enable,
  moods,
  moodsStream,
  plugin,
  saidText,
  textOf,
  writeMoods,
} from '../testkit/moods-plugin.js';
import { eventually, TestSystem } from '../testkit/system.js';

let folder: string;
let system: TestSystem;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-plugins-'));
  await writeMoods(folder);
  system = await TestSystem.start({ settings: { PLUGINS_DIR: folder } });
});
afterAll(async () => {
  await system.close();
  await rm(folder, { recursive: true, force: true });
});

const turn = async (way: typeof enable, input: Record<string, unknown>) =>
  (await system.client().request(way, { input })).change;
const shown = async (id = 'moods') => (await system.client().request(plugin, { id })).plugin;
const answer = async () => (await system.client().request(moods)).moods;

it('a plugin in the folder is found and does not serve', async () => {
  expect(await shown()).toMatchObject({ state: 'DISABLED', source: 'FOLDER', isolation: 'THREAD' });
  await expect(answer()).rejects.toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
});

it('a dry run shows what the public schema would gain, and changes nothing', async () => {
  expect(await turn(check, { plugin: 'moods' })).toMatchObject({
    __typename: 'PluginChecked',
    added: expect.arrayContaining(['Document.moodsMood', 'Query.moods', 'Subscription.moodsStream']),
    removed: [],
  });
  expect(await shown()).toMatchObject({ state: 'DISABLED' });
});

it('is enabled while the system serves: its field answers, its capability streams', async () => {
  expect(await turn(enable, { plugin: 'moods' })).toMatchObject({
    __typename: 'PluginEnabled',
    version: '1.0.0',
  });
  expect(await answer()).toBe('glad');
  expect(await textOf(system.client().follow(moodsStream, { times: 20, everyMs: 1 }))).toBe(
    saidText('glad', 20),
  );
  expect(await shown()).toMatchObject({ state: 'ENABLED', isolation: 'THREAD', enabledHere: true });
});

it('an upgrade is there at once; a stream that had begun goes on to its end on the version it began with', async () => {
  const stream = system.client().follow(moodsStream, { times: 200, everyMs: 20 });
  const first = await stream.next();
  await writeMoods(folder, { version: '1.1.0', word: 'merry' });
  expect(await turn(enable, { plugin: 'moods' })).toMatchObject({
    __typename: 'PluginEnabled',
    version: '1.1.0',
  });
  expect(await answer()).toBe('merry');
  expect(first.value).toMatchObject({ __typename: 'RunStarted' });
  expect(await textOf(stream)).toBe(saidText('glad', 200));
  expect(await shown()).toMatchObject({
    versions: expect.arrayContaining([
      { version: '1.1.0', enabled: true },
      { version: '1.0.0', enabled: false },
    ]),
  });
});

it('an earlier version is taken up again by its number', async () => {
  expect(await turn(enable, { plugin: 'moods', version: '1.0.0' })).toMatchObject({ version: '1.0.0' });
  expect(await answer()).toBe('glad');
});

it('a change that breaks what was used is refused and names the operation, unless it is forced', async () => {
  const register = operation<{ registerOperation: { __typename: string; operation: { hash: string } } }>(
    `mutation Register {
       registerOperation(input: { document: "query Feel { moods }" }) {
         __typename ... on OperationPayload { operation { hash } }
       }
     }`,
  );
  const { registerOperation } = await system.client().request(register);
  const { hash } = registerOperation.operation;
  const refused = await turn(disable, { plugin: 'moods' });
  expect(refused).toMatchObject({
    __typename: 'BreakingChange',
    code: 'BREAKING_CHANGE',
    culprits: expect.arrayContaining([
      expect.objectContaining({ plugin: 'moods', coordinate: 'Query.moods', operation: hash }),
    ]),
  });
  // Those of the last days are known once their use is written.
  await eventually(
    async () => (await turn(check, { plugin: 'moods', disable: true })).culprits ?? [],
    (culprits) => culprits.some(({ coordinate }) => coordinate === 'Subscription.moodsStream'),
  );
  expect(await answer()).toBe('glad');
});

it('is refused whole for what it takes from others, and every culprit is named', async () => {
  await writeMoods(folder, {
    version: '2.0.0',
    fields: { 'Document.name': 'name: String', 'Query.documents': 'documents: String' },
  });
  expect(await turn(enable, { plugin: 'moods' })).toMatchObject({
    __typename: 'PluginRefused',
    code: 'PLUGIN_TAKEOVER',
    culprits: [
      expect.objectContaining({ coordinate: 'Document.name', message: expect.stringContaining('documents') }),
      expect.objectContaining({ coordinate: 'Query.documents' }),
    ],
  });
  expect(await answer()).toBe('glad');
  await writeMoods(folder);
});

it('what others depend on stays, and what it depends on has to be there', async () => {
  await writeMoods(folder, { id: 'tones', dependencies: { moods: '^2.0.0' } });
  expect(await turn(enable, { plugin: 'tones' })).toMatchObject({ __typename: 'MissingDependency' });
  await writeMoods(folder, { id: 'tones', dependencies: { moods: '^1.0.0' } });
  expect(await turn(enable, { plugin: 'tones' })).toMatchObject({ __typename: 'PluginEnabled' });
  expect(await turn(disable, { plugin: 'moods', force: true })).toMatchObject({
    __typename: 'MissingDependency',
    culprits: [expect.objectContaining({ plugin: 'tones' })],
  });
  expect(await turn(disable, { plugin: 'tones', force: true })).toMatchObject({
    __typename: 'PluginDisabled',
  });
});

it('is switched off for one tenant: its fields and runs say so', async () => {
  const start = operation<{ startRun: { __typename: string; code?: string } }>(
    `mutation Start {
       startRun(input: { capability: "moods.say", arguments: { times: 1, everyMs: 1 } }) { __typename ... on Failure { code } }
     }`,
  );
  expect(await turn(disable, { plugin: 'moods', onlyTenant: true })).toMatchObject({
    __typename: 'PluginDisabled',
    generation: null,
  });
  await expect(answer()).rejects.toMatchObject({ code: 'PLUGIN_DISABLED' });
  expect((await system.client().request(start)).startRun).toMatchObject({ code: 'PLUGIN_DISABLED' });
  expect(await shown()).toMatchObject({ state: 'ENABLED', enabledHere: false });
  expect(await turn(enable, { plugin: 'moods', onlyTenant: true })).toMatchObject({
    __typename: 'PluginEnabled',
  });
  expect(await answer()).toBe('glad');
});

it('settings fit the schema, and what is secret is never shown', async () => {
  const set = operation<
    { setPluginSettings: { message?: string; settings?: unknown } },
    { settings: unknown }
  >(
    `mutation Set($settings: JSON!) {
       setPluginSettings(input: { plugin: "moods", settings: $settings }) {
         ... on PluginSettingsPayload { settings { values secretsSet } } ... on Failure { message }
       }
     }`,
  );
  const done = await system.client().request(set, { settings: { tone: 'low', key: 'hush-hush' } });
  expect(done.setPluginSettings.settings).toEqual({ values: { tone: 'low' }, secretsSet: ['key'] });
  const wrong = await system.client().request(set, { settings: { tone: 7 } });
  expect(wrong.setPluginSettings.message).toContain('settings.tone');
  const [row] = await system.query<{ text: string }>(
    `select settings::text || encode(secrets, 'escape') as text from capabilities.plugin_settings`,
  );
  expect(row?.text).not.toContain('hush-hush');
});

it('the command line lists, checks and changes; a refusal ends with 1 and its culprits', async () => {
  const run = (...parameters: string[]) =>
    runTributary(system.dataDir, 'plugin', ...parameters, '--url', system.url, '--token', system.token);
  expect((await run('list')).output).toMatch(/^moods +1\.0\.0 .*ENABLED +FOLDER +THREAD +HEALTHY$/m);
  expect(await run('check', 'tones')).toMatchObject({
    code: 0,
    output: expect.stringContaining('Query.tones'),
  });
  expect(await run('enable', 'nothing')).toMatchObject({
    code: 1,
    errors: expect.stringContaining('PLUGIN_NOT_FOUND'),
  });
  expect(await run('disable', 'moods')).toMatchObject({
    code: 1,
    errors: expect.stringContaining('Query.moods'),
  });
});

it('every change and refusal is in the audit log', async () => {
  const expected = [
    { action: 'plugins.enable', type: 'PluginEnabled' },
    { action: 'plugins.enable', type: 'PluginRefused' },
    { action: 'plugins.disable', type: 'BreakingChange' },
  ];
  const actions = await eventually(
    () =>
      system.query<{ action: string; type: string }>(
        `select distinct action, body ->> 'type' as type from platform.audit_intake where action like 'plugins.%'`,
      ),
    (rows) => expected.every((one) => rows.some((row) => isDeepStrictEqual(row, one))),
  );
  expect(actions).toEqual(expect.arrayContaining(expected));
});

it('a change that was left by a process that died holds up nothing', async () => {
  await system.query(
    `insert into platform.plugin_changes (id, plugin, action, hash, phase)
     select gen_random_uuid(), plugin, 'DISABLE', hash, phase
     from platform.plugins, unnest(array['LOAD', 'PUBLISH']) as phase where plugin = 'moods'`,
  );
  expect(await answer()).toBe('glad');
  await writeMoods(folder, { version: '1.0.1', word: 'sunny' });
  expect(await turn(enable, { plugin: 'moods' })).toMatchObject({ version: '1.0.1' });
  expect(await answer()).toBe('sunny');
  await writeMoods(folder);
  expect(await turn(enable, { plugin: 'moods' })).toMatchObject({ version: '1.0.0' });
});

it('a restart keeps what is enabled; what cannot be loaded then is missing and stops nothing', async () => {
  const broken = join(folder, 'broken');
  await writeMoods(folder, { id: 'tones', brokenBy: broken });
  expect(await turn(enable, { plugin: 'tones' })).toMatchObject({ __typename: 'PluginEnabled' });
  await writeFile(broken, '');
  await system.stop();
  await system.start();
  expect(await answer()).toBe('glad');
  expect(await shown()).toMatchObject({ state: 'ENABLED', isolation: 'THREAD' });
  expect(await shown('tones')).toMatchObject({ state: 'FAILED', error: { code: 'PLUGIN_INVALID' } });
  const tones = operation<{ tones: string }>('query Tones { tones }');
  await expect(system.client().request(tones)).rejects.toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
});

it('a plugin that the operator trusts runs in the threads of the host from the next start', async () => {
  await system.stop();
  await system.start({ PLUGINS_TRUSTED: 'moods' });
  expect(await answer()).toBe('glad');
  expect(await shown()).toMatchObject({ state: 'ENABLED', isolation: 'HOST' });
  expect(await textOf(system.client().follow(moodsStream, { times: 5, everyMs: 1 }))).toBe(
    saidText('glad', 5),
  );
});

it('is disabled while the system serves: its field is gone, everything else answers', async () => {
  expect(await turn(disable, { plugin: 'moods', force: true })).toMatchObject({
    __typename: 'PluginDisabled',
  });
  await expect(answer()).rejects.toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  expect(await shown()).toMatchObject({ state: 'DISABLED' });
  expect(await shown('summarization')).toMatchObject({ state: 'ENABLED', isolation: 'HOST' });
});

it('a shipped plugin goes and comes back', async () => {
  expect(await turn(disable, { plugin: 'guard', force: true })).toMatchObject({
    __typename: 'PluginDisabled',
  });
  expect(await turn(enable, { plugin: 'guard' })).toMatchObject({ __typename: 'PluginEnabled' });
  expect(await shown('guard')).toMatchObject({ state: 'ENABLED', isolation: 'HOST' });
});
