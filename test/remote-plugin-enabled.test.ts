import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Client, operation, type RunEventData } from 'tributary/client';
import {
  type ChangeOutcome,
  checkPlugin,
  enablePlugin,
  listPlugins,
} from '../cli/commands/plugin/change-operations.js';
import { CutProxy } from '../testkit/cut-proxy.js';
import { type Machine, startMachine } from '../testkit/machine.js';
import { findPython, PythonPlugin } from '../testkit/python-plugin.js';
import { freePort } from '../testkit/servers.js';
import { eventually, TestSystem } from '../testkit/system.js';

/* The Python plugin of the examples, turned on in the running system by its operator, under the gate of all plugins. */

const plugin = 'python-sentiment';
const letter = 'Thanks, the service was excellent and the staff were friendly.\n';
type Shown = {
  document: { status: string; name: string; sentiment?: { label: string; score: number } | null };
};
const status = operation<Shown, { id: string }>('query ($id: ID!) { document(id: $id) { status name } }');
const sentiment = 'query ($id: ID!) { document(id: $id) { status name sentiment { label score words } } }';
const read = operation<{ readSentiment: RunEventData }, { text: string; after: string | null }>(
  `subscription ($text: String!, $after: Cursor) { readSentiment(text: $text, after: $after) {
     __typename runId cursor ... on TextDelta { text } } }`,
);

const python = findPython();
const machine: Machine | null = python === null ? null : await startMachine();
afterAll(() => machine?.stop());

type Start = (settings: Readonly<Record<string, string>>) => Promise<TestSystem>;
const core = 'accounts,documents,recommendations,reviews,capabilities,audit,analytics';

const name = 'a remote plugin in Python, enabled while the system serves';
const apart = `${name} as four processes`;
if (python) {
  describe(name, () => describeEnabled(python, (settings) => TestSystem.start({ settings })));
  if (machine)
    describe(apart, () =>
      describeEnabled(python, async (given) => {
        const port = await freePort();
        const settings = {
          PORT: String(port),
          GATEWAY_URL: `http://127.0.0.1:${port}`,
          SUBGRAPH_PORT: '0',
          ...given,
        };
        return TestSystem.start(machine.options({ roles: ['gateway', 'worker', 'plugins', core], settings }));
      }),
    );
  else
    it.skip(`${apart} (this machine has no Postgres or Redis: install postgresql and redis-server)`, () =>
      undefined);
} else
  it.skip(`${name} (this machine has no Python with its packages: install python3-websockets and python3-cryptography)`, () =>
    undefined);

