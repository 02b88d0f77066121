import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionResult } from 'graphql';
import { AppError, manifestSchema, rightsOfGroups } from 'tributary/sdk';
import type { ExecutedSubgraph, HostedPlugin } from '#platform';
import { createHttp, type Http } from '#platform/http';
import { createPluginIdentity, MasterKey, type PluginIdentity } from '#platform/keys';
import { hostRemotePlugin } from '../host-remote.js';
import { readRemoteManifest, remoteVersion } from '../read-remote.js';
import { LyingPlugin } from './lying-plugin.js';

/* What comes of a remote plugin that answers whatever it likes. */

const typeDefs = /* GraphQL */ `
  enum Mood { GOOD BAD }
  type Opinion { mood: Mood! score: Float! since: DateTime }
  type Document @key(fields: "id") { id: ID! opinion: Opinion }
  type Query { opinion: Opinion }
  type Subscription { follow(after: Cursor): RunEvent! ticks: Int! }
`;
const fields = ['Document.opinion', 'Query.opinion', 'Subscription.follow', 'Subscription.ticks'];
const manifest = {
  id: 'lying',
  version: '1.0.0',
  sdk: '^0.1.0',
  title: 'Lying',
  description: 'Says what it likes.',
  permissions: [] as string[],
  contributes: { fields },
  remote: { url: '' },
};
const request = {
  tenant: '018f0000-0000-7000-8000-000000000001',
  actor: 'user:a',
  roles: [],
  scopes: ['*'],
  groups: [],
  rights: rightsOfGroups([]),
  requestId: 'request-1',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  deadline: Date.now() + 600_000,
  generation: null,
};

const warned: { fields: object; message: string }[] = [];
const silent = () => undefined;
const log = {
  debug: silent,
  info: silent,
  warn: (fields: object, message: string) => void warned.push({ fields, message }),
  error: silent,
};
let plugin: LyingPlugin;
let http: Http;
let folder: string;
let identity: PluginIdentity;
let hosted: HostedPlugin;
let subgraph: ExecutedSubgraph;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-lying-'));
  identity = createPluginIdentity(
    await MasterKey.open({ keys: { masterKeyFile: join(folder, 'key'), internalSecret: null } }),
  );
  plugin = await LyingPlugin.start();
  http = createHttp({ http: { allow: [plugin.host] } });
});
beforeEach(() => {
  plugin.asked.length = 0;
  const version = remoteVersion(
    manifestSchema.parse({ ...manifest, remote: { url: plugin.url } }),
    plugin.url,
    typeDefs,
  );
  const breaker = { faults: 1000, windowMs: 60_000, openMs: 60_000 };
  hosted = hostRemotePlugin(version, { http, identity, log, breaker });
  subgraph = hosted.subgraph(() => ({}) as never) as ExecutedSubgraph;
});

it('is not asked where it is switched off', async () => {
  const off = hosted.subgraph(() => {
    throw new AppError('PLUGIN_DISABLED', { plugin: 'lying' });
  }) as ExecutedSubgraph;
  const { signal } = new AbortController();
  const asked = { query: '{ __typename }', variables: {}, operationName: undefined };
  for (const isSubscription of [false, true]) {
    const answer = off.execute({ ...asked, isSubscription } as never, { request, signal } as never);
    await expect(answer).rejects.toMatchObject({ code: 'PLUGIN_DISABLED' });
  }
  expect(plugin.asked).toEqual([]);
});
afterAll(async () => {
  await http.close();
  await plugin.stop();
  await rm(folder, { recursive: true });
});

const context = () => ({ request, signal: new AbortController().signal, denied: async () => undefined });
const json = (body: unknown) => {
  plugin.answer = (response) => response.end(JSON.stringify(body));
};
const execute = (query: string, variables = {}) =>
  subgraph.execute(
    { query, variables, operationName: null, isSubscription: false },
    context(),
  ) as Promise<ExecutionResult>;
const codesOf = ({ errors = [] }: ExecutionResult) =>
  errors.map(({ originalError, path }) => [(originalError as AppError).code, path?.join('.') ?? null]);
const entities =
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Document { opinion { mood score } } } }';
const two = {
  representations: [
    { __typename: 'Document', id: '1' },
    { __typename: 'Document', id: '2' },
  ],
};
const opinion = (mood: unknown, score: unknown) => ({ __typename: 'Document', opinion: { mood, score } });

it('drops what was not asked for, and nulls what does not fit its type', async () => {
  const good = { ...opinion('GOOD', 1), id: 'another', evil: true };
  json({ data: { _entities: [good, opinion('GREAT', 'x')], more: 1 }, extensions: { secret: 1 } });
  const result = await execute(entities, two);
  expect(result.data).toEqual({ _entities: [{ opinion: { mood: 'GOOD', score: 1 } }, { opinion: null }] });
  expect(codesOf(result)).toEqual([['PLUGIN_PART_INVALID', '_entities.1.opinion.mood']]);
  expect(hosted.health()).toMatchObject({ state: 'DEGRADED', lastFault: { code: 'PLUGIN_PART_INVALID' } });
});

