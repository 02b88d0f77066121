import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrationSets } from '../cli/modules.js';
import { createTestDatabase, type TestDatabase } from '../testkit/database.js';

/*
 * What the catalogue of the migrated database says, and what every single table then does: each gets a made-up row of
 * two tenants, so that a table that comes new is tested without being named here.
 */

interface Table {
  name: string;
  hasTenant: boolean;
  enabled: boolean;
  forced: boolean;
  owner: string;
  /** `role: command` of each policy. */
  policies: string[];
}

/** What the operator has, and counters of the whole system. */
const ofEverybody = [
  'analytics.progress',
  'capabilities.prices',
  'capabilities.prompt_labels',
  'capabilities.prompt_moves',
  'capabilities.prompt_versions',
  'platform.migrations',
  'platform.operation_use',
  'platform.plugin_acks',
  'platform.plugin_changes',
  'platform.plugin_processes',
  'platform.plugin_versions',
  'platform.plugins',
  'platform.schedules',
  'platform.subgraphs',
  'platform.workers',
];
/** Numbers and random ids that the server draws itself, and the hash of 256 random bits. */
const keysWithoutTenant = ['audit.entries_pkey', 'platform.keys_pkey', 'platform.principals_key'];
const ours = '019bbbbb-0000-7000-8000-000000000001';
const theirs = '019bbbbb-0000-7000-8000-000000000002';

let test: TestDatabase;
let admin: pg.Client;
let tables: Table[];

beforeAll(async () => {
  test = await createTestDatabase({ migrations: migrationSets, environment: { DATABASE_POOL_SIZE: '4' } });
  admin = new pg.Client({ connectionString: test.server.adminUrl ?? '' });
  await admin.connect();
  tables = await readTables();
});
afterAll(async () => {
  await admin.end();
  await test.close();
});

async function readTables(): Promise<Table[]> {
  const { rows } = await admin.query<Table>(
    `select format('%I.%I', n.nspname, c.relname) as name, c.relrowsecurity as enabled,
            c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner)::text as owner,
            exists (select from pg_attribute a
                     where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as "hasTenant",
            array(select format('%s: %s', r.rolname, p.polcmd) from pg_policy p
                    join pg_roles r on r.oid = any(p.polroles) where p.polrelid = c.oid order by 1) as policies
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm', 'v') and n.nspname = any($1) order by 1`,
    [migrationSets.map(({ room }) => room)],
  );
  return rows;
}

/** One row of a tenant in every table; what only guards the sense of a row is out of the way. */
async function fillEveryTable(): Promise<void> {
  await admin.query(`set session_replication_role = replica`);
  for (const { name } of tables.filter(({ hasTenant }) => hasTenant)) {
    const { rows: columns } = await admin.query<{ name: string; type: string }>(
      `select quote_ident(attname) as name, format_type(atttypid, atttypmod) as type from pg_attribute
        where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
          and attname <> 'tenant_id'`,
      [name],
    );
    const { rows: checks } = await admin.query<{ name: string }>(
      `select quote_ident(conname) as name from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
      [name],
    );
    for (const check of checks) await admin.query(`alter table ${name} drop constraint ${check.name}`);
    for (const tenant of [ours, theirs]) {
      const columnNames = ['tenant_id', ...columns.map((column) => column.name)];
      const values = [`'${tenant}'`, ...columns.map(({ type }) => sampleOf(type))];
      await admin.query(`insert into ${name} (${columnNames.join(', ')}) values (${values.join(', ')})`);
    }
  }
  await admin.query(`set session_replication_role = default`);
}

function sampleOf(type: string): string {
  if (type.endsWith('[]')) return `'{}'::${type}`;
  if (type === 'uuid') return `'${randomUUID()}'`;
  if (type === 'boolean') return 'true';
  if (type.startsWith('json')) return `'{}'`;
  if (type === 'bytea') return `'\\x00'`;
  if (type.startsWith('timestamp') || type === 'date') return 'now()';
  if (/^(smallint|integer|bigint|numeric|real|double)/.test(type)) return '1';
  return `'${randomUUID()}'::${type}`;
}

it('forces row-level security on every table that has a tenant, and leaves none of them without a policy', () => {
  const ofTenants = tables.filter(({ hasTenant }) => hasTenant);
  expect(ofTenants.length).toBeGreaterThan(30);
  const wrong = ofTenants.filter(
    ({ enabled, forced, policies }) =>
      !enabled || !forced || policies.join() !== 'tributary_app: *,tributary_system: *',
  );
  expect(wrong).toEqual([]);
});

it('has few tables without a tenant, none of which holds what belongs to one', () => {
  const ofNobody = tables.filter(({ hasTenant }) => !hasTenant).map(({ name }) => name);
  expect(ofNobody).toEqual([...ofEverybody]);
});

it('begins every unique key with the tenant, so that no violation tells of a foreign row', async () => {
  const { rows } = await admin.query<{ name: string }>(
    `select i.indexrelid::regclass::text as name from pg_index i
       join pg_attribute a on a.attrelid = i.indrelid and a.attname = 'tenant_id'
      where i.indisunique and i.indrelid = any($1::regclass[]) and i.indkey[0] <> a.attnum order by 1`,
    [tables.map(({ name }) => name)],
  );
  expect(rows.map(({ name }) => name)).toEqual([...keysWithoutTenant]);
});

it('owns every table by the owner role, which no request takes on', () => {
  expect(new Set(tables.map(({ owner }) => owner))).toEqual(new Set(['tributary_owner']));
});

it('gives the roles of requests and the login no way around the policies', async () => {
  const { rows } = await admin.query(
    `select rolname, rolsuper, rolbypassrls, rolcanlogin, pg_has_role(rolname, 'tributary_owner', 'USAGE') as owns
       from pg_roles where rolname in ('tributary_app', 'tributary_system') order by 1`,
  );
  const none = { rolsuper: false, rolbypassrls: false, rolcanlogin: false, owns: false };
  expect(rows).toEqual([
    { rolname: 'tributary_app', ...none },
    { rolname: 'tributary_system', ...none },
  ]);
  const { rows: logins } = await test.database.pool.query(
    `select rolsuper, rolbypassrls, rolinherit from pg_roles where rolname = session_user`,
  );
  expect(logins).toEqual([{ rolsuper: false, rolbypassrls: false, rolinherit: expect.any(Boolean) }]);
});

it('lets no definer function or view read past the policies', async () => {
  const { rows } = await admin.query(
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname = any($1)`,
    [migrationSets.map(({ room }) => room)],
  );
  expect(rows).toEqual([]);
});