function describeEnabled(python: string, start: Start): void {
  let remote: PythonPlugin;
  let keys: CutProxy;
  let system: TestSystem;
  let client: Client;
  let greedy: Greedy;
  let documentId: string;

  beforeAll(async () => {
    keys = await CutProxy.open(() => Number(new URL(system.url).port));
    remote = await PythonPlugin.start({ python, gateway: keys.url });
    greedy = await Greedy.start();
    const allowed = [remote.url, greedy.url].map((url) => new URL(url).host);
    system = await start({ EGRESS_ALLOW: allowed.join(',') });
    client = system.client();
    documentId = (await client.upload({ name: 'letter.txt', bytes: Buffer.from(letter) })).id;
    await eventually(
      () => client.request(status, { id: documentId }),
      ({ document }) => document.status !== 'PROCESSING',
    );
  });
  afterAll(async () => {
    await system?.close();
    await remote?.kill();
    await greedy?.stop();
    await keys?.close();
  });

  /** Data and errors together, as clients get them. */
  const ask = async () => {
    const response = await fetch(`${system.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${system.token}` },
      body: JSON.stringify({ query: sentiment, variables: { id: documentId } }),
    });
    return (await response.json()) as { data: Shown; errors?: { extensions: { code: string } }[] };
  };
  const enable = async (url: string, id = plugin) =>
    (await client.request(enablePlugin, { input: { plugin: id, url } })).change as ChangeOutcome & {
      culprits?: { coordinate: string | null; message: string }[];
    };

  it('says what it would change', async () => {
    const { change } = await client.request(checkPlugin, { input: { plugin: remote.manifest } });
    expect(change).toMatchObject({ type: 'PluginChecked', removed: [] });
    expect('added' in change && change.added).toEqual(
      expect.arrayContaining(['Document.sentiment', 'Subscription.readSentiment']),
    );
  });

  it('answers its field and its stream once it is enabled', async () => {
    expect(await enable(remote.manifest)).toMatchObject({ type: 'PluginEnabled', plugin, version: '1.0.0' });
    const { data, errors } = await ask();
    expect(errors).toBeUndefined();
    expect(data.document).toMatchObject({ name: 'letter.txt', sentiment: { label: 'POSITIVE' } });
    const types: unknown[] = [];
    for await (const { __typename } of client.follow(read, { text: 'All is fine. All is well.' }))
      types.push(__typename);
    expect(types).toEqual(['RunStarted', 'TextDelta', 'TextDelta', 'RunFinished']);
  });

  it.each([
    ['Document.name', 'type Document @key(fields: "id") { id: ID! name: String }', ['Document.name']],
    ['a type of another', 'type DocumentPage { text: String! @shareable mine: Int }', []],
    [
      'a shared type',
      'type Money @shareable { amount: Decimal! } scalar Decimal type Query { greedyPrice: Money }',
      ['Query.greedyPrice'],
    ],
    [
      'what it overrides',
      'type Document @key(fields: "id") { id: ID! kind: String @override(from: "documents") }',
      ['Document.kind'],
    ],
    ['an unbounded list', 'type Query { greedy: [String!] }', ['Query.greedy']],
    [
      'a part of a stream',
      'type Greedy implements RunEvent { runId: ID! cursor: Cursor! } interface RunEvent { runId: ID! cursor: Cursor! } scalar Cursor type Query { greedy: Greedy }',
      ['Query.greedy'],
    ],
  ])('is refused when it claims %s', async (_what, sdl, fields) => {
    greedy.offer(sdl, fields);
    const refused = await enable(greedy.manifest, 'greedy');
    expect(['PluginRefused', 'CompositionFailed']).toContain(refused.type);
    expect((await ask()).errors).toBeUndefined();
  });

  it('that is killed leaves the document whole, shows in its health, and recovers', async () => {
    await remote.kill();
    const { data, errors } = await ask();
    expect(data.document).toEqual({ status: expect.any(String), name: 'letter.txt', sentiment: null });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['PLUGIN_UNAVAILABLE']);
    const state = async () => {
      await ask();
      const { plugins } = await client.request(listPlugins, {});
      return plugins.find(({ id }) => id === plugin)?.health?.state;
    };
    expect(await eventually(state, (one) => one === 'BROKEN')).toBe('BROKEN');
    await remote.restart();
    await eventually(ask, (answer) => answer.errors === undefined);
    expect(await eventually(state, (one) => one === 'HEALTHY')).toBe('HEALTHY');
  });

  it('need not be there when the system starts again', async () => {
    await remote.kill();
    await system.stop();
    await system.start();
    client = system.client();
    // As several processes, the gateway may answer before it has heard of all that the others serve.
    const { data } = await eventually(
      ask,
      ({ errors = [] }) => errors.map(({ extensions }) => extensions.code).join() === 'PLUGIN_UNAVAILABLE',
    );
    expect(data.document).toMatchObject({ name: 'letter.txt', sentiment: null });
    await remote.restart();
    const answered = await eventually(ask, (answer) => answer.errors === undefined);
    expect(answered.data.document.sentiment).toMatchObject({ label: 'POSITIVE' });
  });
}

/** A remote plugin that claims what it is told to. */
class Greedy {
  readonly #server: Server;
  #sdl = '';
  #fields: readonly string[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Greedy> {
    const server = createServer((request, response) => {
      request.resume().once('end', () => {
        const body =
          request.url === '/plugin.json' ? greedy.#manifest() : { data: { _service: { sdl: greedy.#sdl } } };
        response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
      });
    });
    const greedy = new Greedy(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return greedy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get manifest(): string {
    return `${this.url}/plugin.json`;
  }

  offer(sdl: string, fields: readonly string[]): void {
    this.#sdl = sdl;
    this.#fields = fields;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #manifest(): object {
    return {
      id: 'greedy',
      version: '1.0.0',
      sdk: '^0.1.0',
      title: 'Greedy',
      description: 'Claims what belongs to others.',
      permissions: [],
      contributes: { fields: this.#fields },
      remote: { url: `${this.url}/graphql` },
    };
  }
}