it.each([
  ['too few entities', { data: { _entities: [opinion('GOOD', 1)] } }],
  ['too many', { data: { _entities: [opinion('GOOD', 1), opinion('GOOD', 2), opinion('GOOD', 3)] } }],
  ['no list', { data: { _entities: { length: 2 } } }],
  ['neither data nor errors', {}],
])('does not guess whose answer is meant when it gives %s', async (_what, answer) => {
  json(answer);
  const result = await execute(entities, two);
  expect(result.data).toBeNull();
  expect(codesOf(result)).toEqual([['PLUGIN_PART_INVALID', null]]);
});

it.each([
  ['what is no response', (response) => response.end('[1]'), 'PLUGIN_PART_INVALID'],
  ['what is no JSON', (response) => response.end('<html>'), 'PLUGIN_PART_INVALID'],
  ['a status of 500', (response) => response.writeHead(500).end('{"data":{}}'), 'PLUGIN_UNAVAILABLE'],
  ['more than it may', (response) => response.end(`"${'x'.repeat(5_100_000)}"`), 'PLUGIN_PART_INVALID'],
  ['nothing', (response) => response.destroy(), 'PLUGIN_UNAVAILABLE'],
  [
    'the way to another address',
    (response) => response.writeHead(307, { location: 'http://example.com/' }).end(),
    'PLUGIN_UNAVAILABLE',
  ],
] satisfies [string, LyingPlugin['answer'], string][])('gives a code for %s', async (_what, answer, code) => {
  plugin.answer = answer;
  await expect(execute('{ opinion { score } }')).rejects.toMatchObject({ code });
  expect(plugin.asked).toHaveLength(1);
  expect(hosted.health().lastFault?.code).toBe(code);
});

it('tells of its errors only what a caller can use', async () => {
  const error = (code: string) => ({
    message: `secret\n\u202e${'x'.repeat(300)}`,
    extensions: { code, stack: 'secret' },
  });
  json({
    data: { opinion: null },
    errors: [error('BAD_USER_INPUT'), error('NOT_FOUND'), error('EVIL'), error('INTERNAL')],
  });
  const { errors = [] } = await execute('{ opinion { score } }');
  const shown = errors.map(({ originalError }) => originalError as AppError);
  expect(shown.map(({ code }) => code)).toEqual([
    'BAD_USER_INPUT',
    'NOT_FOUND',
    'PLUGIN_FAULT',
    'PLUGIN_FAULT',
  ]);
  expect(shown[0]?.message).toMatch(/^lying: secret x{193}$/);
  expect(
    shown
      .slice(1)
      .map(({ message }) => message)
      .join(),
  ).not.toContain('secret');
  expect(warned.at(-1)?.fields).toMatchObject({ plugin: 'lying', cause: expect.stringContaining('secret') });
});

it('is told whom it serves, and no secret', async () => {
  json({ data: { opinion: null } });
  await execute('{ opinion { score } }');
  const headers = plugin.asked[0]?.headers ?? {};
  expect(headers).toMatchObject({ 'x-request-id': 'request-1', traceparent: request.traceparent });
  expect(String(headers['tributary-identity']).split('.')).toHaveLength(3);
  expect(headers.authorization).toBeUndefined();
});

describe('as a stream', () => {
  const part = (cursor: string, rest: object = { __typename: 'TextDelta', text: cursor }, runId = 'run') => ({
    type: 'next',
    payload: {
      data: { follow: { tributary_runId: runId, tributary_cursor: cursor, runId, cursor, ...rest } },
    },
  });
  const query =
    'subscription { follow { __typename cursor ... on TextDelta { text } ... on RunCancelled { by } } }';
  const events = async (isBroken = false) => {
    const stream = (await subgraph.execute(
      { query, variables: {}, operationName: null, isSubscription: true },
      context(),
    )) as AsyncIterable<ExecutionResult>;
    const texts: unknown[] = [];
    let error: unknown = null;
    try {
      for await (const { data, errors = [] } of stream) {
        texts.push((data as { follow: { text: string } }).follow.text);
        if (errors[0]?.originalError) throw errors[0].originalError;
        if (isBroken) plugin.hangUp();
      }
    } catch (thrown) {
      error = thrown;
    }
    return { texts, error };
  };

  it('ends with its last part, whatever follows', async () => {
    const last = part('2', { __typename: 'RunCancelled', by: 'user:a' });
    plugin.frames = [part('1'), last, part('3')];
    expect(await events()).toEqual({ texts: ['1', undefined], error: null });
    expect(plugin.connected.at(-1)).toMatchObject({ 'x-request-id': 'request-1' });
  });

  it.each([
    [
      'without a cursor',
      { type: 'next', payload: { data: { follow: { __typename: 'TextDelta', text: 'x' } } } },
    ],
    ['of another run', part('2', { __typename: 'TextDelta', text: 'x' }, 'other')],
    ['with the same cursor', part('1')],
    ['that the SDK does not know', part('2', { __typename: 'Confetti' })],
    ['that lacks what it must have', part('2', { __typename: 'TextDelta', text: null })],
    ['that is null', { type: 'next', payload: { data: { follow: null } } }],
    ['that is no result', { type: 'next', payload: ['x'] }],
    ['that is too large', part('2', { __typename: 'TextDelta', text: 'x'.repeat(1_100_000) })],
  ])('ends at a part %s', async (_what, frame) => {
    plugin.frames = [part('1'), frame, part('9')];
    const { texts, error } = await events();
    expect(texts).toEqual(['1']);
    expect(error).toMatchObject({ code: 'PLUGIN_PART_INVALID' });
    expect(hosted.health().lastFault?.code).toBe('PLUGIN_PART_INVALID');
  });

  it('that is lost tells where to go on', async () => {
    plugin.frames = [part('1')];
    const { texts, error } = await events(true);
    expect(texts).toEqual(['1']);
    expect(error).toMatchObject({ code: 'GOING_AWAY', retryable: true, details: { cursor: '1' } });
    expect(hosted.health().faults).toBe(0);
  });

  it('is refused with a code of its own', async () => {
    plugin.frames = [
      { type: 'error', payload: [{ message: 'secret', extensions: { code: 'CURSOR_GONE' } }] },
    ];
    const { error } = await events();
    expect(error).toMatchObject({ code: 'CURSOR_GONE' });
  });
});

