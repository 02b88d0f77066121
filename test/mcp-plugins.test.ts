import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { connectMcp } from '../testkit/mcp-client.js';
import { disable, enable, writeMoods } from '../testkit/moods-plugin.js';
import { eventually, TestSystem } from '../testkit/system.js';

let folder: string;
let system: TestSystem;
let client: Client;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-plugins-'));
  await writeTool('1.0.0', 'Mood');
  system = await TestSystem.start({ settings: { PLUGINS_DIR: folder } });
  client = await connectMcp(system.url, system.token);
});
afterAll(async () => {
  await client?.close();
  await system?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A version of the plugin with one tool of this name. */
async function writeTool(version: string, name: string): Promise<void> {
  await writeMoods(folder, { version });
  const manifest = join(folder, 'moods/plugin.json');
  const written = JSON.parse(await readFile(manifest, 'utf8'));
  written.contributes.tools = [name];
  await writeFile(manifest, JSON.stringify(written));
  await mkdir(join(folder, 'moods/operations'));
  await writeFile(
    join(folder, 'moods/operations/mood.graphql'),
    `query ${name} @tool(description: "How it feels") { moods }`,
  );
}

const turn = async (way: typeof enable, input: object = {}) =>
  (await system.client().request(way, { input: { plugin: 'moods', ...input } })).change;
const tools = async () => (await client.listTools()).tools.map(({ name }) => name);

it('the tools of a plugin come and go with it, and who listens is told', async () => {
  expect(await tools()).not.toContain('Mood');
  const told = Promise.withResolvers<void>();
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => told.resolve());
  expect(await turn(enable)).toMatchObject({ __typename: 'PluginEnabled' });
  await told.promise;
  expect(await eventually(tools, (names) => names.includes('Mood'))).toContain('SearchDocuments');
  // Its own operation needs its field; that does not keep it from being disabled.
  expect(await turn(disable)).toMatchObject({ __typename: 'PluginDisabled' });
  expect(await tools()).not.toContain('Mood');
  await expect(client.callTool({ name: 'Mood' })).rejects.toMatchObject({
    data: { code: 'OPERATION_NOT_FOUND' },
  });
});

it('a new version brings its own', async () => {
  expect(await turn(enable)).toMatchObject({ __typename: 'PluginEnabled' });
  expect(await client.callTool({ name: 'Mood' })).toMatchObject({
    structuredContent: { data: { moods: 'glad' } },
  });
  await writeTool('1.1.0', 'Feeling');
  expect(await turn(enable)).toMatchObject({ __typename: 'PluginEnabled', version: '1.1.0' });
  expect(await client.callTool({ name: 'Feeling' })).toMatchObject({
    structuredContent: { data: { moods: 'glad' } },
  });
  expect(await tools()).not.toContain('Mood');
});
