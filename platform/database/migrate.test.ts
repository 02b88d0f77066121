import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { migrate } from './migrate.js';
import { tenantTable } from './tenant-table.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const set = (name: string, sql: string, room = 'room') => [{ room, migrations: [{ name, sql }] }];
const first = set('0001-a', `create table room.a (tenant_id uuid not null); ${tenantTable('room.a')}`);

it('runs once, though ten start at the same time', async () => {
  const reports = await Promise.all(Array.from({ length: 10 }, () => migrate(test.server, first)));
  expect(reports.flatMap((report) => report.applied)).toEqual(['room/0001-a']);
  expect((await migrate(test.server, first)).applied).toEqual([]);
});

it('refuses a migration that was changed after it ran', async () => {
  await expect(migrate(test.server, set('0001-a', 'select 1'))).rejects.toMatchObject({
    code: 'MIGRATION_DRIFT',
    details: { migration: 'room/0001-a' },
  });
});

it('undoes a migration that fails, and names it', async () => {
  const broken = set('0002-b', 'create table room.b (id int); select 1/0');
  await expect(migrate(test.server, broken)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    details: { migration: 'room/0002-b' },
  });
  const tables = await test.system.across((tx) => tx.query(`select to_regclass('room.b') as found`));
  expect(tables).toEqual([{ found: null }]);
});

it('refuses a table with a tenant that row-level security does not bind', async () => {
  const open = set('0001-open', 'create table other.open (tenant_id uuid)', 'other');
  await expect(migrate(test.server, open)).rejects.toThrow('other.open');
});

it('leaves tables to the owner role, and no right to the login', async () => {
  const rows = await test.system.across((tx) =>
    tx.query(
      `select tableowner, has_table_privilege('tributary', 'room.a', 'select') as open from pg_tables where tablename = 'a'`,
    ),
  );
  expect(rows).toEqual([{ tableowner: 'tributary_owner', open: false }]);
});