describe('with a row of two tenants in every table', () => {
  beforeAll(fillEveryTable);

  const ofTenants = () => tables.filter(({ hasTenant }) => hasTenant).map(({ name }) => name);
  const counts = async (tenant: string | null): Promise<Record<string, number>> => {
    const count = ofTenants().map((name) => `select '${name}' as name, count(*)::int as count from ${name}`);
    const read = test.database.transact('tributary_app', tenant, (tx) =>
      tx.query<{ name: string; count: number }>(count.join(' union all ')),
    );
    return Object.fromEntries((await read).map(({ name, count: rows }) => [name, Number(rows)]));
  };

  it('shows no row of any table without a tenant, and one to each tenant', async () => {
    const each = (count: number) => Object.fromEntries(ofTenants().map((name) => [name, count]));
    expect(await counts(null)).toEqual(each(0));
    expect(await counts(ours)).toEqual(each(1));
    expect(await counts(randomUUID())).toEqual(each(0));
  });

  it('refuses, in every table, to give a row to another tenant and to change or delete one of another', async () => {
    for (const name of ofTenants()) {
      const give = test.database.tenant(ours, (tx) =>
        tx.query(`update ${name} set tenant_id = $1`, [theirs]),
      );
      await expect(give).rejects.toMatchObject({ code: '42501' });
      const gone = await test.database.tenant(ours, (tx) =>
        tx.query(`delete from ${name} where tenant_id = $1 returning 1 as one`, [theirs]),
      );
      expect({ name, gone }).toEqual({ name, gone: [] });
    }
  });

  it('shows nothing to the login before it takes on a role', async () => {
    for (const name of ofTenants()) {
      const read = test.database.pool.query(`select 1 from ${name}`);
      await expect(read).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('keeps 2,000 interleaved transactions of two tenants on four connections apart', async () => {
    const names = ofTenants();
    const seen = new Map<string, Set<string>>([
      [ours, new Set()],
      [theirs, new Set()],
    ]);
    const one = async (index: number) => {
      const tenant = index % 2 === 0 ? ours : theirs;
      const rows = await test.database.tenant(tenant, (tx) =>
        tx.query<{ tenant: string }>(`select tenant_id::text as tenant from ${names[index % names.length]}`),
      );
      for (const row of rows) seen.get(tenant)?.add(row.tenant);
      // Every seventh fails in the middle, so that a connection that goes back after that is in use as well.
      if (index % 7 !== 0) return;
      const broken = test.database.tenant(tenant, (tx) => tx.query('select 1 / 0'));
      await expect(broken).rejects.toMatchObject({ code: '22012' });
    };
    await Promise.all(Array.from({ length: 2000 }, (_, index) => one(index)));
    expect(Object.fromEntries(seen)).toEqual({ [ours]: new Set([ours]), [theirs]: new Set([theirs]) });
  });
});
