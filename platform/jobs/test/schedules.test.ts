import { AppError } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { Schedule, SystemDatabase } from '#platform';
import { createTestDatabase, type TestDatabase } from '../../../testkit/database.js';
import { silentLog } from '../../../testkit/silent-log.js';
import { jobMigrations } from '../index.js';
import { Schedules } from '../schedules.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase({ migrations: [{ room: 'platform', migrations: jobMigrations }] });
});
afterAll(() => db.close());

/** Schedules of one worker, and how often it has looked whether they are its turn. */
function workerWith(schedule: Schedule) {
  const looked = { times: 0 };
  const system = {
    across: (work) => db.system.across(work).finally(() => looked.times++),
  } as SystemDatabase;
  return { looked, schedules: new Schedules([schedule], { system, worker: v7(), log: silentLog }) };
}

test('a schedule runs in one worker at a time, and again when that has ended', async () => {
  let running = 0;
  let most = 0;
  let turns = 0;
  const enough = Promise.withResolvers<void>();
  const workers = [0, 1].map(() =>
    workerWith({
      name: 'tick',
      everyMs: 20,
      async run() {
        most = Math.max(most, ++running);
        // Longer than the interval: until the other worker has found twice that it is not its turn.
        const before = workers.map(({ looked }) => looked.times);
        const others = () => workers.some(({ looked }, at) => looked.times >= (before[at] ?? 0) + 2);
        while (most < 2 && !others()) await new Promise(setImmediate);
        running--;
        if (++turns === 5) enough.resolve();
      },
    }),
  );
  for (const { schedules } of workers) schedules.start();
  await enough.promise;
  await Promise.all(workers.map(({ schedules }) => schedules.stop()));
  expect(most).toBe(1);
});

test('a schedule that fails is run again', async () => {
  let runs = 0;
  const again = Promise.withResolvers<void>();
  const { schedules } = workerWith({
    name: 'fails',
    everyMs: 10,
    async run() {
      if (++runs === 1) throw new RangeError('once');
      again.resolve();
    },
  });
  schedules.start();
  await again.promise;
  await schedules.stop();
  expect(runs).toBeGreaterThan(1);
});

test('a schedule goes on whose end could not be written, because the database was away', async () => {
  let runs = 0;
  let away = false;
  const again = Promise.withResolvers<void>();
  const schedule: Schedule = {
    name: 'left',
    everyMs: 10,
    async run() {
      if (++runs === 1) away = true;
      else again.resolve();
    },
  };
  const across: SystemDatabase['across'] = async (work) => {
    if (!away) return db.system.across(work);
    away = false;
    throw new AppError('DATABASE_UNAVAILABLE');
  };
  const schedules = new Schedules([schedule], {
    system: { across } as SystemDatabase,
    worker: v7(),
    log: silentLog,
  });
  schedules.start();
  await again.promise;
  await schedules.stop();
  expect(runs).toBeGreaterThan(1);
});
