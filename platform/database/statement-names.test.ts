import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { StatementNames } from './statement-names.js';
import { sharedTable } from './tenant-table.js';

const create = `create table documents.words (word text not null); ${sharedTable('documents.words')}`;
const migrations = [{ room: 'documents', migrations: [{ name: '0001-words', sql: create }] }];
let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ migrations, environment: { DATABASE_POOL_SIZE: '2' } });
});
afterAll(() => test.close());

it('names what comes again and again, and nothing that is said once', () => {
  const names = new StatementNames();
  const given = Array.from({ length: 5 }, () => names.nameOf('select 1'));
  expect(given.filter(Boolean)).toHaveLength(2);
  expect(names.nameOf('select 2')).toBeUndefined();
});

it('closes a connection whose statements a migration has outdated, and says that one may try again', async () => {
  const read = () => test.database.shared((tx) => tx.query('select * from documents.words'));
  for (let at = 0; at < 6; at++) await read();
  await alterTable();
  await expect(read()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  await expect(read()).resolves.toEqual([]);
});

async function alterTable(): Promise<void> {
  const owner = new pg.Client({ connectionString: test.server.adminUrl ?? test.server.url });
  await owner.connect();
  await owner.query('alter table documents.words add column language text');
  await owner.end();
}
