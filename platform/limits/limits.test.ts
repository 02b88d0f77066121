import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { silentLog as log } from '../../testkit/silent-log.js';
import { createRateLimits, migrations } from './index.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase({ migrations: [{ room: 'platform', migrations }] });
});
afterAll(() => test.close());

/** Two processes that count in one database, with a clock of the test's. */
function processes(rate: number) {
  let time = Date.parse('2026-01-01T00:00:00Z');
  const parts = {
    config: { limits: { ...test.config.limits, rate } },
    database: test.database,
    clock: { now: () => new Date(time) },
    log,
  };
  return {
    first: createRateLimits(parts),
    second: createRateLimits(parts),
    pass: (ms: number) => {
      time += ms;
    },
  };
}

async function countTaken(take: () => Promise<void>, times: number): Promise<number> {
  const results = await Promise.allSettled(Array.from({ length: times }, take));
  return results.filter(({ status }) => status === 'fulfilled').length;
}

it('gives a tenant its operations a minute and not one more, whatever the process', async () => {
  const tenant = randomUUID();
  const { first, second } = processes(600);
  const taken = await Promise.all([
    countTaken(() => first.take(tenant, 1), 500),
    countTaken(() => second.take(tenant, 1), 500),
  ]);
  expect(taken[0] + taken[1]).toBe(600);
  await expect(first.take(tenant, 1)).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    details: { retryAfter: 60 },
  });
  await expect(first.take(randomUUID(), 1)).resolves.toBeUndefined();
});

it('counts aliases, and gives again when the window has moved on', async () => {
  const tenant = randomUUID();
  const { first, pass } = processes(100);
  expect(await countTaken(() => first.take(tenant, 30), 4)).toBe(3);
  pass(66_000);
  expect(await countTaken(() => first.take(tenant, 30), 4)).toBe(3);
});
