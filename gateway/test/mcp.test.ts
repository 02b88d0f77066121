import { AppError } from 'tributary/sdk';
import type { OperationRegistry, RegisteredOperation } from '#platform/registry';
import { readOperation } from '#platform/registry';
import type { GatewayOptions } from '../index.js';
import { readEvents } from './event-stream.js';
import { library } from './library.js';
import { read, registryOf, startTestGateway, type TestGateway } from './test-gateway.js';

const tool = (text: string) => readOperation(text, 'a test');
const operations: RegisteredOperation[] = [
  tool('query Books($first: Int) @tool { books(first: $first) { nodes { id } } }'),
  tool('query Denied @tool { coded }'),
  tool('query Leak @tool { leak }'),
  tool('query Slow @tool { slow }'),
  tool('query Deep @tool { books(first: 100) { nodes { related(first: 100) { nodes { id } } } } }'),
  tool('query Gone @tool { nothing }'),
  tool('query Plain { hello }'),
  tool('mutation Rename($id: ID!) @tool(mutation: true) { rename(input: { id: $id, title: "x" }) { id } }'),
  // What a registration refuses, so that the second line of defence is seen to hold.
  {
    ...tool('mutation Sly($id: ID!) { rename(input: { id: $id, title: "x" }) { id } }'),
    tool: { description: '', mutation: false },
  },
  { ...tool('subscription Stream { endless { id } }'), tool: { description: '', mutation: false } },
];

const listeners = new Set<(tenant: string | null) => void>();
const registry: OperationRegistry = {
  ...registryOf(operations),
  onChange(listener) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};
const calls: { name: string; mutation: boolean; outcome: string }[] = [];
let left = Number.POSITIVE_INFINITY;
const parts: Partial<GatewayOptions> = {
  registry,
  recordToolCall: async (_request, { name, mutation, outcome }) =>
    void calls.push({ name, mutation, outcome }),
  limits: {
    async take(_tenant, weight) {
      if (weight > left) throw new AppError('RATE_LIMITED', { retryAfter: 42 });
      left -= weight;
    },
  },
};

let system: TestGateway;
beforeAll(async () => {
  system = await startTestGateway({
    parts,
    environment: { LIMITS: 'operationMs=3000', CORS_ORIGINS: 'https://ours.example' },
  });
});
afterAll(() => system.stop());
beforeEach(() => {
  calls.length = 0;
  left = Number.POSITIVE_INFINITY;
});

const url = () => `${system.gateway.url}/mcp`;
const headers = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  authorization: 'Bearer token-a',
};

async function send(method: string, params: object, more: Record<string, string> = {}) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 7, method, params });
  return read(await fetch(url(), { method: 'POST', headers: { ...headers, ...more }, body }));
}
const call = async (name: string, args: object = {}) =>
  (await send('tools/call', { name, arguments: args })).body.result;
const codeOf = async (name: string, args: object = {}) => {
  const { isError, structuredContent } = await call(name, args);
  return [isError, structuredContent.errors[0].extensions.code];
};

it('lists what can be served now, and nothing that changes in secret or streams', async () => {
  const { body } = await send('tools/list', {});
  const names = body.result.tools.map(({ name }: { name: string }) => name);
  expect(names).toEqual(['Books', 'Denied', 'Leak', 'Rename', 'Slow']);
});

it('executes with the identity and the ids of the request, and writes the call down', async () => {
  const before = system.calls.resolvers;
  const { headers: answered, body } = await send(
    'tools/call',
    { name: 'Rename', arguments: { id: '3' } },
    {
      'x-request-id': 'request-of-a-client',
      traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
    },
  );
  expect(body).toMatchObject({ id: 7, result: { structuredContent: { data: { rename: { id: '3' } } } } });
  expect(answered.get('x-request-id')).toBe('request-of-a-client');
  const { request } = system.calls.contexts.at(-1)!;
  expect(request).toMatchObject({ actor: 'user:token-a', requestId: 'request-of-a-client' });
  expect(request.traceparent).toContain('1'.repeat(32));
  expect(system.calls.resolvers).toBe(before + 1);
  expect(calls).toEqual([{ name: 'Rename', mutation: true, outcome: 'OK' }]);
});

