import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { buildSchema, isObjectType } from 'graphql';
import { SignJWT } from 'jose';
import { WebSocket } from 'ws';
import { repositoryRoot } from '#platform/config';
import { openEvents, readEvents } from '../gateway/test/event-stream.js';
import { SocketClient } from '../gateway/test/socket-client.js';
import { type Endpoint, transports } from '../gateway/test/transports.js';
import { Caller, type Reply, readReply } from '../testkit/caller.js';
import { hostileOperations, hostileRequests } from '../testkit/hostile-requests.js';
import { eventually, TestSystem } from '../testkit/system.js';
import { makeTenants, type TestTenant } from '../testkit/tenants.js';

/* The cases of the security sheet that hold for the whole system, under PROFILE=production. */

const jwtSecret = 'a secret of these tests, long enough for HS256';
const settings = {
  PROFILE: 'production',
  JWT_SECRET: jwtSecret,
  CORS_ORIGINS: 'https://app.example',
  LOG_LEVEL: 'error',
};

let system: TestSystem;
let tenant: TestTenant;
let endpoint: Endpoint;

beforeAll(async () => {
  system = await TestSystem.start({ settings, keepOutput: true });
  [tenant] = (await makeTenants(system, ['guarded'])) as [TestTenant];
  endpoint = endpointOf(system.url, tenant.admin.token);
});
afterAll(() => system.close());

const endpointOf = (url: string, token: string) => ({
  graphql: `${url}/graphql`,
  socket: `${url.replace('http', 'ws')}/graphql`,
  token,
});
/** How many operations were executed: none by whatever is refused. */
async function executed(): Promise<number> {
  const text = await (await fetch(`${system.url}/metrics`)).text();
  const counts = [...text.matchAll(/^graphql_request_duration_seconds_count\{.*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

/** The promise of every row: it is refused before anything is executed, and the next operation is served. */
async function refusedBeforeWork<T>(refuse: () => Promise<T>): Promise<T> {
  const before = await executed();
  const answer = await refuse();
  expect(await executed()).toBe(before);
  const next = await tenant.admin.post('{ __typename }');
  expect([next.status, next.body]).toEqual([200, { data: { __typename: 'Query' } }]);
  return answer;
}

describe.each(transports)('over $name', ({ refuse }) => {
  it.each(hostileOperations)('refuses %s with %s', async (_id, code, query, variables = {}) => {
    const { status, errors, text } = await refusedBeforeWork(() => refuse(endpoint, { query, variables }));
    expect(errors).toHaveLength(1);
    expect(errors[0].extensions).toMatchObject({ code, requestId: expect.any(String) });
    if (status !== null) expect(status).toBe(400);
    expect(text.length).toBeLessThan(2048);
    expect(text).not.toMatch(/Did you mean|stack|node_modules|\.js\b|"estimated"|select |DocumentConnection/);
  });
});

it.each(hostileRequests)('answers %s with %i %s', async (_id, status, code, init, path = '') => {
  const authorization = `Bearer ${tenant.admin.token}`;
  const headers = { accept: 'application/graphql-response+json', authorization, ...init.headers };
  const answer = await refusedBeforeWork(async () =>
    readReply(await fetch(endpoint.graphql + path, { ...init, headers })),
  );
  expect([answer.status, answer.body.errors.length]).toEqual([status, 1]);
  expect(answer.body.errors[0].extensions.code).toBe(code);
  expect(answer.body).not.toHaveProperty('data');
  expect(answer.text.length).toBeLessThan(2048);
  expect(answer.text).not.toMatch(/graphiql|playground|stack/i);
  if (status === 405) expect(answer.headers.get('allow')).toBe('POST');
});

it('S-25 masks what fails inside, and logs the cause once', async () => {
  await system.query('alter table analytics.document_facts rename to hunter2');
  const requestId = `inside-${crypto.randomUUID()}`;
  try {
    const { status, body, text } = await tenant.admin.post(
      '{ documentStatistics { uploaded } }',
      {},
      { 'x-request-id': requestId },
    );
    expect([status, body.errors.length]).toEqual([200, 1]);
    expect(body.errors[0]).toMatchObject({
      message: 'Internal server error',
      extensions: { code: 'INTERNAL', requestId },
    });
    expect(text).not.toMatch(/document_facts|relation|select|\.js/);
    const logged = await eventually(
      async () => system.output.split('\n').filter((line) => line.includes(requestId)),
      (lines) => lines.length > 0,
    );
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('document_facts');
  } finally {
    await system.query('alter table analytics.hunter2 rename to document_facts');
  }
});

it('S-28 tells 500 typos no name', async () => {
  const schema = buildSchema(await readFile(join(repositoryRoot, 'schema/api.graphql'), 'utf8'), {
    assumeValid: true,
  });
  const names = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => [type.name, ...Object.keys(type.getFields())])
    .filter((name) => name.length > 5 && !name.startsWith('_'));
  // What every refusal says is no name.
  const { text: usual } = await tenant.admin.post('{ zzzzzz { zzzzzz } }');
  const known = [...new Set(names)].filter((name) => !usual.includes(name));
  const typos = Array.from({ length: 500 }, (_, index) => {
    const name = known[index % known.length] ?? '';
    const at = 1 + (index % (name.length - 2));
    return name.slice(0, at) + name.slice(at + 1);
  }).filter((typo) => !known.includes(typo));
  const leaks: string[] = [];
  for (let from = 0; from < typos.length; from += 50) {
    const answers = typos.slice(from, from + 50).map(async (typo) => {
      const { status, text } = await tenant.admin.post(`{ ${typo} { ${typo} } }`);
      const shown = known.filter((name) => text.includes(name));
      if (status !== 400 || shown.length > 0) leaks.push(text);
    });
    await Promise.all(answers);
  }
  expect(leaks).toEqual([]);
});

it('S-30 tells no more than the answer', async () => {
  const { headers, body } = await tenant.admin.post('{ me { actor } }');
  expect(Object.keys(body)).toEqual(['data']);
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('server')).toBeNull();
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cache-control')).toBe('no-store');
});

it('S-17 counts the operations of a tenant, and leaves the others alone', async () => {
  const limited = (await makeTenants(system, ['limited']))[0] as TestTenant;
  // All but a few of a minute's operations are used up; a process takes them in portions of 60.
  await system.query(`insert into platform.limits (tenant_id, slot, used) values ($1, $2, 5970)`, [
    limited.id,
    Math.floor(Date.now() / 5000),
  ]);
  const replies: Reply[] = [];
  while (replies.length < 62 && replies.at(-1)?.status !== 429)
    replies.push(await limited.admin.post('{ __typename }'));
  const last = replies.at(-1);
  expect([last?.status, last?.body.errors[0].extensions.code]).toEqual([429, 'RATE_LIMITED']);
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await tenant.admin.post('{ __typename }')).status).toBe(200);
});

