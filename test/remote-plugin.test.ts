import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { type Client, createClient, operation, type RunEventData } from 'tributary/client';
import { rightsOfGroups } from 'tributary/sdk';
import type { HostedPlugin } from '#platform';
import { buildExecutable, type GraphContext } from '#platform/graph';
import { createHttp, type Http } from '#platform/http';
import { createPluginIdentity, MasterKey } from '#platform/keys';
import { hostRemotePlugin, readRemoteManifest } from '#platform/plugin-host';
import { SocketClient } from '../gateway/test/socket-client.js';
import { post, startTestGateway, type TestGateway, tenant } from '../gateway/test/test-gateway.js';
import { CutProxy } from '../testkit/cut-proxy.js';
import { findPython, PythonPlugin } from '../testkit/python-plugin.js';
import { silentLog as log } from '../testkit/silent-log.js';
import { eventually } from '../testkit/system.js';

/*
 * The remote plugin of the examples, a process in Python, behind the gateway: its field, its stream, and what becomes of
 * both when its process or its line is lost.
 */

const pages: Record<string, string[]> = {
  pleased: ['Thanks, the service was excellent.', 'I am very pleased.'],
  displeased: ['The delivery was late and the box damaged. Unacceptable!'],
  empty: [''],
};
const documentTypes = /* GraphQL */ `
  type Query {
    documents: [Document!]! @listSize(assumedSize: 10)
  }
  type Document @key(fields: "id") {
    id: ID!
    name: String!
    pages(versionId: ID, first: Int! = 20, after: Cursor): DocumentPageConnection!
      @listSize(slicingArguments: ["first"], sizedFields: ["nodes"], requireOneSlicingArgument: false)
  }
  type DocumentPageConnection { nodes: [DocumentPage!]! }
  type DocumentPage { number: Int! text: String! }
`;
const documentOf = (id: string) => ({
  id,
  name: `${id}.txt`,
  pages: { nodes: (pages[id] ?? []).map((text, at) => ({ number: at + 1, text })) },
});
const documents = buildExecutable('documents', documentTypes, {
  Query: { documents: () => Object.keys(pages).map(documentOf) },
  Document: { __resolveReference: ({ id }: { id: string }, _context: GraphContext) => documentOf(id) },
});

const python = findPython();
const breaker = { faults: 5, windowMs: 60_000, openMs: 5000 };
const query = '{ documents { id name sentiment { label score words } } }';
const parts = `__typename runId cursor ... on TextDelta { text }
  ... on RunFinished { result { __typename ... on Answer { text output result { engine capability } } } }`;
const read = operation<{ readSentiment: RunEventData }, { text: string; after: string | null }>(
  `subscription ($text: String!, $after: Cursor) { readSentiment(text: $text, after: $after) { ${parts} } }`,
);

const sentences = Array.from({ length: 12_000 }, (_, at) => `Sentence ${at} is good.`);
const long = sentences.join(' ');
const caller = {
  tenant,
  actor: 'user:token-a',
  roles: [],
  scopes: ['*'],
  groups: [],
  rights: rightsOfGroups([]),
  traceparent: '',
  deadline: Date.now() + 60_000,
  generation: null,
};

const name = 'a remote plugin in Python';
if (python) describe(name, () => describePlugin(python));
else
  it.skip(`${name} (this machine has no Python with its packages: install python3-websockets and python3-cryptography)`, () =>
    undefined);

