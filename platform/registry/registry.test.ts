import { EventEmitter, once } from 'node:events';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { createSubgraphRegistry, migrations, openOperationRegistry, readOperation } from './index.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase({ migrations: [{ room: 'platform', migrations }] });
});
afterAll(() => test.close());

const tenant = '019aaaaa-0000-7000-8000-000000000001';
const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const database = () => test.database;

it('tells a gateway what other processes serve, as they come and go', async () => {
  const server = createSubgraphRegistry(database(), log);
  const gateway = createSubgraphRegistry(database(), log);
  const changes = new EventEmitter();
  const unwatch = await gateway.watch([], async (subgraphs) => void changes.emit('change', subgraphs));
  const came = once(changes, 'change');
  const takeBack = await server.publish('process-1', [
    { name: 'audit', sdl: 'type Query { a: Int }', url: 'http://a' },
  ]);
  expect(await came).toEqual([[{ name: 'audit', sdl: 'type Query { a: Int }', url: 'http://a' }]]);
  const left = once(changes, 'change');
  await takeBack();
  expect(await left).toEqual([[]]);
  await unwatch();
});

it('prefers the process that came last, whoever was seen last', async () => {
  const registry = createSubgraphRegistry(database(), log);
  const old = { name: 'reviews', sdl: 'type Query { a: Int }', url: 'http://old' };
  const young = { ...old, url: 'http://young' };
  const leaveOld = await registry.publish('old', [old]);
  const leaveYoung = await registry.publish('young', [young]);
  const seenAgain = await registry.publish('old', [old]);
  expect(await registry.list()).toEqual([young]);
  // A gateway that knows the old one only is told at once, though nothing changes any more.
  const told = Promise.withResolvers<unknown>();
  const unwatch = await registry.watch([old], async (subgraphs) => told.resolve(subgraphs));
  expect(await told.promise).toEqual([young]);
  await unwatch();
  await leaveYoung();
  await leaveOld();
  await seenAgain();
});

it('registers operations without their @tool, by name and hash', async () => {
  const operation = readOperation(
    'query Find($q: String!) @tool(description: "Finds") { search(query: $q) { id } }',
    'find',
  );
  expect(operation.document).not.toContain('@tool');
  expect(operation.tool).toEqual({ description: 'Finds', mutation: false });
  const registry = await openOperationRegistry({ operations: [operation], database: database(), log });
  expect(await registry.byHash(tenant, operation.hash)).toBe(await registry.byName(tenant, 'Find'));
  registry.used({ hash: operation.hash, coordinates: ['Query.search', 'Hit.id'], tenant });
  registry.used({ hash: operation.hash, coordinates: ['Query.search'], tenant: null });
  await registry.close();
  const rows = await database().shared((tx) =>
    tx.query('select coordinate, uses from platform.operation_use order by uses'),
  );
  expect(rows).toEqual([
    { coordinate: 'Hit.id', uses: 1 },
    { coordinate: 'Query.search', uses: 2 },
  ]);
  const calls = await database().tenant(tenant, (tx) =>
    tx.query('select hash, uses from platform.operation_calls'),
  );
  expect(calls).toEqual([{ hash: operation.hash, uses: 1 }]);
});

it('names the file of an operation that cannot be registered', () => {
  expect(() => readOperation('{ a }', 'plugins/x/operations/a.graphql')).toThrow(
    /plugins\/x\/operations\/a.graphql/,
  );
});
