import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDuringChanges } from '../testkit/change-load.js';
import { type Machine, startMachine } from '../testkit/machine.js';
import {
  disable,
  enable,
  moods,
  moodsStream,
  plugin,
  saidText,
  textOf,
  writeMoods,
} from '../testkit/moods-plugin.js';
import { freePort } from '../testkit/servers.js';
import { eventually, TestSystem } from '../testkit/system.js';

const others = 'accounts,documents,recommendations,reviews,capabilities,audit,analytics,plugins';
const machine: Machine | null = await startMachine();
const name = 'plugins in three processes: gateway, worker, all others';

if (!machine)
  it.skip(`${name} (this machine has no Postgres or Redis: install postgresql and redis-server)`, () =>
    undefined);
else
  describe(name, () => {
    let folder: string;
    let system: TestSystem;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'tributary-plugins-'));
      await writeMoods(folder);
      const port = await freePort();
      const settings = {
        PLUGINS_DIR: folder,
        PORT: String(port),
        GATEWAY_URL: `http://127.0.0.1:${port}`,
        SUBGRAPH_PORT: '0',
        AI_CONCURRENCY: '20',
        TENANT_CONCURRENCY: '20',
      };
      system = await TestSystem.start(machine.options({ roles: ['gateway', 'worker', others], settings }));
    });
    afterAll(async () => {
      await system.close();
      await machine.stop();
      await rm(folder, { recursive: true, force: true });
    });

    const turn = async (way: typeof enable, input: Record<string, unknown>) =>
      (await system.client().request(way, { input })).change;
    const answer = async () => (await system.client().request(moods)).moods;

    /** The process id of the one with this role, as it calls itself. */
    async function processOf(role: string): Promise<number> {
      const [row] = await system.query<{ name: string }>(
        'select name from platform.plugin_processes where roles = array[$1]::text[] order by seen_at desc limit 1',
        [role],
      );
      return Number(/process (\d+)/.exec(row?.name ?? '')?.[1]);
    }

    it('every process loads it before the gateway shows it', async () => {
      const done = await turn(enable, { plugin: 'moods' });
      expect(done).toMatchObject({ __typename: 'PluginEnabled', generation: expect.any(String) });
      expect(await answer()).toBe('glad');
      expect(await textOf(system.client().follow(moodsStream, { times: 30, everyMs: 1 }))).toBe(
        saidText('glad', 30),
      );
    });

    it('an upgrade ends no stream', async () => {
      const stream = system.client().follow(moodsStream, { times: 150, everyMs: 20 });
      await stream.next();
      await writeMoods(folder, { version: '1.1.0', word: 'merry' });
      expect(await turn(enable, { plugin: 'moods' })).toMatchObject({ __typename: 'PluginEnabled' });
      expect(await answer()).toBe('merry');
      expect(await textOf(stream)).toBe(saidText('glad', 150));
    });

    it('a process that does not answer is named, and nothing has changed', async () => {
      await writeMoods(folder, { version: '1.2.0', word: 'jolly' });
      const pid = await processOf('worker');
      process.kill(pid, 'SIGSTOP');
      try {
        expect(await turn(enable, { plugin: 'moods' })).toMatchObject({
          __typename: 'PluginRefused',
          code: 'PLUGIN_NOT_ACKNOWLEDGED',
          culprits: [expect.objectContaining({ message: expect.stringContaining(`process ${pid}`) })],
        });
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      expect(await answer()).toBe('merry');
      expect(
        await eventually(
          () => turn(enable, { plugin: 'moods' }),
          ({ code }) => code === undefined,
        ),
      ).toMatchObject({
        version: '1.2.0',
      });
      expect(await answer()).toBe('jolly');
    });

    it('a process that takes the place of another loads what is enabled', async () => {
      await system.replace(others);
      expect(await eventually(() => answer().catch(() => null))).toBe('jolly');
      await system.replace('worker');
      const said = await textOf(system.client().follow(moodsStream, { times: 10, everyMs: 2 }));
      expect(said).toBe(saidText('jolly', 10));
      expect((await system.client().request(plugin, { id: 'moods' })).plugin).toMatchObject({
        state: 'ENABLED',
      });
    });

    it('comes and goes under load without a failed query or a lost part', async () => {
      const { url, token } = system;
      // Those that were killed before are expected to answer until they are known to be gone.
      await eventually(
        () => turn(enable, { plugin: 'moods' }),
        ({ code }) => code === undefined,
      );
      const report = await loadDuringChanges({
        url,
        token,
        folder,
        changes: 6,
        queriesPerSecond: 10,
        streams: 10,
      });
      expect(report.failedQueries).toEqual([]);
      expect(report.badStreams).toEqual([]);
      expect(report.failedChanges).toEqual([]);
    });

    it('is gone from every gateway when it is disabled', async () => {
      const gone = () => turn(disable, { plugin: 'moods', force: true });
      expect(await eventually(gone, ({ code }) => code === undefined)).toMatchObject({
        __typename: 'PluginDisabled',
      });
      await expect(answer()).rejects.toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
    });
  });