function describePlugin(python: string): void {
  let folder: string;
  let system: TestGateway;
  let plugin: PythonPlugin;
  let line: CutProxy;
  let http: Http;
  let hosted: HostedPlugin;
  let client: Client;
  let master: MasterKey;
  let identity: ReturnType<typeof createPluginIdentity>;
  /** Bodies of the calls over HTTP. */
  const calls: string[] = [];
  let onCall: () => void = () => undefined;
  const called = () =>
    new Promise<void>((resolve) => {
      onCall = resolve;
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-remote-'));
    master = await MasterKey.open({
      keys: { masterKeyFile: join(folder, 'key'), internalSecret: null },
    });
    identity = createPluginIdentity(master);
    system = await startTestGateway({
      endpoints: [documents],
      parts: { publicKeys: identity.publicKeys },
      environment: { LIMITS: 'operationMs=6000' },
    });
    line = await CutProxy.open(() => plugin.port);
    plugin = await PythonPlugin.start({ python, gateway: system.gateway.url, url: line.url });
    const allow = [new URL(plugin.url).host, new URL(line.url).host];
    http = createHttp({ http: { allow } });
    const version = await readRemoteManifest(http, plugin.manifest);
    const counted: Pick<Http, 'fetch' | 'guard'> = {
      guard: (url) => http.guard(url),
      fetch(request) {
        calls.push(String(request.body));
        onCall();
        return http.fetch(request);
      },
    };
    hosted = hostRemotePlugin(version, { http: counted, identity, log, breaker });
    // It gets no services.
    const subgraph = hosted.subgraph(() => ({}) as never);
    await system.gateway.addGeneration([documents, ...(subgraph ? [subgraph] : [])]);
    client = createClient({ url: system.gateway.url, token: 'token-a' });
  });
  afterAll(async () => {
    await client?.close();
    await hosted?.close();
    await system?.stop();
    await line?.close();
    await plugin?.kill();
    await http?.close();
    await rm(folder, { recursive: true });
  });

  const ask = async () => (await post(system.graphql, { query })).body;

  it('answers its field on documents, from what @requires reads for it', async () => {
    const { data, errors } = await ask();
    expect(system.errors).toEqual([]);
    expect(errors).toBeUndefined();
    expect(data.documents).toEqual([
      {
        id: 'pleased',
        name: 'pleased.txt',
        sentiment: { label: 'POSITIVE', score: expect.any(Number), words: 3 },
      },
      { id: 'displeased', name: 'displeased.txt', sentiment: expect.objectContaining({ label: 'NEGATIVE' }) },
      { id: 'empty', name: 'empty.txt', sentiment: null },
    ]);
  });

  it('is called once a level, whatever the number of documents', async () => {
    calls.length = 0;
    await ask();
    expect(calls).toHaveLength(1);
    expect(JSON.parse(calls[0] ?? '').variables.representations).toHaveLength(3);
  });

  it('streams run events that the client library follows to their end', async () => {
    const events = await all(client.follow(read, { text: 'Great work. Sorry for the delay!' }));
    expect(events.map(({ __typename }) => __typename)).toEqual([
      'RunStarted',
      'TextDelta',
      'TextDelta',
      'RunFinished',
    ]);
    expect(events.at(-1)).toMatchObject({
      result: { __typename: 'Answer', result: { engine: 'BUILT_IN', capability: 'python-sentiment.read' } },
    });
  });

  it.each(['plugin', 'client'] as const)(
    'loses and doubles no part when the line to the %s is cut five times',
    async (end) => {
      const near = await CutProxy.open(() => system.gateway.port);
      const remoteClient = createClient({ url: near.url, token: 'token-a' });
      const events: RunEventData[] = [];
      let cuts = 0;
      let cutAt = 10;
      for await (const event of remoteClient.follow(read, { text: long })) {
        events.push(event);
        if (cuts < 5 && events.length > cutAt && (end === 'plugin' ? line : near).cut() > 0) {
          cuts += 1;
          cutAt = events.length + 10;
        }
      }
      await remoteClient.close();
      await near.close();
      expect(cuts).toBe(5);
      expect(textOf(events)).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)));
    },
  );

  it('refuses a cursor of another run by its code', async () => {
    const stream = client.follow(read, { text: 'Good.' }, { after: 'another.1' });
    await expect(all(stream)).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it('is trusted with no token that another could use', async () => {
    const context = { ...caller, requestId: 'request-1' };
    const body = Buffer.from(JSON.stringify({ query: '{ _entities(representations: []) { __typename } }' }));
    const send = async (token: string | null) => {
      const headers = { 'content-type': 'application/json', ...(token && { 'tributary-identity': token }) };
      return (await fetch(`${plugin.url}/graphql`, { method: 'POST', headers, body })).status;
    };
    const own = { plugin: 'python-sentiment', context, body };
    const stranger = await MasterKey.open({
      keys: { masterKeyFile: join(folder, 'other'), internalSecret: null },
    });
    const late = createPluginIdentity(master, { now: () => new Date(Date.now() - 61_000) });
    const good = await identity.sign(own);
    expect(await send(good)).toBe(200);
    expect(await send(null)).toBe(401);
    expect(await send(`${good.slice(0, -8)}AAAAAAAA`)).toBe(401);
    expect(await send(await createPluginIdentity(stranger).sign(own))).toBe(401);
    expect(await send(await late.sign(own))).toBe(401);
    expect(await send(await identity.sign({ ...own, plugin: 'another' }))).toBe(401);
    expect(await send(await identity.sign({ ...own, body: Buffer.from('{}') }))).toBe(401);
    expect(decodeJwt(good)).toMatchObject({
      sub: caller.actor,
      tenant: caller.tenant,
      aud: 'python-sentiment',
    });
  });

  it.each(['forged', 'of another', 'none'] as const)('closes a socket whose token is %s', async (kind) => {
    const claim = {
      plugin: kind === 'of another' ? 'another' : 'python-sentiment',
      context: { ...caller, requestId: 'r' },
      body: null,
    };
    const token = await identity.sign(claim);
    const payload =
      kind === 'none'
        ? {}
        : { 'tributary-identity': kind === 'forged' ? `${token.slice(0, -8)}AAAAAAAA` : token };
    const socket = await SocketClient.open(`${plugin.url.replace('http', 'ws')}/graphql`);
    socket.send({ type: 'connection_init', payload });
    expect(await socket.closed).toMatchObject({ code: 4403 });
  });

  it('that stands still costs the documents nothing but its field', async () => {
    plugin.freeze(true);
    const { data, errors } = await ask();
    plugin.freeze(false);
    expect(data.documents.map((document: object) => ({ ...document, sentiment: null }))).toEqual(
      data.documents,
    );
    expect(codes(errors)).toEqual(['PLUGIN_TIMEOUT']);
    expect(hosted.health()).toMatchObject({ state: 'DEGRADED', lastFault: { code: 'PLUGIN_TIMEOUT' } });
  });

  it('that is killed while it is asked gives a code at once, breaks after five faults, and recovers', async () => {
    plugin.freeze(true);
    const asked = ask();
    await called();
    await plugin.kill();
    const { data, errors } = await asked;
    expect(data.documents).toHaveLength(3);
    expect(codes(errors)).toEqual(['PLUGIN_UNAVAILABLE']);
    while (hosted.health().state !== 'BROKEN')
      expect(codes((await ask()).errors)).toEqual(['PLUGIN_UNAVAILABLE']);
    calls.length = 0;
    expect(codes((await ask()).errors)).toEqual(['PLUGIN_UNAVAILABLE']);
    expect(calls).toHaveLength(0);
    await plugin.restart();
    const { data: healed } = await eventually(ask, ({ errors: left }) => left === undefined);
    expect(healed.documents[0].sentiment.label).toBe('POSITIVE');
    expect(hosted.health().state).toBe('HEALTHY');
  });

  it('that is killed in a stream ends it with the cursor; the client library goes on after the restart', async () => {
    const direct = client.subscribe(read, { text: long, after: null });
    const first = (await direct.next()).value;
    const events: RunEventData[] = [];
    const followed = (async () => {
      for await (const event of client.follow(read, { text: long })) events.push(event);
    })();
    await plugin.kill();
    let last = first?.readSentiment.cursor;
    const ended = (async () => {
      for await (const { readSentiment } of direct) last = readSentiment.cursor;
    })();
    await expect(ended).rejects.toMatchObject({ code: 'GOING_AWAY', retryable: true });
    await plugin.restart();
    await followed;
    expect(last).toMatch(/^[0-9a-f-]{36}\.\d+$/);
    expect(textOf(events)).toHaveLength(sentences.length);
  });
}

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

const textOf = (events: readonly RunEventData[]) =>
  events.flatMap(({ __typename, text }) => (__typename === 'TextDelta' ? [text] : []));

const codes = (errors: { extensions: { code: string } }[] = []) =>
  errors.map(({ extensions }) => extensions.code);
