import { registeredOperation } from 'tributary/client';
import { repositoryRoot } from '#platform/config';
import { readOperation, readOperationFiles } from '#platform/registry';
import type { Caller } from '../testkit/caller.js';
import { startMachine } from '../testkit/machine.js';
import { freePort } from '../testkit/servers.js';
import { eventually, TestSystem } from '../testkit/system.js';
import { makeTenants, type TestTenant } from '../testkit/tenants.js';

const files = await readOperationFiles(repositoryRoot);
const hashOf = (name: string) => files.find((operation) => operation.name === name)!.hash;
const whoAmI = 'query WhoAmI { me { actor tenant { name } } }';
const whoAmIHash = readOperation(whoAmI, 'a test').hash;

interface Used {
  name: string;
  uses: number;
}

const byHash = (caller: Caller, hash: string, variables: object = {}) =>
  caller.send(
    JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } }, variables }),
  );

/** Registers or removes as the command line does: by operations that are registered themselves. */
async function change(caller: Caller, name: 'RegisterOperation' | 'RemoveOperation', input: object) {
  const { body } = await byHash(caller, hashOf(name), { input });
  return body.data.result;
}
const register = (caller: Caller, document: string, idempotencyKey?: string) =>
  change(caller, 'RegisterOperation', { document, idempotencyKey });

async function list(caller: Caller, filter: object = {}) {
  const { body } = await byHash(caller, hashOf('ListOperations'), { filter, first: 100 });
  return body.data.persistedOperations;
}

describe('in the locked profile', () => {
  let system: TestSystem;
  let north: TestTenant;
  let south: TestTenant;
  beforeAll(async () => {
    const JWT_SECRET = 'a secret of these tests, long enough for HS256';
    system = await TestSystem.start({ settings: { PROFILE: 'locked', JWT_SECRET, LOG_LEVEL: 'error' } });
    [north, south] = (await makeTenants(system, ['north', 'south'])) as [TestTenant, TestTenant];
  });
  afterAll(() => system?.close());

  it('an operation that a tenant registers is served to it at once, and to no other', async () => {
    expect((await byHash(north.admin, whoAmIHash)).body.errors[0].extensions.code).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
    expect(await register(north.admin, whoAmI)).toMatchObject({
      operation: { name: 'WhoAmI', hash: whoAmIHash },
    });
    expect((await byHash(north.admin, whoAmIHash)).body.data.me.tenant.name).toBe('north');
    expect((await byHash(south.admin, whoAmIHash)).body.errors[0].extensions.code).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
    expect((await list(south.admin, { source: 'MUTATION' })).totalCount).toBe(0);
    expect((await list(south.admin, { name: 'whoami' })).nodes).toEqual([]);
  });

  it('the client calls it by hash alone, over HTTP, and subscribes so too', async () => {
    const client = north.admin.client();
    const operation = registeredOperation<{ me: { tenant: { name: string } } }>(whoAmIHash);
    expect((await client.request(operation)).me.tenant.name).toBe('north');
    const changes = 'subscription Changes { documentChanged { __typename } }';
    const { operation: made } = await register(north.admin, changes);
    for (const transport of ['websocket', 'sse'] as const) {
      const reader = north.admin.client(transport);
      const left = new AbortController();
      const stream = reader.subscribe(registeredOperation(made.hash), {}, { signal: left.signal });
      const first = stream.next();
      left.abort();
      await expect(first).resolves.toMatchObject({ done: true });
      await reader.close();
    }
    await client.close();
  });

  it('its use is counted for its tenant', async () => {
    const { nodes } = await eventually(
      () => list(north.admin, { source: 'MUTATION', used: true }),
      // What is used is written now and then: the two uses may come one after the other.
      ({ nodes: found }) => found.some(({ name, uses }: Used) => name === 'WhoAmI' && uses >= 2),
    );
    expect(nodes).toContainEqual(
      expect.objectContaining({
        name: 'WhoAmI',
        uses: 2,
        lastUsedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      }),
    );
    expect((await list(south.admin, { name: 'WhoAmI', used: true })).totalCount).toBe(0);
  });

  it('the same document is the same operation; a name and a key mean one document', async () => {
    const key = 'key-1';
    const made = await register(north.admin, 'query Mine { me { actor } }', key);
    expect(await register(north.admin, '# the same\nquery Mine{me{actor}}', key)).toEqual(made);
    const others = [
      ['query Mine { me { actor member { id } } }', undefined],
      ['query Other { me { actor } }', key],
      ['query RegisterOperation { me { actor } }', undefined],
    ] as const;
    for (const [document, used] of others)
      expect(await register(north.admin, document, used)).toMatchObject({ __typename: 'Conflict' });
    expect(await register(south.admin, 'query Mine { me { actor member { id } } }')).toMatchObject({
      __typename: 'OperationPayload',
    });
  });

  it.each([
    ['no GraphQL', 'query {', 'Syntax Error'],
    ['two operations', 'query A { me { actor } } query B { me { actor } }', 'one operation'],
    ['without a name', '{ me { actor } }', 'with a name'],
    [
      'of a field that is not there',
      'query A { nothing }',
      'GRAPHQL_VALIDATION_FAILED: Cannot query field "nothing"',
    ],
    [
      'too deep',
      `query A { documents { nodes { ${'similar { document { '.repeat(6)} id ${'} }'.repeat(6)} } } }`,
      'MAX_DEPTH',
    ],
    [
      'too dear',
      'query A { documents(first: 100) { nodes { pages(first: 100) { nodes { text } } } } }',
      'COST_TOO_HIGH',
    ],
    ['that introspects', 'query A { __schema { types { name } } }', 'Introspection'],
    [
      'a tool that changes and does not say so',
      'mutation A @tool { deleteDocument(input: { documentId: "1" }) { __typename } }',
      'mutation: true',
    ],
    ['a tool that streams', 'subscription A @tool { documentChanged { __typename } }', 'cannot be a tool'],
    ['a tool with other arguments', 'query A @tool(scopes: "*") { me { actor } }', 'not scopes'],
  ])('%s is refused with the reason', async (_name, document, reason) => {
    const refused = await register(north.admin, document);
    expect(refused).toMatchObject({ __typename: 'InvalidInput', code: 'BAD_USER_INPUT' });
    expect(refused.message).toContain(reason);
    expect(
      (await list(north.admin, { name: 'A' })).nodes.map(({ name }: { name: string }) => name),
    ).not.toContain('A');
  });

  it('what is removed is served no more; what is of the system or another tenant stays', async () => {
    expect(await change(south.admin, 'RemoveOperation', { hash: whoAmIHash })).toMatchObject({
      __typename: 'NotFound',
    });
    expect(await change(north.admin, 'RemoveOperation', { hash: hashOf('ListOperations') })).toMatchObject({
      __typename: 'Conflict',
    });
    expect(await change(north.admin, 'RemoveOperation', { hash: whoAmIHash })).toMatchObject({
      operation: { name: 'WhoAmI' },
    });
    expect((await byHash(north.admin, whoAmIHash)).body.errors[0].extensions.code).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
  });

  it('the registration needs its permission, and S-31 holds for free text as before', async () => {
    const refused = await north.admin.send(JSON.stringify({ query: whoAmI }));
    expect(refused.body.errors[0].extensions.code).toBe('PERSISTED_QUERY_REQUIRED');
    const altered = {
      query: '{ me { actor } }',
      extensions: { persistedQuery: { version: 1, sha256Hash: hashOf('ListOperations') } },
    };
    expect((await north.admin.send(JSON.stringify(altered))).body.errors[0].extensions.code).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
  });
});

