import type { ServedGraph } from '../../platform/graph/serve.js';
import { subgraphKinds } from '../../testkit/subgraph-kinds.js';
import { openEvents, readEvents } from './event-stream.js';
import { type Calls, library } from './library.js';
import { SocketClient } from './socket-client.js';
import { post, startTestGateway, type TestGateway, testIdentity } from './test-gateway.js';

/*
 * What a gateway sees of subgraphs that stream, fail and hang, however it reaches them. What every subgraph of ours has
 * to keep by itself is in testkit/subgraph-conformance.ts.
 */
describe.each(subgraphKinds)('a subgraph $name', ({ reach }) => {
  let system: TestGateway;
  let calls: Calls;
  let served: ServedGraph[];
  beforeAll(async () => {
    const built = library();
    calls = built.calls;
    const reached = await reach(built.endpoints, testIdentity(new Set()));
    served = reached.served;
    system = await startTestGateway({
      endpoints: reached.endpoints,
      calls,
      environment: { LIMITS: 'operationMs=1000' },
    });
  });
  afterAll(async () => {
    await system.stop();
    await Promise.all(served.map((server) => server.close()));
  });

  it('answers queries and mutations with variables', async () => {
    const query = 'mutation ($input: RenameInput!) { rename(input: $input) { id title score } }';
    const { body } = await post(system.graphql, { query, variables: { input: { id: '4', title: 'New' } } });
    expect(body).toEqual({ data: { rename: { id: '4', title: 'New', score: 4 } } });
  });

  it('says that a value that its scalar does not take is the fault of who gave it', async () => {
    const query = 'query ($after: Cursor) { books(after: $after) { totalCount } }';
    const { body } = await post(system.graphql, { query, variables: { after: 5 } });
    expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', retryable: false } }]);
  });

  it('resolves entities in one call', async () => {
    calls.references.length = 0;
    const { body } = await post(system.graphql, { query: '{ books(first: 3) { nodes { score } } }' });
    expect(body.data.books.nodes).toEqual([{ score: 1 }, { score: 2 }, { score: 3 }]);
    expect(calls.references).toEqual([3]);
  });

  it('knows who asks, until when, and goes on with the trace', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await post(system.graphql, { query: '{ hello }' }, { traceparent, 'x-request-id': 'request-1' });
    const { request } = calls.contexts.at(-1)!;
    expect(request).toMatchObject({ actor: 'user:token-a', requestId: 'request-1' });
    expect(request.traceparent).toMatch(
      /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/,
    );
    expect(request.deadline - Date.now()).toBeLessThanOrEqual(1000);
    expect(request.generation).toMatch(/^[0-9a-f]{12}$/);
  });

  it('streams events whose fields come from another subgraph, over WebSocket and server-sent events', async () => {
    const query = 'subscription { bookChanged(count: 2) { title score } }';
    const expected = [
      { data: { bookChanged: { title: 'Title 0', score: 0 } } },
      { data: { bookChanged: { title: 'Title 1', score: 1 } } },
    ];
    const client = await SocketClient.signedIn(system.socket);
    const frames = await client.operation('1', { query });
    expect(frames.map(({ payload }) => payload)).toEqual([...expected, undefined]);
    client.close();
    const events: { event: string; data: string }[] = [];
    for await (const event of readEvents(await openEvents(system.graphql, { query }))) events.push(event);
    expect(events.map(({ event }) => event)).toEqual(['next', 'next', 'complete']);
    expect(events.slice(0, 2).map(({ data }) => JSON.parse(data))).toEqual(expected);
  });

  it('masks what it did not expect, and tells coded errors', async () => {
    const { status, body } = await post(
      system.graphql,
      { query: '{ leak coded }' },
      { 'x-request-id': 'request-2' },
    );
    expect(status).toBe(200);
    expect(body.data).toEqual({ leak: null, coded: null });
    const byPath = Object.fromEntries(body.errors.map((error: { path: string[] }) => [error.path[0], error]));
    expect(byPath.leak).toMatchObject({
      message: 'Internal server error',
      extensions: { code: 'INTERNAL', requestId: 'request-2', retryable: true },
    });
    expect(byPath.coded).toEqual({
      message: 'You may not do this',
      path: ['coded'],
      extensions: {
        code: 'FORBIDDEN',
        requestId: 'request-2',
        retryable: false,
        hint: expect.stringContaining('documents:write'),
      },
    });
  });

  it('shows the error of an event with that event only, and no data of another', async () => {
    const client = await SocketClient.signedIn(system.socket);
    const query = 'subscription { bookChanged(count: 3) { id broken } }';
    const frames = await client.operation('1', { query });
    client.close();
    const payloads = frames.slice(0, 3).map(({ payload }) => payload);
    expect(payloads[0].data).toEqual({ bookChanged: { id: '0', broken: null } });
    expect(payloads[0].errors).toHaveLength(1);
    expect(payloads[0].errors[0].message).toBe('Internal server error');
    expect(payloads[1]).toEqual({ data: { bookChanged: { id: '1', broken: 'whole' } } });
    expect(payloads[2]).toEqual({ data: { bookChanged: { id: '2', broken: 'whole' } } });
  });

  it('tells why a subscription cannot begin', async () => {
    const client = await SocketClient.signedIn(system.socket);
    const frames = await client.operation('1', { query: 'subscription { refused { id } }' });
    client.close();
    const errors = frames.at(-1)?.type === 'error' ? frames.at(-1)?.payload : frames[0]?.payload.errors;
    expect(errors[0]).toMatchObject({ message: 'The book was not found', extensions: { code: 'NOT_FOUND' } });
  });

  it.each([
    { coded: true, code: 'CURSOR_GONE' },
    { coded: false, code: 'INTERNAL' },
  ])('ends a stream that breaks with its reason: $code', async ({ coded, code }) => {
    const client = await SocketClient.signedIn(system.socket);
    const query = 'subscription ($coded: Boolean!) { breaking(coded: $coded) { id } }';
    const frames = await client.operation('1', { query, variables: { coded } });
    client.close();
    expect(frames.map(({ type }) => type)).toEqual(['next', 'next', 'complete']);
    expect(frames[1]?.payload).toEqual({
      data: null,
      errors: [expect.objectContaining({ extensions: expect.objectContaining({ code }) })],
    });
    expect(JSON.stringify(frames)).not.toContain('secret');
  });

  it('is told when the client leaves', async () => {
    const before = calls.aborted;
    const leaving = new AbortController();
    const answer = fetch(system.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer token-a' },
      body: JSON.stringify({ query: '{ slow }' }),
      signal: leaving.signal,
    });
    const resolvers = calls.resolvers;
    await until(() => calls.resolvers > resolvers);
    leaving.abort();
    await expect(answer).rejects.toThrow();
    await until(() => calls.aborted === before + 1);
  });

  it('is told when the reader of a stream leaves', async () => {
    const before = calls.aborted;
    const client = await SocketClient.signedIn(system.socket);
    client.subscribe('1', { query: 'subscription { endless { id } }' });
    expect((await client.next()).payload.data).toEqual({ endless: { id: '1' } });
    client.send({ id: '1', type: 'complete' });
    await until(() => calls.aborted === before + 1);
    client.close();
  });

  it('has to answer within the deadline', async () => {
    const before = calls.aborted;
    const { status, body } = await post(system.graphql, { query: '{ slow }' });
    expect(status).toBe(504);
    expect(body).toEqual({
      errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'TIMEOUT' }) })],
    });
    await until(() => calls.aborted === before + 1);
  });
});

/** Waits for a fact that has no event, as long as the test may last. */
async function until(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise((resolve) => setImmediate(resolve));
}
