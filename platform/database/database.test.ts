import { defineEntity, p } from '@mikro-orm/postgresql';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { tenantTable } from './tenant-table.js';

const Note = defineEntity({
  name: 'Note',
  tableName: 'notes',
  schema: 'documents',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid().name('tenant_id'),
    text: p.text(),
    madeAt: p.datetime().name('made_at'),
  },
});
const migrations = [
  {
    room: 'documents',
    migrations: [
      {
        name: '0001-notes',
        sql: `create table documents.notes (id uuid primary key, tenant_id uuid not null, text text not null,
                made_at timestamptz not null default now()); ${tenantTable('documents.notes')}`,
      },
    ],
  },
];
const ours = '019aaaaa-0000-7000-8000-000000000001';
const theirs = '019aaaaa-0000-7000-8000-000000000002';
let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ migrations, entities: [Note] });
  for (const [tenantId, text] of [
    [ours, 'mine'],
    [theirs, 'yours'],
  ] as const) {
    await test.database.tenant(tenantId, async ({ em }) => {
      em.create(Note, { id: crypto.randomUUID(), tenantId, text, madeAt: new Date() });
    });
  }
});
afterAll(() => test.close());

const texts = `select text from documents.notes order by text`;

it('shows a tenant its own rows, through entities and through SQL', async () => {
  const found = await test.database.tenant(ours, ({ em }) => em.find(Note, {}));
  expect(found.map((note) => [note.text, note.madeAt.constructor])).toEqual([['mine', Date]]);
  expect(await test.database.tenant(ours, (tx) => tx.query(texts))).toEqual([{ text: 'mine' }]);
});

it('shows nothing without a tenant, to the login, and after a transaction ended', async () => {
  expect(await test.database.shared((tx) => tx.query(texts))).toEqual([]);
  await expect(test.database.pool.query(texts)).rejects.toMatchObject({ code: '42501' });
});

it('refuses to write a row of another tenant', async () => {
  const write = test.database.tenant(ours, (tx) =>
    tx.query('insert into documents.notes (id, tenant_id, text) values ($1, $2, $3)', [
      crypto.randomUUID(),
      theirs,
      'x',
    ]),
  );
  await expect(write).rejects.toMatchObject({ code: '42501' });
});

it('lets the system role cross tenants', async () => {
  expect(await test.system.across((tx) => tx.query(texts))).toEqual([{ text: 'mine' }, { text: 'yours' }]);
});

it('sees in SQL what entities have flushed, and undoes both when the work fails', async () => {
  const failed = test.database.tenant(ours, async (tx) => {
    tx.em.create(Note, { id: crypto.randomUUID(), tenantId: ours, text: 'both', madeAt: new Date() });
    await tx.em.flush();
    expect(await tx.query(texts)).toEqual([{ text: 'both' }, { text: 'mine' }]);
    throw new RangeError('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(await test.database.tenant(ours, (tx) => tx.query(texts))).toEqual([{ text: 'mine' }]);
});

it('undoes a nested transaction alone', async () => {
  const result = await test.database.tenant(theirs, async (tx) => {
    const nested = tx.em.transactional(async (em) => {
      em.create(Note, { id: crypto.randomUUID(), tenantId: theirs, text: 'nested', madeAt: new Date() });
      await em.flush();
      throw new RangeError('inner');
    });
    await expect(nested).rejects.toThrow('inner');
    return tx.query(texts);
  });
  expect(result).toEqual([{ text: 'yours' }]);
});

it('does not commit in silence what a failed query has undone', async () => {
  const swallowed = test.database.tenant(ours, async (tx) => {
    await tx.query('select 1/0').catch(() => undefined);
  });
  await expect(swallowed).rejects.toMatchObject({ code: 'INTERNAL' });
});

it('ends at its deadline and when its signal is aborted, and is of no use afterwards', async () => {
  const slow = 'select pg_sleep(20)';
  await expect(test.database.tenant(ours, (tx) => tx.query(slow), { timeoutMs: 150 })).rejects.toMatchObject({
    code: 'TIMEOUT',
  });
  const left = new AbortController();
  let kept: { query(sql: string): Promise<unknown> } | undefined;
  const running = test.database.tenant(
    ours,
    async (tx) => {
      kept = tx;
      const query = tx.query(slow);
      left.abort(new RangeError('left'));
      return query;
    },
    { signal: left.signal },
  );
  await expect(running).rejects.toThrow('left');
  await expect(kept?.query('select 1')).rejects.toMatchObject({ code: 'INTERNAL' });
});

it.each([
  ['a NUL', 'select $1::text', 'a\0'],
  ['a moment before its calendar', 'select $1::timestamptz', '0000-01-01T00:00:00Z'],
  ['an id that is none', 'select $1::uuid', 'x'],
])('says that %s is the fault of who gave it', async (_name, sql, value) => {
  const asked = test.database.tenant(ours, (tx) => tx.query(sql, [value]));
  await expect(asked).rejects.toMatchObject({ code: 'BAD_USER_INPUT', retryable: false });
});

it('delivers notifications of committed transactions', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const stop = await test.database.listen('news', resolve);
  await test.database.shared((tx) => tx.query(`select pg_notify('news', 'hello')`));
  expect(await promise).toBe('hello');
  await stop();
});