const machine = await startMachine();
afterAll(() => machine?.stop());
(machine ? describe : describe.skip)('as several processes', () => {
  let system: TestSystem;
  beforeAll(async () => {
    const port = await freePort();
    const others = 'accounts,documents,recommendations,reviews,capabilities,audit,analytics,plugins';
    system = await TestSystem.start(
      machine!.options({
        roles: ['gateway', 'worker', others],
        settings: { PORT: String(port), GATEWAY_URL: `http://127.0.0.1:${port}`, SUBGRAPH_PORT: '0' },
      }),
    );
  });
  afterAll(() => system?.close());

  it('the gateway checks for the process that registers, and serves what that one has written', async () => {
    const client = system.client();
    const made = await client.request<{ result: { operation: { hash: string } } }, object>(
      registeredOperation(hashOf('RegisterOperation')),
      { input: { document: whoAmI } },
    );
    expect(made.result.operation.hash).toBe(whoAmIHash);
    const operation = registeredOperation<{ me: { actor: string } }>(whoAmIHash);
    expect((await client.request(operation)).me.actor).toBeTruthy();
    const refused = await client.request<{ result: { message: string } }, object>(
      registeredOperation(hashOf('RegisterOperation')),
      { input: { document: 'query A { nothing }' } },
    );
    expect(refused.result.message).toContain('GRAPHQL_VALIDATION_FAILED');
    const unsealed = await fetch(`${system.url}/operations/check`, {
      method: 'POST',
      headers: { authorization: `Bearer ${system.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ document: whoAmI }),
    });
    expect(unsealed.status).toBe(404);
  });
});
