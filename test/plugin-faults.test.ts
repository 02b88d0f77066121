import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { operation, type RunEventData } from 'tributary/client';
import { enable, moods, writeMoods } from '../testkit/moods-plugin.js';
import { eventually, TestSystem } from '../testkit/system.js';

/* What a faulty plugin costs those who use the system: its own fields and runs fail with a code, and nothing else does. */

const fields = {
  throws: '() => { throw new TypeError("password=hunter2"); }',
  loops: '() => { for (;;); }',
  allocates: '() => { const all = []; for (;;) all.push({ x: new Array(500).fill(all.length) }); }',
  exits: '() => process.exit(1)',
};
const engines = {
  fails: 'throw new TypeError("password=hunter2");',
  spins: 'for (;;);',
  lies: 'yield { type: "RunFinished", result: {} };',
};
const name = (field: string) => `faulty${field}`;

let folder: string;
let system: TestSystem;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-faulty-'));
  await writeMoods(folder);
  // Two of them, for a breaker opens after five faults.
  await write('faulty', {
    contributes: { fields: Object.keys(fields).map((field) => `Query.${name(field)}`) },
    code: `export default definePlugin(manifest, { subgraph: defineSubgraph({
      typeDefs: gql\`type Query { ${Object.keys(fields).map((field) => `${name(field)}: Int`)} }\`,
      resolvers: { Query: { ${Object.entries(fields).map(([field, resolver]) => `${name(field)}: ${resolver}`)} } } }) });`,
  });
  await write('wrong', {
    contributes: { capabilities: Object.keys(engines).map((engine) => `wrong.${engine}`) },
    code: `export default definePlugin(manifest, { capabilities: [${Object.entries(engines).map(
      ([engine, body]) => `defineCapability({ id: 'wrong.${engine}', description: 'Fails.', needs: [],
        input: z.object({}), output: z.object({ text: z.string() }),
        async *builtIn() { yield 'It begins. '; ${body} } })`,
    )}] });`,
  });
  await write('broken', { code: 'throw new TypeError("at import");' });
  await write('stuck', { code: 'for (;;);' });
  system = await TestSystem.start({ settings: { PLUGINS_DIR: folder, LIMITS: 'rate=1000000' } });
  for (const id of ['moods', 'faulty', 'wrong'])
    expect(await turnOn(id)).toMatchObject({ __typename: 'PluginEnabled' });
});
afterAll(async () => {
  await system.close();
  await rm(folder, { recursive: true, force: true });
});

async function write(id: string, { contributes = {}, code }: { contributes?: object; code: string }) {
  const manifest = {
    id,
    version: '1.0.0',
    sdk: '^0.1.0',
    title: id,
    description: 'Fails.',
    permissions: ['runs'],
    contributes,
  };
  await mkdir(join(folder, id), { recursive: true });
  await writeFile(join(folder, id, 'plugin.json'), JSON.stringify(manifest));
  await writeFile(
    join(folder, id, 'index.js'),
    `import { defineCapability, definePlugin, defineSubgraph, gql, streamOf, z } from 'tributary/sdk';
     import manifest from './plugin.json' with { type: 'json' };
     ${code}`,
  );
}

const start = operation<{ startRun: { run?: { id: string } } }, { capability: string }>(
  `mutation ($capability: String!) { startRun(input: { capability: $capability, arguments: {} }) {
     ... on StartRunPayload { run { id } } ... on Failure { code message } } }`,
);
const follow = operation<{ runEvents: RunEventData }, { runId: string; after: string | null }>(
  `subscription ($runId: ID!, $after: Cursor) { runEvents(runId: $runId, after: $after) {
     __typename runId cursor ... on RunFailed { code message } } }`,
);

const turnOn = async (id: string) =>
  (await system.client().request(enable, { input: { plugin: id } })).change;
const ask = (field: string) =>
  system.client().request(operation<Record<string, number | null>>(`{ ${field} }`));

/** Asks a plugin beside it and the core until the work has ended. */
async function asking<Result>(work: Promise<Result>): Promise<PromiseSettledResult<Result>> {
  let isOver = false;
  const settled = Promise.allSettled([work]).finally(() => {
    isOver = true;
  });
  do {
    expect((await system.client().request(moods)).moods).toBe('glad');
    expect(
      await system.client().request(operation('{ documents(first: 1) { nodes { id } } }')),
    ).toBeDefined();
    await setTimeout(20);
  } while (!isOver);
  const [result] = await settled;
  return result;
}

it.each([
  ['throws', 'PLUGIN_FAULT'],
  ['loops', 'PLUGIN_TIMEOUT'],
  ['allocates', 'PLUGIN_MEMORY'],
  ['exits', 'PLUGIN_FAULT'],
])('a resolver that %s fails its field with %s', async (field, code) => {
  const result = await asking(ask(name(field)));
  expect(result).toMatchObject({ status: 'rejected', reason: { code } });
  expect(JSON.stringify(result)).not.toContain('hunter2');
});

it.each([
  ['fails', 'PLUGIN_FAULT'],
  ['spins', 'PLUGIN_TIMEOUT'],
  ['lies', 'PLUGIN_PART_INVALID'],
])('an engine that %s fails its run with %s', async (engine, code) => {
  const { startRun } = await system.client().request(start, { capability: `wrong.${engine}` });
  const runId = startRun.run?.id ?? '';
  const events: RunEventData[] = [];
  const result = await asking(
    (async () => {
      for await (const event of system.client().follow(follow, { runId })) events.push(event);
    })(),
  );
  const last = result.status === 'rejected' ? result.reason : events.at(-1);
  expect(last).toMatchObject({ code });
  expect(JSON.stringify([events, last])).not.toContain('hunter2');
});

it.each([
  ['broken', 'PLUGIN_INVALID'],
  ['stuck', 'PLUGIN_TIMEOUT'],
])('a plugin that is %s when it is imported is refused with %s', async (id, code) => {
  const result = await asking(turnOn(id));
  expect(result).toMatchObject({ value: { __typename: 'PluginRefused', code } });
});

const health = operation<{
  plugin: { state: string; health: { lastFault: { code: string } | null } | null } | null;
}>('{ plugin(id: "faulty") { state health { state faults lastFault { code } } } }');

it('what it did shows in its health', async () => {
  const shown = await eventually(
    async () => (await system.client().request(health)).plugin,
    (found) => Boolean(found?.health?.lastFault),
  );
  expect(shown).toMatchObject({
    state: 'ENABLED',
    health: { lastFault: { code: expect.stringContaining('PLUGIN_') } },
  });
});
