import { getIntrospectionQuery } from 'graphql';
import { readOperation } from '#platform/registry';
import { post, read, registryOf, startTestGateway, type TestGateway } from './test-gateway.js';
import { transports } from './transports.js';

const operation = readOperation(
  'query Hello($n: Int = 1) @tool(description: "Says hello") { books(first: $n) { nodes { id } } }',
  'hello.graphql',
);
const registry = registryOf([operation]);
const byHash = (hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });

describe('the locked profile', () => {
  let system: TestGateway;
  beforeAll(async () => {
    system = await startTestGateway({ environment: { PROFILE: 'locked' }, parts: { registry } });
  });
  afterAll(() => system.stop());

  it('executes registered operations by hash, however it is named', async () => {
    const expected = { data: { books: { nodes: [{ id: '1' }] } } };
    expect((await post(system.graphql, byHash(operation.hash))).body).toEqual(expected);
    expect((await post(system.graphql, { id: operation.hash })).body).toEqual(expected);
    expect((await post(system.graphql, { documentId: `sha256:${operation.hash}` })).body).toEqual(expected);
    expect(
      (await post(system.graphql, { query: operation.document, ...byHash(operation.hash) })).body,
    ).toEqual(expected);
  });

  it.each(transports)('S-31 refuses anything else over $name', async ({ refuse }) => {
    const before = system.calls.resolvers;
    const unknown = 'a'.repeat(64);
    const cases: [object, string][] = [
      [{ query: '{ hello }' }, 'PERSISTED_QUERY_REQUIRED'],
      [{ query: operation.document }, 'PERSISTED_QUERY_REQUIRED'],
      [{ query: '', ...byHash(unknown) }, 'PERSISTED_QUERY_NOT_FOUND'],
      [{ query: '{ hello }', ...byHash(operation.hash) }, 'PERSISTED_QUERY_NOT_FOUND'],
      [{ query: '{ hello }', ...byHash(unknown) }, 'PERSISTED_QUERY_NOT_FOUND'],
      [{ query: '', ...byHash(unknown) }, 'PERSISTED_QUERY_NOT_FOUND'],
    ];
    for (const [params, code] of cases) {
      const { errors } = await refuse(system, params);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
    }
    expect(system.calls.resolvers).toBe(before);
  });

  it('S-26 shows no part of the source, S-29 no GraphiQL', async () => {
    const syntax = await startTestGateway({
      environment: { PROFILE: 'locked' },
      parts: { registry: { ...registry, byHash: async () => ({ ...operation, document: 'qwerty {' }) } },
    });
    const { text } = await post(syntax.graphql, byHash(operation.hash));
    expect(text).toContain('GRAPHQL_PARSE_FAILED');
    expect(text).not.toContain('qwerty');
    await syntax.stop();
    const page = await read(await fetch(system.graphql, { headers: { accept: 'text/html' } }));
    expect(page.status).toBe(400);
    expect(page.text).not.toMatch(/graphiql|playground/i);
  });
});

describe('the development profile', () => {
  let system: TestGateway;
  beforeAll(async () => {
    system = await startTestGateway({ environment: { PROFILE: 'development' }, parts: { registry } });
  });
  afterAll(() => system.stop());

  it('answers the introspection of GraphiQL, and bounds a deep one', async () => {
    const { status, body } = await post(system.graphql, {
      query: getIntrospectionQuery({ inputValueDeprecation: true }),
    });
    expect(status).toBe(200);
    const names = body.data.__schema.types.map(({ name }: { name: string }) => name);
    expect(names).toContain('Book');
    expect(names.filter((name: string) => /^(join__|link__|_)/.test(name) && !name.startsWith('__'))).toEqual(
      [],
    );
    const deep = await post(system.graphql, {
      query:
        '{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }',
    });
    expect(deep.body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('shows GraphiQL to browsers', async () => {
    const { status, text } = await read(await fetch(system.graphql, { headers: { accept: 'text/html' } }));
    expect(status).toBe(200);
    expect(text).toContain('GraphiQL');
  });

  it('answers __typename beside a fragment', async () => {
    const { body } = await post(system.graphql, {
      query: '{ __typename ...F } fragment F on Query { hello }',
    });
    expect(body.data).toEqual({ __typename: 'Query', hello: 'hello' });
  });

  it('takes a hash beside the text it does not know, and registers nothing', async () => {
    const params = { query: '{ hello }', ...byHash('b'.repeat(64)) };
    expect((await post(system.graphql, params)).body.data).toEqual({ hello: 'hello' });
    const again = await post(system.graphql, byHash('b'.repeat(64)));
    expect(again.body.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});
