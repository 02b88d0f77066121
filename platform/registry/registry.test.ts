import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { silentLog as log } from '../../testkit/silent-log.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import {
  createPersistedOperations,
  createSubgraphRegistry,
  migrations,
  openOperationRegistry,
  readOperation,
  readOperationFiles,
} from './index.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase({ migrations: [{ room: 'platform', migrations }] });
});
afterAll(() => test.close());

const tenant = '019aaaaa-0000-7000-8000-000000000001';
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

it('a plugin brings operations and takes them along; no two have one name', async () => {
  const read = (text: string) => readOperation(text, 'a test');
  const registry = await openOperationRegistry({
    operations: [read('query Core { a }')],
    database: database(),
    log,
  });
  const changes: (string | null)[] = [];
  const stop = registry.onChange((of) => changes.push(of));
  const mine = read('query Mine { b }');
  registry.setPluginOperations('one', [mine]);
  expect(await registry.byHash(tenant, mine.hash)).toMatchObject({
    name: 'Mine',
    plugin: 'one',
    source: 'FILE',
  });
  expect(registry.conflicts('two', [read('query Mine { c }'), read('query Core { d }'), mine])).toEqual([
    'Mine',
    'Core',
  ]);
  expect(() => registry.setPluginOperations('two', [read('query Mine { c }')])).toThrow(/Mine/);
  registry.setPluginOperations('one', [read('query Mine { c }')]);
  expect(await registry.byHash(tenant, mine.hash)).toBeNull();
  registry.setPluginOperations('one', []);
  expect((await registry.all(tenant)).map(({ name }) => name)).toEqual(['Core']);
  expect(changes).toEqual([null, null, null]);
  stop();
  await registry.close();
});

it('what a tenant registers is known to every process as soon as it is told, and to that tenant only', async () => {
  const open = () => openOperationRegistry({ operations: [], database: database(), log });
  const [here, there] = await Promise.all([open(), open()]);
  const outbox = { audit: async () => 'id' };
  const persisted = createPersistedOperations({
    database: database(),
    outbox,
    registry: here,
    operations: { check: async () => null },
  });
  const context = callerOf(tenant);
  const text = 'query Own { a }';
  const { hash } = readOperation(text, 'a test');
  expect(await there.byHash(tenant, hash)).toBeNull();
  const told = Promise.withResolvers<string | null>();
  there.onChange(told.resolve);
  await persisted.register(context, text, null);
  expect(await here.byHash(tenant, hash)).toMatchObject({ name: 'Own', source: 'MUTATION' });
  expect(await told.promise).toBe(tenant);
  expect(await there.byName(tenant, 'Own')).toMatchObject({ hash });
  expect(await there.byHash('019aaaaa-0000-7000-8000-000000000002', hash)).toBeNull();
  const other = callerOf('019aaaaa-0000-7000-8000-000000000002');
  await expect(persisted.remove(other, hash)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(persisted.list(callerOf(tenant, { roles: ['member'] }))).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  // From memory: a hundred calls ask the database once.
  const { shared, listen } = database();
  let asked = 0;
  const counted: Parameters<typeof openOperationRegistry>[0]['database'] = {
    shared: shared.bind(database()),
    listen: listen.bind(database()),
    tenant: (...request) => {
      asked += 1;
      return database().tenant(...request);
    },
  };
  const cached = await openOperationRegistry({ operations: [], database: counted, log });
  for (let at = 0; at < 100; at += 1) expect(await cached.byHash(tenant, hash)).not.toBeNull();
  expect(asked).toBe(1);
  for (let at = 0; at < 100; at += 1) expect(await cached.byHash(tenant, 'f'.repeat(64))).toBeNull();
  expect(asked).toBe(2);
  await Promise.all([here.close(), there.close(), cached.close()]);
});

it('many who register at once get one operation, and one gets the name', async () => {
  const registry = await openOperationRegistry({ operations: [], database: database(), log });
  const persisted = createPersistedOperations({
    database: database(),
    outbox: { audit: async () => 'id' },
    registry,
    operations: { check: async () => null },
  });
  const context = callerOf('019aaaaa-0000-7000-8000-000000000003');
  const texts = Array.from({ length: 12 }, (_, at) => (at % 2 ? 'query Race { a }' : 'query Race { b }'));
  const ends = await Promise.allSettled(texts.map((text) => persisted.register(context, text, null)));
  const made = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value.hash] : []));
  expect([made.length, new Set(made).size]).toEqual([6, 1]);
  for (const end of ends)
    if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'CONFLICT' });
  await registry.close();
});

it('reads the files of the system and of the folder of the operator, and names what cannot be', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-operations-'));
  await writeFile(join(folder, 'mine.graphql'), 'query Mine { me { actor } }');
  const names = async () => (await readOperationFiles(repositoryRoot, folder)).map(({ name }) => name);
  expect(await names()).toEqual(expect.arrayContaining(['RegisterOperation', 'Mine']));
  await writeFile(join(folder, 'taken.graphql'), 'query RegisterOperation { me { actor } }');
  await expect(names()).rejects.toMatchObject({ code: 'CONFIG_INVALID', details: { key: 'taken.graphql' } });
  await rm(folder, { recursive: true });
});
