import { setImmediate as turn } from 'node:timers/promises';
import type { RunEvent, RunPart } from 'tributary/sdk';
import { v7 } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { eraseRunEvents, openRunLog, type RunLogPart, runLogMigrations, runLogRetention } from './index.js';

let db: TestDatabase;
let log: RunLogPart;
const tenant = v7();
const never = new AbortController().signal;

beforeAll(async () => {
  db = await createTestDatabase({ migrations: [{ room: 'platform', migrations: runLogMigrations }] });
  log = await openRunLog({ database: db.database });
});
afterAll(async () => {
  await log.close();
  await db.close();
});

const append = (id: string, epoch: number, ...parts: RunPart[]) =>
  db.database.tenant(tenant, (tx) => log.append(tx, { id, epoch }, parts));
const delta = (text: string): RunPart => ({ type: 'TextDelta', text });
const end: RunPart = { type: 'RunCancelled', by: 'user:a' };
const textOf = (events: RunEvent[]) =>
  events.map((event) => (event.type === 'TextDelta' ? event.text : '')).join('');
async function all(runId: string, after: string | null = null): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of log.follow(tenant, runId, after, never)) events.push(event);
  return events;
}

test('a reader gets what was written before and after it came, once and in order', async () => {
  const run = v7();
  await append(run, 1, { type: 'RunStarted', capability: 'c', engine: 'BUILT_IN' }, delta('a'));
  const reading = all(run);
  await append(run, 1, delta('b'), delta('\ud83d'), delta('\ude00'));
  await append(run, 1, delta('c'), end);
  const events = await reading;
  expect(textOf(events)).toBe('ab😀c');
  expect(events.at(-1)).toMatchObject({ type: 'RunCancelled', by: 'user:a', runId: run });
  expect(new Set(events.map((event) => event.cursor)).size).toBe(events.length);
  expect(log.runOf(events[0]!.cursor)).toBe(run);
});

test('many readers that come, leave and come back at any time read the same', async () => {
  const run = v7();
  const whole = Array.from({ length: 300 }, (_, i) => `${i} `).join('');
  const wander = async (_: unknown, reader: number) => {
    const events: RunEvent[] = [];
    for (let visit = 1; ; visit += 1) {
      const leave = new AbortController();
      const stay = 1 + ((reader * 17 + visit * 13) % 40);
      let seen = 0;
      for await (const event of log.follow(tenant, run, events.at(-1)?.cursor ?? null, leave.signal)) {
        events.push(event);
        if (event.type === 'RunCancelled') return textOf(events);
        if (++seen === stay) leave.abort();
      }
    }
  };
  const readers = Array.from({ length: 10 }, wander);
  for (let i = 0; i < 300; i += 3)
    await append(run, 1, delta(`${i} `), delta(`${i + 1} `), delta(`${i + 2} `));
  await append(run, 1, end);
  expect(new Set(await Promise.all(readers))).toEqual(new Set([whole]));
});

test('a reader that never asks for more holds nobody up and loses nothing', async () => {
  const run = v7();
  await append(run, 1, delta('first'));
  const slow = log.follow(tenant, run, null, never)[Symbol.asyncIterator]();
  const quick = all(run);
  expect((await slow.next()).value).toMatchObject({ text: 'first' });
  const parts = Array.from({ length: 1_500 }, (_, i) => delta(`${i},`));
  for (let i = 0; i < parts.length; i += 100) await append(run, 1, ...parts.slice(i, i + 100));
  await append(run, 1, end);
  expect(await quick).toHaveLength(1_502);
  let count = 1;
  while (!(await slow.next()).done) count++;
  expect(count).toBe(1_502);
});

test('only the newest epoch may write', async () => {
  const run = v7();
  await append(run, 1, delta('lost'));
  await append(run, 2, { type: 'RunRestarted', epoch: 2, reason: 'worker ended' }, delta('kept'));
  await expect(append(run, 1, delta('zombie'))).rejects.toMatchObject({ code: 'CONFLICT' });
  await append(run, 2, end);
  expect((await all(run)).map((event) => event.type)).toEqual([
    'TextDelta',
    'RunRestarted',
    'TextDelta',
    'RunCancelled',
  ]);
});

test('a transaction that is undone leaves no gap', async () => {
  const run = v7();
  await db.database
    .tenant(tenant, async (tx) => {
      await log.append(tx, { id: run, epoch: 1 }, [delta('undone')]);
      await tx.query('select 1 / 0');
    })
    .catch(() => undefined);
  await append(run, 1, delta('done'), end);
  expect(textOf(await all(run))).toBe('done');
});

test('a cursor of another run, tenant or making is refused', async () => {
  const run = v7();
  await append(run, 1, delta('a'), end);
  const [first, last] = await all(run);
  expect(await all(run, last!.cursor)).toEqual([]);
  const refused = (id: string, cursor: string, who = tenant) =>
    expect(log.follow(who, id, cursor, never)[Symbol.asyncIterator]().next()).rejects;
  await refused(v7(), first!.cursor).toMatchObject({ code: 'CURSOR_INVALID' });
  await refused(run, first!.cursor.slice(0, -2)).toMatchObject({ code: 'CURSOR_INVALID' });
  await refused(
    run,
    first!.cursor.replace(first!.cursor[30]!, first!.cursor[30] === 'A' ? 'B' : 'A'),
  ).toMatchObject({ code: 'CURSOR_INVALID' });
  await refused(run, 'not a cursor').toMatchObject({ code: 'CURSOR_INVALID' });
  await refused(run, first!.cursor, v7()).toMatchObject({ code: 'NOT_FOUND' });
});

test('a cursor whose events have expired says from where the rest can be read', async () => {
  const run = v7();
  for (const text of ['a', 'b', 'c']) await append(run, 1, delta(text));
  await append(run, 1, end);
  const [first, second] = await all(run);
  const expire = (most: number) =>
    db.system.across((tx) =>
      tx.query(
        `update platform.run_events set at = now() - interval '25 h' where run_id = $1 and seq <= $2`,
        [run, most],
      ),
    );
  const { run: retain } = runLogRetention({ system: db.system });
  await expire(2);
  await retain(never);
  const gone = await all(run, first!.cursor).catch((error: unknown) => error);
  expect(gone).toMatchObject({ code: 'CURSOR_GONE' });
  expect(textOf(await all(run, (gone as { details: { first: string } }).details.first))).toBe('c');
  expect(textOf(await all(run, second!.cursor))).toBe('c');
  await expire(4);
  await retain(never);
  await expect(all(run)).rejects.toMatchObject({ code: 'CURSOR_GONE' });
});

test('a reader of a run that has not begun waits for it, and leaves when told', async () => {
  const run = v7();
  const reading = all(run);
  const leave = new AbortController();
  const other = log.follow(tenant, run, null, leave.signal)[Symbol.asyncIterator]().next();
  await turn();
  leave.abort();
  expect((await other).done).toBe(true);
  await append(run, 1, delta('here'), end);
  expect(textOf(await reading)).toBe('here');
  await db.database.tenant(tenant, (tx) => eraseRunEvents(tx, [run]));
  const [row] = await db.database.tenant(tenant, (tx) =>
    tx.query<{ count: number }>('select count(*) as count from platform.run_events where run_id = $1', [run]),
  );
  expect(row?.count).toBe(0);
});
