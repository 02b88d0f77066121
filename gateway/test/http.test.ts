import { once } from 'node:events';
import { connect } from 'node:net';
import { post, read, startTestGateway, type TestGateway } from './test-gateway.js';

let system: TestGateway;
beforeAll(async () => {
  system = await startTestGateway({ environment: { CORS_ORIGINS: 'https://app.example' } });
});
afterAll(() => system.stop());

const authorization = 'Bearer token-a';
const preflight = { 'apollo-require-preflight': '1' };
const hello = JSON.stringify({ query: '{ hello }' });

interface HttpCase {
  id: string;
  path?: string;
  init: RequestInit & { headers?: Record<string, string> };
  status: number;
  code: string;
}

const cases: HttpCase[] = [
  {
    id: 'S-01 GET of a form',
    path: '?query=query+cop{__typename}',
    init: {},
    status: 400,
    code: 'CSRF_BLOCKED',
  },
  {
    id: 'S-02 mutation by GET',
    path: '?query=mutation+cop{__typename}',
    init: { headers: preflight },
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
  },
  {
    id: 'S-03 urlencoded',
    init: { method: 'POST', body: new URLSearchParams({ query: '{__typename}' }) },
    status: 400,
    code: 'CSRF_BLOCKED',
  },
  {
    id: 'S-04 text',
    init: { method: 'POST', body: hello, headers: { 'content-type': 'text/plain' } },
    status: 400,
    code: 'CSRF_BLOCKED',
  },
  {
    id: 'S-04 text with preflight',
    init: { method: 'POST', body: hello, headers: { 'content-type': 'text/plain', ...preflight } },
    status: 415,
    code: 'UNSUPPORTED_CONTENT_TYPE',
  },
  {
    id: 'S-04 multipart',
    init: { method: 'POST', body: hello, headers: { 'content-type': 'multipart/form-data; boundary=x' } },
    status: 415,
    code: 'UNSUPPORTED_CONTENT_TYPE',
  },
  {
    id: 'S-04 no type',
    init: { method: 'POST', body: Buffer.from(hello), headers: {} },
    status: 400,
    code: 'CSRF_BLOCKED',
  },
  {
    id: 'S-04 garbage parameters',
    init: { method: 'POST', body: hello, headers: { 'content-type': 'application/json; a=b; multipart' } },
    status: 415,
    code: 'UNSUPPORTED_CONTENT_TYPE',
  },
  {
    id: 'S-15 ten operations',
    init: {
      method: 'POST',
      body: `[${Array(10).fill(hello)}]`,
      headers: { 'content-type': 'application/json' },
    },
    status: 400,
    code: 'BATCHING_DISABLED',
  },
  {
    id: 'S-15 a thousand operations',
    init: {
      method: 'POST',
      body: `[${Array(1000).fill(hello)}]`,
      headers: { 'content-type': 'application/json' },
    },
    status: 400,
    code: 'BATCHING_DISABLED',
  },
  {
    id: 'S-20 deep variables',
    init: {
      method: 'POST',
      body: `{"query":"{ hello }","variables":{"a":${'['.repeat(400_000)}`,
      headers: { 'content-type': 'application/json' },
    },
    status: 400,
    code: 'BAD_USER_INPUT',
  },
  {
    id: 'S-21 ten megabytes',
    init: {
      method: 'POST',
      body: `{"query":"${' '.repeat(10_000_000)}"}`,
      headers: { 'content-type': 'application/json' },
    },
    status: 413,
    code: 'PAYLOAD_TOO_LARGE',
  },
  {
    id: 'no JSON',
    init: { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } },
    status: 400,
    code: 'BAD_USER_INPUT',
  },
  {
    id: 'no query',
    init: { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
    status: 400,
    code: 'BAD_USER_INPUT',
  },
  {
    id: 'variables that are no object',
    init: {
      method: 'POST',
      body: '{"query":"{ hello }","variables":[1]}',
      headers: { 'content-type': 'application/json' },
    },
    status: 400,
    code: 'BAD_USER_INPUT',
  },
  {
    id: 'another method',
    init: { method: 'DELETE', headers: preflight },
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
  },
  {
    id: 'a subscription as JSON',
    init: {
      method: 'POST',
      body: JSON.stringify({ query: 'subscription { endless { id } }' }),
      headers: { 'content-type': 'application/json' },
    },
    status: 400,
    code: 'BAD_USER_INPUT',
  },
  {
    id: 'an unknown hash',
    init: {
      method: 'POST',
      body: '{"extensions":{"persistedQuery":{"sha256Hash":"00"}}}',
      headers: { 'content-type': 'application/json' },
    },
    status: 400,
    code: 'PERSISTED_QUERY_NOT_FOUND',
  },
  { id: 'S-29 a browser', init: { headers: { accept: 'text/html' } }, status: 400, code: 'BAD_USER_INPUT' },
];

