import { stripTypeScriptTypes } from 'node:module';
import { checkManifest } from '#platform/plugin-host';
import { PluginDraft } from './draft.js';
import { checkedPluginName } from './names.js';
import { packageFiles } from './package-plugin.js';
import { extendPlugin, type PluginParts, planPlugin } from './plan.js';
import { generated, readApi } from './plugin-folder.js';

const schema = '../../schema/plugin.schema.json';
const context = { api: await readApi(), schema };
const plan = (parts: PluginParts = {}, name = 'key-points') => planPlugin(name, parts, context);
const manifestOf = (draft: PluginDraft) => checkManifest(draft.manifest, draft.id);
const everything = { streaming: true, job: true, rule: true, evaluator: true };

test.each<[string, PluginParts]>([
  ['without a flag', {}],
  ['with a field of the root', { field: 'Query.keyPointsOf', capability: 'choose' }],
  ['with every part', everything],
])('a new plugin %s has a manifest that is valid, and code whose types can be erased', (_name, parts) => {
  const draft = plan(parts);
  const { contributes } = manifestOf(draft);
  expect(contributes.capabilities).toEqual([`key-points.${parts.capability ?? 'find'}`]);
  expect(contributes.fields).toContain(parts.field ?? 'Document.keyPoints');
  for (const [path, text] of [...draft.files(), ...generated(draft)]) {
    expect({ path, text }).not.toMatchObject({ text: expect.stringMatching(/\bTODO\b|placeholder/i) });
    if (path.endsWith('.ts')) expect(stripTypeScriptTypes(text, { mode: 'strip' })).not.toBe('');
  }
});

test('what is added stands in the code and in the manifest', () => {
  const draft = new PluginDraft(plan().files());
  extendPlugin(draft, { field: 'Document.openings', capability: 'open', rule: true }, context);
  extendPlugin(draft, { field: 'Query.openingsOf', capability: 'open', streaming: true, job: true }, context);
  extendPlugin(draft, { prompt: 'another' }, context);
  const { contributes, permissions } = manifestOf(draft);
  expect(contributes).toMatchObject({
    capabilities: ['key-points.find', 'key-points.open'],
    fields: [
      'Document.keyPoints',
      'Document.openings',
      'Query.openingsOf',
      'Subscription.makeOpeningsOf',
      'Mutation.catchUpKeyPoints',
    ],
    rules: ['key-points.most-words'],
    jobs: ['key-points.catch-up'],
    prompts: ['key-points-find', 'key-points-open', 'another'],
  });
  expect(permissions).toEqual(expect.arrayContaining(['documents', 'models', 'results', 'runs', 'jobs']));
  for (const variable of ['find', 'open', 'mostWords', 'catchUp']) {
    expect(draft.read('index.ts')).toMatch(new RegExp(`import \\{ ${variable} \\}`));
  }
});

test.each([
  ['a name with a path', () => checkedPluginName('../x')],
  ['a name of one letter', () => checkedPluginName('x')],
  ['a name in capitals', () => checkedPluginName('KeyPoints')],
  ['a capability that is no name', () => plan({ capability: 'two words' })],
  ['a field of what cannot have one', () => plan({ field: 'Review.score' })],
  ['a stream without a field', () => extendPlugin(plan(), { streaming: true }, context)],
])('%s is refused as wrong use', (_name, work) => {
  expect(work).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
});

test('what is there already is not written again', () => {
  const taken = expect.objectContaining({ code: 'NAME_TAKEN' });
  expect(() => plan({ field: 'Document.summary' })).toThrow(taken);
  expect(() => extendPlugin(plan({ rule: true }), { rule: true }, context)).toThrow(taken);
  expect(() => extendPlugin(plan(), { field: 'Document.keyPoints' }, context)).toThrow(taken);
});

test('code of another form is left as it is, and the author is told what to do', () => {
  const files = new Map([...plan().files(), ['index.ts', 'export default make();\n']]);
  const draft = new PluginDraft(files);
  const refused = expect.objectContaining({
    code: 'SCAFFOLD_REFUSED',
    hint: expect.stringContaining('by hand'),
  });
  expect(() => extendPlugin(draft, { rule: true }, context)).toThrow(refused);
});

test('a package holds JavaScript, asks for the installation as its peer, and keeps what its author says', () => {
  const draft = plan(everything);
  const files = new Map([
    ...draft.files(),
    ...generated(draft),
    ['package.json', JSON.stringify({ name: '@us/key-points', license: 'MIT', private: true })],
  ]);
  const packed = packageFiles(manifestOf(draft), files);
  expect([...packed.keys()].filter((path) => /\.ts$|\.test\./.test(path))).toEqual([]);
  expect([...packed.keys()]).toEqual(expect.arrayContaining(['index.js', 'plugin.json', 'schema.graphql']));
  expect(JSON.parse(packed.get('package.json') ?? '')).toEqual({
    name: '@us/key-points',
    license: 'MIT',
    version: '0.1.0',
    description: draft.manifest.description,
    keywords: ['tributary-plugin'],
    type: 'module',
    main: './index.js',
    peerDependencies: { tributary: '^0.1.0' },
    peerDependenciesMeta: { tributary: { optional: true } },
  });
});
