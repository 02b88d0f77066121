import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operation } from 'tributary/client';
import { repositoryRoot } from '#platform/config';
import { enable } from '../testkit/moods-plugin.js';
import { freePort } from '../testkit/servers.js';
import { eventually, TestSystem } from '../testkit/system.js';

let folder: string;
let system: TestSystem;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-plugins-'));
  const source = join(repositoryRoot, 'subgraphs/capabilities/fixtures/works/sorting');
  await cp(source, join(folder, 'sorting'), { recursive: true });
  const port = String(await freePort());
  system = await TestSystem.start({ settings: { PORT: port, PLUGINS_DIR: folder } });
});
afterAll(async () => {
  await system?.close();
  await rm(folder, { recursive: true, force: true });
});

const count = 1_500;
const start = operation<
  { startWork: { work?: { id: string }; code?: string; message?: string } },
  { input: object }
>(
  `mutation Start($input: StartWorkInput!) { startWork(input: $input) {
     ... on WorkPayload { work { id } } ... on Failure { code message } } }`,
);
const read = operation<{ work: { state: string; done: number; failed: number } | null }, { id: string }>(
  'query Work($id: ID!) { work(id: $id) { state done failed } }',
);

test('work of a plugin in a thread of its own goes on after kill -9 with what had not ended', async () => {
  const { change } = await system.client().request(enable, { input: { plugin: 'sorting' } });
  expect(change).toMatchObject({ __typename: 'PluginEnabled' });
  const input = { kind: 'sorting.letters', arguments: { count } };
  const { startWork } = await system.client().request(start, { input });
  expect(startWork).toMatchObject({ work: { id: expect.any(String) } });
  const id = startWork.work?.id ?? '';
  const state = async () => (await system.client().request(read, { id })).work;
  await eventually(state, (work) => (work?.done ?? 0) >= 100, 60_000);
  await system.kill();
  const [before] = await system.query<{ done: number; sorted: number }>(
    `select done, (select count(*)::int from platform.plugin_store where collection = 'sorted') as sorted
       from capabilities.works where id = $1`,
    [id],
  );
  expect(before?.done).toBeLessThan(count);
  await system.start();
  const ended = await eventually(state, (work) => work?.state === 'FINISHED', 120_000);
  expect(ended).toEqual({ state: 'FINISHED', done: count, failed: 0 });
  const [after] = await system.query<{ letters: number; turns: number }>(
    `select count(*)::int as letters, sum(value::text::int)::int as turns
       from platform.plugin_store where collection = 'sorted'`,
  );
  expect(after?.letters).toBe(count);
  // Only what had ended and was not written yet is done again, and what was under way.
  const unwritten = (before?.sorted ?? 0) - (before?.done ?? 0);
  expect((after?.turns ?? 0) - count).toBeLessThanOrEqual(unwritten);
}, 240_000);
