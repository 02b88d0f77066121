import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCollector, type TestCollector } from '../platform/telemetry/otlp/collector.fixture.js';
import { type Behaviour, type ChaosProvider, startChaosProvider } from '../testkit/providers/index.js';
import { eventually, TestSystem } from '../testkit/system.js';
import { makeTenants, type TestTenant } from '../testkit/tenants.js';

const key = 'keyForNobodyElse4711';
/** In everything that the provider says of its failures, with the key and the prompt. */
const words = 'wordsOfTheProvider4711';
const question = 'When was the zephyrbridge4711 opened?';
const asked = 'zephyrbridge4711';

let elsewhere: Server;
let elsewhereHits = 0;
let provider: ChaosProvider;
let collector: TestCollector;
let folder: string;
let system: TestSystem;
let tenant: TestTenant;

beforeAll(async () => {
  [provider, collector] = await Promise.all([startChaosProvider(), startCollector()]);
  elsewhere = createServer((_, response) => {
    elsewhereHits += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  folder = await mkdtemp(join(tmpdir(), 'tributary-secrets-'));
  await writeFile(join(folder, 'key'), key);
  const target = { provider: 'openai', baseUrl: provider.url, model: 'm', apiKeyFile: 'key' };
  const aliases = { chat: target, embed: { ...target, model: 'vectors', dimensions: 8 } };
  await writeFile(join(folder, 'models.json'), JSON.stringify({ aliases }));
  system = await TestSystem.start({
    keepOutput: true,
    settings: {
      ...{ PROFILE: 'production', LOG_LEVEL: 'trace' },
      MODELS: `file:${join(folder, 'models.json')}`,
      EGRESS_ALLOW: new URL(provider.url).host,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    },
  });
  [tenant] = (await makeTenants(system, ['secretive'])) as [TestTenant];
}, 120_000);
afterAll(async () => {
  await system?.close();
  await Promise.all([provider?.close(), collector?.close(), rm(folder, { recursive: true, force: true })]);
  elsewhere?.close();
});

/** An answer with what it should not repeat. */
const telling =
  (
    status: number,
    type: string,
    body: (told: string) => string,
    headers: Record<string, string> = {},
  ): Behaviour =>
  ({ response, headers: sent, body: request }) => {
    const told = `${words} ${sent.authorization} ${JSON.stringify(request.messages ?? request.input)}`;
    response.writeHead(status, { 'content-type': type, ...headers }).end(body(told));
  };
const json = (told: string) =>
  JSON.stringify({ error: { message: told, type: told.slice(0, 40), code: told } });
const failures = (): Behaviour[] => [
  telling(400, 'application/json', json),
  telling(401, 'application/json', json),
  telling(500, 'text/plain', (told) => told),
  telling(200, 'application/json', json),
  telling(200, 'text/event-stream', (told) => `data: ${told}\n\n`),
  telling(200, 'text/event-stream', (told) => `data: ${json(told)}\n\n`),
  telling(307, 'text/plain', (told) => told, {
    location: `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/latest/meta-data`,
  }),
];

const start = `mutation ($input: StartRunInput!) { startRun(input: $input) { ... on StartRunPayload { run { id } } ... on Failure { code message } } }`;
const read = `query ($id: ID!) { run(id: $id) { state trace { spans { kind error } } } }`;

test('neither a key nor what a provider says of a failure is anywhere, nor a prompt where none belongs', async () => {
  const told: string[] = [];
  const [first] = failures();
  if (first) provider.next(first);
  const upload = `mutation ($input: AddTextInput!) { addText(input: $input) { __typename } }`;
  await tenant.admin.data(upload, { input: { name: 'bridge.txt', text: 'The bridge was opened in 1893.' } });
  await eventually(
    () => tenant.admin.data('{ documents(first: 1) { nodes { status } } }', {}),
    ({ documents }) => documents.nodes[0]?.status === 'READY',
  );
  for (const behaviour of failures()) {
    provider.next(behaviour);
    provider.nextEmbeddings(behaviour);
    const input = { capability: 'answers.answer', arguments: { question }, anew: true };
    const { startRun } = await tenant.admin.data(start, { input });
    const ended = await eventually(
      () => tenant.admin.data(read, { id: startRun.run.id }),
      ({ run }) => !['PENDING', 'RUNNING'].includes(run.state),
    );
    const search = await tenant.admin.post(`{ search(query: "${asked}") { totalCount } }`, {}, {});
    told.push(JSON.stringify([ended, search.body]));
  }
  expect(provider.hits).toBeGreaterThan(failures().length);
  expect(elsewhereHits).toBe(0);
  told.push(await (await fetch(new URL('/metrics', system.url))).text());
  told.push(JSON.stringify(collector.spans()));
  const rows: string[] = [];
  const tables = await system.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  for (const { name } of tables) {
    const sql = `select t::text as row from ${name} t where t::text ~ $1`;
    for (const { row } of await system.query<{ row: string }>(sql, [`${key}|${words}`]))
      rows.push(`${name} ${row}`);
  }
  await system.stop();
  const logs = system.output + system.errorOutput;
  expect(rows).toEqual([]);
  for (const text of [...told, logs]) {
    for (const secret of [key, words]) expect(around(text, secret)).toBe('');
  }
  expect(around(logs, asked)).toBe('');
}, 300_000);

/** Where it stands in a text; nothing if it does not. */
function around(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return at < 0 ? '' : text.slice(Math.max(0, at - 600), at + 200);
}