describe('when it is read', () => {
  const offer = (changes: object, sdl = typeDefs) => {
    const given = { ...manifest, remote: { url: plugin.url }, ...changes };
    plugin.answer = (response, path) =>
      response.end(JSON.stringify(path === '/plugin.json' ? given : { data: { _service: { sdl } } }));
    return readRemoteManifest(http, `http://${plugin.host}/plugin.json`);
  };

  it('is a version whose hash is that of its manifest and SDL', async () => {
    const first = await offer({});
    expect(first).toMatchObject({
      plugin: 'lying',
      version: '1.0.0',
      source: 'REMOTE',
      isolation: 'REMOTE',
      folder: null,
    });
    expect((await offer({})).hash).toBe(first.hash);
    expect((await offer({ version: '1.0.1' })).hash).not.toBe(first.hash);
    expect((await offer({}, `${typeDefs} type More { x: Int }`)).hash).not.toBe(first.hash);
  });

  it('gives its SDL without what the specification adds', async () => {
    const { remote } = await offer(
      {},
      `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
       directive @key(fields: String!) repeatable on OBJECT
       scalar _Any union _Entity = Document type _Service { sdl: String }
       ${typeDefs.replace('type Query {', 'type Query { _service: _Service! _entities(representations: [_Any!]!): [_Entity]!')}`,
    );
    expect(remote?.typeDefs).not.toMatch(/_Any|_Entity|_service|@link|directive/);
    expect(remote?.typeDefs).toContain('opinion: Opinion');
  });

  it.each([
    ['capabilities', { contributes: { fields, capabilities: ['lying.lie'] } }, 'contributes.capabilities'],
    ['steps', { contributes: { fields, capabilities: [], jobs: ['lying.job'] } }, 'contributes.jobs'],
    ['services of the host', { permissions: ['documents'] }, 'permissions'],
    ['settings', { settings: { type: 'object', properties: {} } }, 'settings'],
    ['no address', { remote: null }, 'remote'],
    ['a field that is not there', { contributes: { fields: [...fields, 'Query.more'] } }, 'Query.more'],
    ['not all of its fields', { contributes: { fields: fields.slice(1) } }, 'Document.opinion'],
  ])('is refused with %s', async (_what, changes, named) => {
    await expect(offer(changes)).rejects.toMatchObject({
      code: 'PLUGIN_INVALID',
      message: expect.stringContaining(named),
    });
  });

  it.each([
    ['that is none', 'type {'],
    ['that adds nothing', 'scalar _Any'],
    ['that nulls what it extends', typeDefs.replace('opinion: Opinion }', 'opinion: Opinion! }')],
  ])('is refused with SDL %s', async (_what, sdl) => {
    await expect(offer({}, sdl)).rejects.toMatchObject({ code: 'PLUGIN_INVALID' });
  });

  it('is not asked at an address that may not be called', async () => {
    const guarded = createHttp({ http: { allow: [] } });
    await expect(readRemoteManifest(guarded, `http://${plugin.host}/plugin.json`)).rejects.toMatchObject({
      code: 'SSRF_BLOCKED',
    });
    await guarded.close();
    const inner = offer({ remote: { url: 'http://169.254.169.254/graphql' } });
    await expect(inner).rejects.toMatchObject({ code: 'SSRF_BLOCKED' });
    expect(plugin.asked.map(({ path }) => path)).toEqual(['/plugin.json']);
  });
});
