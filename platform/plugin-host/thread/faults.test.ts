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

/** Asks the neighbour fifty times a second until the work has ended: how often it answered, and how long it took at most. */
async function askBeside<Result>(
  work: Promise<Result>,
): Promise<{ result: Result; answers: number; slowestMs: number }> {
  let isOver = false;
  let answers = 0;
  let slowestMs = 0;
  const result = work.finally(() => {
    isOver = true;
  });
  do {
    const start = performance.now();
    expect(await beside.ask('{ fine }')).toEqual({ data: { fine: 1 } });
    slowestMs = Math.max(slowestMs, performance.now() - start);
    answers += 1;
    await setTimeout(20);
  } while (!isOver);
  return { result: await result, answers, slowestMs };
}

it.each(faults.map((fault) => [fault.name, fault.code, fault] as const))(
  'a plugin that %s ends with %s, and costs its neighbour nothing',
  async (_name, code, fault) => {
    const { result, slowestMs } = await askBeside(meet(fault, bench));
    expect(result).toMatchObject({ code });
    expect(slowestMs).toBeLessThan(1000);
  },
  20_000,
);

it('the neighbour was never at fault', () => {
  expect(beside.handle.health()).toMatchObject({ state: 'HEALTHY', faults: 0 });
});