it.each(cases)('answers $id with $status $code', async ({ path = '', init, status, code }) => {
  const before = system.calls.resolvers;
  const headers = { accept: 'application/graphql-response+json', authorization, ...init.headers };
  const answer = await read(await fetch(system.graphql + path, { ...init, headers }));
  expect(answer.body.errors).toHaveLength(1);
  expect({ status: answer.status, code: answer.body.errors[0].extensions.code }).toEqual({ status, code });
  expect(answer.body).not.toHaveProperty('data');
  expect(answer.text.length).toBeLessThan(2048);
  expect(answer.text).not.toMatch(/graphiql|stack/i);
  if (status === 405) expect(answer.headers.get('allow')).toContain('POST');
  expect(system.calls.resolvers).toBe(before);
  expect((await post(system.graphql, { query: '{ __typename }' })).status).toBe(200);
});

it('closes the socket at the byte that is too many, whatever length was announced', async () => {
  const { port } = system.gateway;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: ${authorization}\r\ntransfer-encoding: chunked\r\n\r\n`,
  );
  const chunk = Buffer.alloc(100_000, 0x20);
  let written = 0;
  let text = '';
  socket.on('data', (data) => {
    text += data;
  });
  socket.on('error', () => undefined);
  const pump = setInterval(() => {
    written += chunk.length;
    socket.write(`${chunk.length.toString(16)}\r\n`);
    socket.write(chunk);
    socket.write('\r\n');
  }, 1);
  // Not `once`: that would reject with the error of a write to the closed socket.
  await new Promise((resolve) => socket.on('close', resolve));
  clearInterval(pump);
  expect(text).toMatch(/^HTTP\/1.1 413 /);
  expect(text).toContain('PAYLOAD_TOO_LARGE');
  expect(written).toBeGreaterThan(1_000_000);
});

it.each(['', 'Bearer wrong', 'Basic dG9rZW4tYTo=', `Bearer token-${'a'.repeat(9000)}`])(
  'refuses the authorization %.20s with 401',
  async (wrong) => {
    const { status, body, headers } = await post(
      system.graphql,
      { query: '{ hello }' },
      { authorization: wrong },
    );
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body.errors[0]).toMatchObject({
      message: 'Authentication is required',
      extensions: { code: 'UNAUTHENTICATED' },
    });
  },
);

it('S-25 masks what a resolver throws, and logs the cause once', async () => {
  system.errors.length = 0;
  const { status, body, text } = await post(
    system.graphql,
    { query: '{ leak }' },
    { 'x-request-id': 'request-25' },
  );
  expect(status).toBe(200);
  expect(body.errors[0].message).toBe('Internal server error');
  expect(body.errors[0].extensions).toMatchObject({ code: 'INTERNAL', requestId: 'request-25' });
  expect(text).not.toMatch(/hunter2|srv/);
  expect(system.errors).toHaveLength(1);
  expect(system.errors[0]?.fields).toMatchObject({
    request_id: 'request-25',
    err: { message: expect.stringContaining('hunter2') },
  });
});

it('S-30 tells no more than the answer', async () => {
  const { headers, body } = await post(system.graphql, { query: '{ hello }' });
  expect(body).toEqual({ data: { hello: 'hello' } });
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
});

it('answers queries by GET, and as the client wants them', async () => {
  const url = `${system.graphql}?query={hello}`;
  const json = await fetch(url, { headers: { ...preflight, authorization } });
  expect(json.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await json.json()).toEqual({ data: { hello: 'hello' } });
  const preferred = await fetch(url, {
    headers: {
      ...preflight,
      authorization,
      accept: 'text/html;q=0.5, application/json;q=0.8, application/graphql-response+json',
    },
  });
  expect(preferred.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
});

it('lets pages of the listed origins read answers, and no others', async () => {
  const ask = (origin: string, method = 'POST') =>
    fetch(system.graphql, {
      method,
      headers: { 'content-type': 'application/json', authorization, origin },
      ...(method === 'POST' && { body: hello }),
    });
  expect((await ask('https://app.example')).headers.get('access-control-allow-origin')).toBe(
    'https://app.example',
  );
  expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  const asked = await ask('https://app.example', 'OPTIONS');
  expect(asked.status).toBe(204);
  expect(asked.headers.get('access-control-allow-headers')).toContain('authorization');
});

it('serves its page, its state and its measures', async () => {
  const at = async (path: string) => read(await fetch(system.gateway.url + path));
  expect((await at('/')).text).toContain('/graphql');
  expect((await at('/livez')).status).toBe(200);
  expect((await at('/readyz')).body).toEqual({ ready: true, parts: {} });
  expect((await at('/metrics')).text).toMatch(
    /graphql_request_duration_seconds_count\{operation_type="query",outcome="OK"\} \d+/,
  );
  expect((await at('/nothing')).body.errors[0].extensions.code).toBe('NOT_FOUND');
});

it('takes as many operations at once as configured, and refuses the rest', async () => {
  const small = await startTestGateway({ environment: { LIMITS: 'inFlight=2,operationMs=300' } });
  const slow = () => post(small.graphql, { query: '{ slow }' });
  const answers = await Promise.all([slow(), slow(), slow()]);
  expect(answers.map(({ body }) => body.errors[0].extensions.code).sort()).toEqual([
    'TIMEOUT',
    'TIMEOUT',
    'UNAVAILABLE',
  ]);
  expect((await post(small.graphql, { query: '{ hello }' })).status).toBe(200);
  await small.stop();
});
