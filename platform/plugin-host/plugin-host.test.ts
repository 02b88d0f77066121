import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { madeFolder } from '../../testkit/made-folder.js';
import { createPluginHost } from './index.js';

let folder: string;
let count = 0;

beforeEach(async () => {
  folder = await madeFolder('plugins');
});
afterEach(() => rm(folder, { recursive: true }));

const manifest = {
  id: 'sample',
  version: '1.0.0',
  sdk: '^0.1.0',
  title: 'Sample',
  description: 'For tests.',
  permissions: ['documents'],
  contributes: { capabilities: ['sample.run'] },
};
const run = `defineCapability({ id: 'sample.run', description: 'd', needs: ['documents'], input: z.object({}), output: z.object({}), async *builtIn() {} })`;
const code = (contributions: string, given: object = manifest) =>
  `import { defineCapability, definePlugin, defineSubgraph, z } from 'tributary/sdk';
   export default definePlugin(${JSON.stringify(given)}, ${contributions}); // ${count++}`;

async function load(plugin: { manifest?: object | string; code?: string; prompt?: string; name?: string }) {
  const home = join(folder, plugin.name ?? 'sample');
  await mkdir(join(home, 'prompts'), { recursive: true });
  const data = plugin.manifest ?? manifest;
  await writeFile(join(home, 'plugin.json'), typeof data === 'string' ? data : JSON.stringify(data));
  const source =
    plugin.code ?? code(`{ capabilities: [${run}] }`, typeof data === 'string' ? manifest : data);
  await writeFile(join(home, 'index.js'), source);
  if (plugin.prompt !== undefined) await writeFile(join(home, 'prompts/ask.md'), plugin.prompt);
  return createPluginHost({ source: folder, code: folder });
}

it('loads a plugin whose contributions are what its manifest says', async () => {
  const host = await load({});
  expect(host.catalogue.plugins()).toMatchObject([{ id: 'sample', version: '1.0.0', trusted: true }]);
  expect(host.capabilities.capability('sample.run')?.plugin.id).toBe('sample');
  expect(host.capabilities.capability('other')).toBeNull();
});

it('checks every manifest before any code runs', async () => {
  const bomb = `globalThis.ran = true; ${code('{}')}`;
  await expect(load({ manifest: { ...manifest, version: 'one' }, code: bomb })).rejects.toMatchObject({
    code: 'PLUGIN_INVALID',
    details: { plugin: 'sample', field: 'version' },
  });
  expect((globalThis as { ran?: boolean }).ran).toBeUndefined();
});

it.each([
  ['text that is not JSON', { manifest: '{' }, 'plugin.json'],
  ['another id than its folder', { name: 'other' }, 'id'],
  ['an SDK that is not ours', { manifest: { ...manifest, sdk: '^2.0.0' } }, 'sdk'],
  [
    'a permission that does not exist',
    { manifest: { ...manifest, permissions: ['everything'] } },
    'permissions',
  ],
  ['a field that it may not have', { manifest: { ...manifest, extra: 1 } }, 'extra'],
  ['no default export', { code: 'export const nothing = 1;' }, 'index.ts'],
  ['code that throws', { code: 'throw new TypeError("broken");' }, 'index.ts'],
])('refuses %s', async (_name, plugin, field) => {
  await expect(load(plugin)).rejects.toMatchObject({
    code: 'PLUGIN_INVALID',
    details: { field: expect.stringContaining(field) },
  });
});

it.each([
  ['another property', { text: 'question', threshold: 0.9 }, /compares question by meaning/],
  ['a threshold that nothing reaches', { text: 'q', threshold: 95 }, /threshold that no cosine reaches/],
])('refuses a semantic cache with %s', async (_name, semanticCache, mend) => {
  const cached = run.replace('input: z.object({})', 'input: z.object({ q: z.string() })');
  const capability = cached.replace('needs:', `semanticCache: ${JSON.stringify(semanticCache)}, needs:`);
  await expect(load({ code: code(`{ capabilities: [${capability}] }`) })).rejects.toThrow(mend);
});

