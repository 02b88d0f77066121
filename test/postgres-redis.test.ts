import { type Machine, startMachine } from '../testkit/machine.js';
import { describeMainJob } from '../testkit/main-job/index.js';
import { TestSystem } from '../testkit/system.js';

const machine: Machine | null = await startMachine();
afterAll(() => machine?.stop());

const name = 'the main job on postgres:// and redis://, in one process';
if (machine) {
  describe(name, () => {
    describeMainJob(() => TestSystem.start(machine.options()));
  });
} else
  it.skip(`${name} (this machine has no Postgres or Redis: install postgresql and redis-server)`, () =>
    undefined);
