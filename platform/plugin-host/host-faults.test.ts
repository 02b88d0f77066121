import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { execute, parse } from 'graphql';
import { AppError } from 'tributary/sdk';
import type { HostedPlugin } from '#platform';
import { repositoryRoot } from '#platform/config';
import { createGraphContext } from '#platform/graph';
import { madeFolder } from '../../testkit/made-folder.js';
import { createPluginHost } from './index.js';

const manifest = {
  id: 'trusted',
  version: '1.0.0',
  sdk: '^0.1.0',
  title: 'Trusted',
  description: 'For tests.',
  permissions: [],
  contributes: { capabilities: ['trusted.run'], fields: ['Query.fails', 'Query.refuses', 'Query.fine'] },
};
const code = `
  import { AppError, defineCapability, definePlugin, defineSubgraph, gql, z } from 'tributary/sdk';
  export default definePlugin(${JSON.stringify(manifest)}, {
    capabilities: [defineCapability({ id: 'trusted.run', description: 'd', needs: [], input: z.object({}), output: z.object({}),
      async *builtIn() { yield 'a'; throw new TypeError('in an engine'); } })],
    subgraph: defineSubgraph({
      typeDefs: gql\`type Query { fails: Int  refuses: Int  fine: Int }\`,
      resolvers: { Query: {
        fails: async () => { throw new TypeError('in a resolver'); },
        refuses: () => { throw new AppError('NOT_FOUND', { thing: 'It' }); },
        fine: () => 1,
      } } }) });`;

let folder: string;
let plugin: HostedPlugin;
beforeEach(async () => {
  folder = await madeFolder('trusted');
  await mkdir(join(folder, 'trusted'));
  await writeFile(join(folder, 'trusted/plugin.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'trusted/index.js'), code);
  const host = await createPluginHost({ source: folder, code: folder });
  plugin = host.plugins()[0] as HostedPlugin;
});
afterEach(() => rm(folder, { recursive: true }));

async function ask(source: string) {
  const subgraph = plugin.subgraph(() => ({}) as never);
  if (!subgraph || !('schema' in subgraph)) throw new AppError('INTERNAL');
  const contextValue = createGraphContext({} as never, new AbortController().signal);
  const { data, errors } = await execute({ schema: subgraph.schema, document: parse(source), contextValue });
  return { data, error: errors?.[0]?.originalError };
}

it('fails the field with a code, and keeps what was thrown for the log', async () => {
  const { data, error } = await ask('{ fails fine }');
  expect(data).toEqual({ fails: null, fine: 1 });
  expect(error).toMatchObject({ code: 'PLUGIN_FAULT', cause: { message: 'in a resolver' } });
  expect((await ask('{ refuses }')).error).toMatchObject({ code: 'NOT_FOUND' });
});

it('opens its breaker after repeated faults', async () => {
  const engine = () =>
    plugin.capabilities[0]?.builtIn?.({}, {} as never, {
      runId: 'run',
      actor: 'user:1',
      signal: new AbortController().signal,
    });
  for (let fault = 0; fault < 5; fault++) {
    const run = engine();
    await run?.next();
    await expect(run?.next()).rejects.toThrow('in an engine');
  }
  expect(plugin.health()).toMatchObject({ state: 'BROKEN', lastFault: { message: 'in an engine' } });
  await expect(engine()?.next()).rejects.toMatchObject({ code: 'PLUGIN_UNAVAILABLE' });
  expect((await ask('{ fine }')).error).toMatchObject({ code: 'PLUGIN_UNAVAILABLE' });
});

it('never takes down the host by what nobody catches', async () => {
  const script = join(repositoryRoot, 'dist/platform/plugin-host/fixtures/stray-faults.js');
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 30_000 });
  expect(JSON.parse(stdout)).toMatchObject({
    value: 'text',
    taken: ['rejected true', 'thrown true'],
    health: { state: 'DEGRADED', faults: 2, lastFault: { code: 'PLUGIN_FAULT', message: 'thrown' } },
    ours: false,
  });
});