it.each([
  [
    'a panel whose file is missing',
    { panel: { title: 'P', entry: 'panel.js' } },
    /panel\.js is not there; add/,
  ],
  ['a tool without its operation', { tools: ['FindAll'] }, /add operations\/FindAll\.graphql/],
  [
    'a tool that is not declared',
    {},
    /MarkedTool is marked as a tool and not declared/,
    'query MarkedTool @tool { a }',
  ],
  ['an operation that is not GraphQL', {}, /operations\/one\.graphql.*correct its syntax/, 'query {'],
])('refuses %s before any code runs', async (_name, more, mend, operation = '') => {
  const given = { ...manifest, contributes: { ...manifest.contributes, ...more } };
  await mkdir(join(folder, 'sample/operations'), { recursive: true });
  if (operation) await writeFile(join(folder, 'sample/operations/one.graphql'), operation);
  await expect(load({ manifest: given, code: 'throw new TypeError("ran");' })).rejects.toThrow(mend);
});

it('takes a panel and tools that are there', async () => {
  const panel = { title: 'P', entry: 'panel/index.html' };
  const given = { ...manifest, contributes: { ...manifest.contributes, panel, tools: ['FindAll'] } };
  for (const [file, text] of [
    ['panel/index.html', '<p>'],
    ['operations/all.graphql', 'query FindAll @tool(description: "d") { a } '],
    ['operations/other.graphql', 'query Other { a }'],
  ] as const) {
    await mkdir(join(folder, 'sample', file, '..'), { recursive: true });
    await writeFile(join(folder, 'sample', file), text);
  }
  expect((await load({ manifest: given })).catalogue.plugins()).toMatchObject([{ id: 'sample' }]);
});

it('names what is declared and not contributed, and the reverse', async () => {
  await expect(load({ code: code('{}') })).rejects.toThrow(/sample\.run is declared but not contributed/);
  await rm(join(folder, 'sample'), { recursive: true });
  const bare = { ...manifest, contributes: {} };
  const [name] = ['second'];
  const given = { ...bare, id: name };
  const adding = load({ name, manifest: given, code: code(`{ capabilities: [${run}] }`, given) });
  await expect(adding).rejects.toThrow(/sample\.run is contributed but not declared/);
});

it('refuses a need that the manifest does not permit', async () => {
  const without = { ...manifest, permissions: [] };
  await expect(load({ manifest: without })).rejects.toMatchObject({
    code: 'PLUGIN_PERMISSION_DENIED',
    details: { plugin: 'sample', permission: 'documents' },
  });
});

it('refuses a field of an entity that could null it', async () => {
  const given = { ...manifest, contributes: { fields: ['Document.score'] } };
  const typeDefs = 'type Document @key(fields: "id") { id: ID! score: Int! }';
  const contributions = `{ subgraph: defineSubgraph({ typeDefs: '${typeDefs}', resolvers: {} }) }`;
  await expect(load({ manifest: given, code: code(contributions, given) })).rejects.toMatchObject({
    details: { field: 'Document.score' },
  });
});

it('reads prompts with their front matter, and refuses a variable that it does not name', async () => {
  const given = { ...manifest, contributes: { ...manifest.contributes, prompts: ['ask'] } };
  const front = '---\nvariables:\n  - question\nalias: "small"\nmaxOutputTokens: 50\n---\n';
  const host = await load({ manifest: given, prompt: `${front}Say: {{question}}\n` });
  expect(host.prompts).toEqual([
    {
      plugin: 'sample',
      prompt: 'ask',
      text: 'Say: {{question}}',
      settings: { variables: ['question'], alias: 'small', maxOutputTokens: 50 },
    },
  ]);
  await expect(load({ manifest: given, prompt: 'Say: {{question}}' })).rejects.toThrow(/question/);
});

it('refuses two plugins with the same capability', async () => {
  await load({});
  const given = { ...manifest, id: 'twin' };
  const twin = load({ name: 'twin', manifest: given, code: code(`{ capabilities: [${run}] }`, given) });
  await expect(twin).rejects.toThrow(/sample\.run belongs to sample/);
});
