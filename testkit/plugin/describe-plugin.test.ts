import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { childEnvironment, repositoryRoot } from '#platform/config';
import { madeByTests } from '../made-folder.js';

/*
 * The contract finds faults: a plugin that breaks many of its clauses, tested as its author would. What it keeps passes.
 */

const id = `faulty-${process.pid}`;
const folder = join(madeByTests, id);
beforeAll(async () => {
  await mkdir(join(folder, 'prompts'), { recursive: true });
  for (const [path, text] of Object.entries(faulty)) await writeFile(join(folder, path), text);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const faulty: Record<string, string> = {
  'plugin.json': JSON.stringify({
    id,
    version: '1.0.0',
    sdk: '^0.1.0',
    title: 'Faulty',
    description: 'Keeps little of its contract.',
    permissions: ['documents', 'http'],
    contributes: {
      capabilities: [`${id}.chatty`, `${id}.lonely`],
      prompts: [id],
      fields: ['Document.leak'],
    },
  }),
  'index.js': `import { readFileSync } from 'node:fs';
import { defineCapability, definePlugin, defineSubgraph, z } from 'tributary/sdk';
const manifest = JSON.parse(readFileSync(new URL('./plugin.json', import.meta.url), 'utf8'));
const common = { description: 'd', needs: ['documents'], output: z.object({ text: z.string() }),
  input: z.object({ documentId: z.uuid() }) };
const chatty = defineCapability({ ...common, id: '${id}.chatty',
  async *builtIn() { yield { type: 'Nonsense' }; yield 'text'; } });
const lonely = defineCapability({ ...common, id: '${id}.lonely', async *model() { yield 'a'; } });
export default definePlugin(manifest, { capabilities: [chatty, lonely], subgraph: defineSubgraph({
  typeDefs: 'type Document @key(fields: "id") { id: ID! "Leaks." leak: String }',
  resolvers: { Document: { leak: ({ id }) => 'what is in ' + id } } }) });
`,
  [`prompts/${id}.md`]: '---\nvariables: [used, unused]\n---\nSay {{used}}.\n',
  'README.md': '# Faulty\n\n```graphql\nquery Wrong {\n  nothing\n}\n```\n',
  'faulty.test.js': `import { describePlugin } from 'tributary/testkit';\ndescribePlugin(import.meta.url);\n`,
};

interface Report {
  testResults: { assertionResults: { status: string; title: string; ancestorTitles: string[] }[] }[];
}

test('what a plugin does not keep fails, and what it keeps passes', async () => {
  const parameters = [
    '--experimental-vm-modules',
    join(repositoryRoot, 'node_modules/jest/bin/jest.js'),
    relative(repositoryRoot, folder),
    '--config=jest.config.mjs',
    '--reporters=default',
    '--json',
  ];
  const options = { cwd: repositoryRoot, env: childEnvironment({}), maxBuffer: 16_000_000 };
  const { stdout } = await promisify(execFile)(process.execPath, parameters, options).catch(
    (error: { stdout: string }) => error,
  );
  const report = JSON.parse(stdout.slice(stdout.indexOf('{"'))) as Report;
  const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const titles = (status: string) =>
    results
      .filter((result) => result.status === status)
      .map(({ title, ancestorTitles }) =>
        [...ancestorTitles.slice(1), title].join(': ').replaceAll(id, 'faulty'),
      );
  expect(titles('failed')).toEqual(
    expect.arrayContaining([
      'is permitted what it needs, and nothing that it does not use',
      'renders the prompt faulty with the variables it declares',
      'shows another tenant nothing by Document.leak',
      'has a README whose operations run',
      'faulty.chatty: streams parts that are valid, in one order, with exactly one end, and goes on from any cursor',
      'faulty.lonely: has a built-in engine, or says why not',
    ]),
  );
  expect(titles('passed')).toEqual(
    expect.arrayContaining([
      'has a manifest that is valid and says exactly what the code brings',
      'composes with the core, and the gate refuses nothing',
      'faulty.chatty: has a built-in engine, or says why not',
    ]),
  );
}, 300_000);
