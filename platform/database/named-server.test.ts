import pg from 'pg';
import { startMachinePostgres, type TestServer } from '../../testkit/servers.js';
import { openDatabase } from './database.js';
import { migrate } from './migrate.js';
import { attachServer } from './server.js';
import { tenantTable } from './tenant-table.js';

const tenant = '019aaaaa-0000-7000-8000-000000000001';
const sets = [
  {
    room: 'documents',
    migrations: [
      {
        name: '0001',
        sql: `create table documents.notes (tenant_id uuid not null); ${tenantTable('documents.notes')}`,
      },
    ],
  },
];
const machine: TestServer | null = await startMachinePostgres();
afterAll(() => machine?.stop());

const on = (name: string, test: () => Promise<void>) =>
  machine ? it(name, test) : it.skip(`${name} (this machine has no Postgres: install postgresql)`, test);

async function asAdmin(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: machine?.url });
  await admin.connect();
  await admin.query(sql);
  await admin.end();
}

/** What an administrator hands over: a login and a database that is not the login's own. */
async function handOver(name: string): Promise<{ url: string; adminUrl: string }> {
  await asAdmin(`create role ${name} login password 'x'`);
  await asAdmin(`create database ${name}`);
  const url = new URL(machine?.url ?? '');
  url.pathname = `/${name}`;
  const adminUrl = url.href;
  url.username = name;
  url.password = 'x';
  return { url: url.href, adminUrl };
}

on('says what is missing when nobody may make the roles', async () => {
  const { url } = await handOver('alone');
  await expect(migrate(attachServer(url), sets)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    details: { key: 'DATABASE_ADMIN_URL' },
  });
});

on('makes roles through the administrator, and serves a login that sees nothing by itself', async () => {
  const { url, adminUrl } = await handOver('served');
  const server = attachServer(url, adminUrl);
  expect((await migrate(server, sets)).applied).toEqual(['documents/0001']);
  expect((await migrate(attachServer(url), sets)).applied).toEqual([]);
  const database = await openDatabase(server, []);
  await database.tenant(tenant, (tx) => tx.query('insert into documents.notes values ($1)', [tenant]));
  expect(await database.tenant(tenant, (tx) => tx.query('select 1 as n from documents.notes'))).toEqual([
    { n: 1 },
  ]);
  expect(await database.shared((tx) => tx.query('select 1 as n from documents.notes'))).toEqual([]);
  await expect(database.pool.query('select from documents.notes')).rejects.toMatchObject({ code: '42501' });
  await database.close();
});

on('refuses a login that inherits what our roles may do', async () => {
  const { url } = await handOver('heir');
  await asAdmin(
    'alter role heir inherit; grant tributary_owner, tributary_app, tributary_system to heir; grant create on database heir to heir',
  );
  await expect(migrate(attachServer(url), sets)).rejects.toThrow('NOINHERIT');
});
