import { setTimeout } from 'node:timers/promises';
import { faults, meet, neighbour } from './fixtures/faults.js';
import { type Bench, createBench, type Hosted } from './fixtures/hosted.js';

let bench: Bench;
let beside: Hosted;
beforeAll(async () => {
  bench = await createBench();
  beside = await bench.host(neighbour);
});
afterAll(() => bench.close());

/** Asks the neighbour fifty times a second until the work has ended; a call that took too long would fail. */
async function askBeside<Result>(work: Promise<Result>): Promise<Result> {
  let isOver = false;
  const result = work.finally(() => {
    isOver = true;
  });
  do {
    expect(await beside.ask('{ fine }')).toEqual({ data: { fine: 1 } });
    await setTimeout(20);
  } while (!isOver);
  return result;
}

it.each(faults.map((fault) => [fault.name, fault.code, fault] as const))(
  'a plugin that %s ends with %s, and costs its neighbour nothing',
  async (_name, code, fault) => {
    expect(await askBeside(meet(fault, bench))).toMatchObject({ code });
  },
  60_000,
);

it('the neighbour was never at fault', () => {
  expect(beside.handle.health()).toMatchObject({ state: 'HEALTHY', faults: 0 });
});