it('refuses what is not marked for a change, streams, or is no tool, before any resolver', async () => {
  const before = system.calls.resolvers;
  expect(await codeOf('Sly', { id: '3' })).toEqual([true, 'FORBIDDEN']);
  expect(await codeOf('Stream')).toEqual([true, 'BAD_USER_INPUT']);
  expect((await send('tools/call', { name: 'Plain' })).body.error).toMatchObject({
    data: { code: 'OPERATION_NOT_FOUND' },
  });
  expect(system.calls.resolvers).toBe(before);
  expect(calls).toEqual([{ name: 'Sly', mutation: false, outcome: 'FORBIDDEN' }]);
});

it('holds the limits, masks what fails, and writes down what was tried', async () => {
  expect(await codeOf('Deep')).toEqual([true, 'COST_TOO_HIGH']);
  expect(await codeOf('Gone')).toEqual([true, 'GRAPHQL_VALIDATION_FAILED']);
  expect(await codeOf('Denied')).toEqual([true, 'FORBIDDEN']);
  expect(await codeOf('Slow')).toEqual([true, 'TIMEOUT']);
  const { isError, content } = await call('Leak');
  expect([isError, content[0].text]).toEqual([true, expect.stringContaining('Internal server error')]);
  expect(content[0].text).not.toMatch(/hunter2|db\.js/);
  left = 0;
  const refused = await call('Books');
  expect(refused.structuredContent.errors[0].extensions).toMatchObject({
    code: 'RATE_LIMITED',
    retryAfterSeconds: 42,
  });
  const listed = await send('tools/list', {});
  expect([listed.status, listed.headers.get('retry-after'), listed.body.error.data.code]).toEqual([
    429,
    '42',
    'RATE_LIMITED',
  ]);
  expect(calls.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
    'Denied FORBIDDEN',
    'Slow TIMEOUT',
    'Leak INTERNAL',
  ]);
});

it('takes a page of an allowed site, and no name that was made to lead here', async () => {
  expect((await send('ping', {}, { origin: 'https://ours.example' })).status).toBe(200);
  expect((await send('ping', {}, { origin: 'https://evil.example' })).body.error.data.code).toBe(
    'ORIGIN_NOT_ALLOWED',
  );
  const { port } = new URL(url());
  const { request } = await import('node:http');
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const rebound = { ...headers, host: `evil.example:${port}`, origin: `http://evil.example:${port}` };
    const sent = request(url(), { method: 'POST', headers: rebound }, ({ statusCode }) =>
      resolve(statusCode),
    );
    sent.once('error', reject);
    sent.end('{}');
  });
  expect(status).toBe(403);
});

it('tells who listens of other tools, and ends the line of a token that was revoked', async () => {
  const gone = new AbortController();
  const open = () =>
    fetch(url(), {
      headers: { ...headers, accept: 'text/event-stream', authorization: 'Bearer token-listener' },
      signal: gone.signal,
    });
  const response = await open();
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const events = readEvents(response)[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await events.next()).value!.data).method;
  for (const listener of listeners) listener('018f0000-0000-7000-8000-00000000ffff');
  for (const listener of listeners) listener(null);
  expect(await next()).toBe('notifications/tools/list_changed');
  await system.gateway.addGeneration(library().endpoints);
  expect(await next()).toBe('notifications/tools/list_changed');
  system.revoked.add('Bearer token-listener').add('token-listener');
  expect((await events.next()).done).toBe(true);
  gone.abort();
  expect(
    (await fetch(url(), { headers: { ...headers, authorization: 'Bearer token-listener' } })).status,
  ).toBe(401);
});

it.each([
  ['no method of ours', 'resources/list', {}, -32_601],
  ['a name that is none', 'tools/call', { name: 7 }, -32_602],
  ['arguments that are none', 'tools/call', { name: 'Books', arguments: [1] }, -32_602],
])('%s is an error with a code', async (_name, method, params, number) => {
  const { status, body, text } = await send(method, params);
  expect(text.length).toBeLessThan(300);
  expect([status, body.error.code, body.error.data.code]).toEqual([200, number, 'BAD_USER_INPUT']);
});