describe('who calls', () => {
  const claims = () => ({ tenant: tenant.id, roles: ['admin'] });
  const signed = (body: Record<string, unknown>, { secret = jwtSecret, expires = '1m' } = {}) =>
    new SignJWT(body)
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('someone')
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(Buffer.from(secret));
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('S-38 is believed by a good token alone, and told nothing else', async () => {
    expect(
      (await new Caller(system.url, await signed(claims())).post('{ me { roles } }')).body.data.me.roles,
    ).toEqual(['ADMIN']);
    const bad = [
      '',
      `${part({ alg: 'none' })}.${part({ ...claims(), sub: 'someone', exp: 9_999_999_999 })}.`,
      await signed(claims(), { secret: 'another secret that is long enough as well' }),
      await signed(claims(), { expires: '-10s' }),
      await signed({ roles: ['admin'] }),
      await signed({ ...claims(), tenant: crypto.randomUUID() }),
      'trb_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      'a'.repeat(9000),
    ];
    const answers = await Promise.all(
      bad.map((token) => new Caller(system.url, token).post('{ me { actor } }')),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(new Set(answers.map(({ body }) => body.errors[0].message))).toEqual(
      new Set(['Authentication is required']),
    );
  });

  it.each([
    { what: 'expires', revoke: async () => undefined },
    {
      what: 'is revoked',
      revoke: async (keyId: string) => tenant.admin.change('revokeKey', 'RevokeKeyInput', { keyId }, ''),
    },
  ])(
    'W-04 loses its streams when its token $what, over WebSocket and server-sent events',
    async ({ what, revoke }) => {
      const { key, apiKey } = await tenant.admin.change(
        'createKey',
        'CreateKeyInput',
        { name: what, roles: ['MEMBER'] },
        '... on CreateKeyPayload { key apiKey { id } }',
      );
      const token = what === 'expires' ? await signed(claims(), { expires: '8s' }) : key;
      const query = { query: 'subscription { documentChanged { id } }' };
      const client = await SocketClient.signedIn(endpoint.socket, token);
      client.subscribe('1', query);
      const events = readEvents(await openEvents(endpoint.graphql, query, { token }));
      const ended = events.next();
      await revoke(apiKey.id);
      expect((await client.next()).type).toBe('complete');
      expect((await client.closed).code).toBe(4403);
      expect((await ended).value?.data).toContain('UNAUTHENTICATED');
    },
  );
});

describe('the protocol of WebSockets', () => {
  it('W-01 closes with 4408 who does not begin in time', async () => {
    const client = await SocketClient.open(endpoint.socket);
    expect((await client.closed).code).toBe(4408);
  });

  it('W-02 closes with 4401 who subscribes first', async () => {
    const client = await SocketClient.open(endpoint.socket);
    client.subscribe('1', { query: 'subscription { documentChanged { id } }' });
    expect((await client.closed).code).toBe(4401);
  });

  it('W-03 closes with 4429 who begins twice', async () => {
    const client = await SocketClient.signedIn(endpoint.socket, tenant.admin.token);
    client.send({ type: 'connection_init' });
    expect((await client.closed).code).toBe(4429);
  });

  it('W-04 closes with 4403 who has no valid token', async () => {
    const client = await SocketClient.open(endpoint.socket);
    client.send({ type: 'connection_init', payload: { authorization: 'Bearer wrong' } });
    expect((await client.closed).code).toBe(4403);
  });

  it.each([
    { origin: 'https://evil.example', status: 403 },
    { origin: 'https://app.example', status: 101 },
  ])('W-07 answers an upgrade from $origin with $status', async ({ origin, status }) => {
    const socket = new WebSocket(endpoint.socket, 'graphql-transport-ws', { headers: { origin } });
    const opened = once(socket, 'open').then(() => 101);
    const refused = once(socket, 'unexpected-response').then(
      ([, response]) => (response as IncomingMessage).statusCode,
    );
    socket.on('error', () => undefined);
    opened.catch(() => undefined);
    refused.catch(() => undefined);
    expect(await Promise.race([opened, refused])).toBe(status);
    socket.terminate();
  });
});
