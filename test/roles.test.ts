import { type Machine, startMachine } from '../testkit/machine.js';
import { describeMainJob } from '../testkit/main-job/index.js';
import { ask, readRun } from '../testkit/main-job/streams.js';
import { freePort } from '../testkit/servers.js';
import { eventually, TestSystem } from '../testkit/system.js';

const others = 'accounts,documents,recommendations,reviews,capabilities,audit,analytics,plugins';
const machine: Machine | null = await startMachine();
afterAll(() => machine?.stop());

/** Three processes that start at once, on an empty data folder and an empty database. */
async function startThree({ options }: Machine): Promise<TestSystem> {
  const port = await freePort();
  return TestSystem.start(
    options({
      roles: ['gateway', 'worker', others],
      settings: { PORT: String(port), GATEWAY_URL: `http://127.0.0.1:${port}`, SUBGRAPH_PORT: '0' },
    }),
  );
}

const name = 'the main job as three processes: gateway, worker, all others';
if (machine) {
  describe(name, () => {
    const { story } = describeMainJob(() => startThree(machine));

    it('streams to many at once through the gateway, with fields of other subgraphs', async () => {
      const question = 'How is confidential information to be kept after the end of the agreement?';
      const clients = [story().system.client(), story().system.client({ transport: 'sse' }), story().client];
      const runs = await Promise.all(clients.map((client) => readRun(client.follow(ask, { question }))));
      for (const run of runs) {
        expect(run).toEqual(runs[0]);
        expect(run.citations[0]?.document).toMatchObject({
          name: 'letters/contract-maintenance.md',
          recommendations: { totalCount: expect.any(Number) },
        });
      }
    });

    it.each([
      ['worker', 'worker'],
      ['all others', others],
    ])('loses nothing when the process %s is killed and another takes its place', async (what, role) => {
      const names = Array.from({ length: 8 }, (_, at) => `${what} ${at}.txt`);
      for (const name of names)
        await story().upload(name, `Note of ${name}: the boat number ${name.length} sails at noon.`);
      await story().system.replace(role);
      await story().processed(...names);
      const documents = await Promise.all(names.map((name) => eventually(() => story().document(name))));
      expect(documents.map(({ status }) => status)).toEqual(names.map(() => 'READY'));
    });

    it('comes back when each of its processes was killed', async () => {
      const { system } = story();
      await system.kill();
      await system.start();
      const run = await readRun(
        system.client().follow(ask, { question: 'What monthly fee does the client pay?' }),
      );
      expect(run.text).toContain('420.00');
    });
  });
} else
  it.skip(`${name} (this machine has no Postgres or Redis: install postgresql and redis-server)`, () =>
    undefined);
