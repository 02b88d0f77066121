import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient, operation, type RunEventData } from 'tributary/client';
import type { HostedPlugin } from '#platform';
import { buildExecutable, type GraphContext } from '#platform/graph';
import { createHttp, type Http } from '#platform/http';
import { createPluginIdentity, MasterKey } from '#platform/keys';
import { hostRemotePlugin, readRemoteManifest } from '#platform/plugin-host';
import { post, startTestGateway, type TestGateway } from '../gateway/test/test-gateway.js';
import { CutProxy } from '../testkit/cut-proxy.js';
import { findPython, PythonPlugin } from '../testkit/python-plugin.js';

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
const breaker = { faults: 5, windowMs: 60_000, openMs: 500 };
const query = '{ documents { id name sentiment { label score words } } }';
const parts = `__typename runId cursor ... on TextDelta { text }
  ... on RunFinished { result { __typename ... on Answer { text output result { engine capability } } } }`;
const read = operation<{ readSentiment: RunEventData }, { text: string; after: string | null }>(
  `subscription ($text: String!, $after: Cursor) { readSentiment(text: $text, after: $after) { ${parts} } }`,
);

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

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-remote-'));
    const master = await MasterKey.open({
      keys: { masterKeyFile: join(folder, 'key'), internalSecret: null },
    });
    const identity = createPluginIdentity(master);
    system = await startTestGateway({
      endpoints: [documents],
      parts: { publicKeys: identity.publicKeys },
    });
    line = await CutProxy.open(() => plugin.port);
    plugin = await PythonPlugin.start({ python, gateway: system.gateway.url, url: line.url });
    const allow = [new URL(plugin.url).host, new URL(line.url).host];
    http = createHttp({ http: { allow } });
    const version = await readRemoteManifest(http, plugin.manifest);
    hosted = hostRemotePlugin(version, { http, identity, breaker });
    const subgraph = hosted.subgraph(() => {
      throw new RangeError('a remote plugin has no services');
    });
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

  it('streams run events that the client library follows to their end', async () => {
    const events: RunEventData[] = [];
    for await (const event of client.follow(read, { text: 'Great work. Sorry for the delay!' }))
      events.push(event);
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
}
