import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { type AssembledSystem, assembleSystem } from '../testkit/assembled-system.js';
import {
  type ChaosProvider,
  embed,
  refuse,
  startChaosProvider,
  unhurried,
} from '../testkit/providers/index.js';
import { callerOf } from '../testkit/subgraph-host.js';
import { eventually } from '../testkit/system.js';

const ann = callerOf(newId(), { actor: 'user:ann' });

let folder: string;
let server: ChaosProvider;
let system: AssembledSystem;
beforeAll(async () => {
  server = await startChaosProvider();
  folder = await mkdtemp(join(tmpdir(), 'tributary-embeddings-'));
  const target = { provider: 'openai', baseUrl: server.url, timeouts: unhurried, model: 'vectors' };
  await writeFile(join(folder, 'models.json'), JSON.stringify({ aliases: { embed: target } }));
  system = await assembleSystem({ MODELS: `file:${join(folder, 'models.json')}` });
});
afterAll(async () => {
  await system?.close();
  await server.close();
  await rm(folder, { recursive: true });
});

const search = async (query: string) =>
  (
    await system.data<{ search: { nodes: { text: string; signals: string[] }[] } }>(
      ann,
      'search',
      'query ($query: String!) { search(query: $query, first: 5) { nodes { text signals } } }',
      { query },
    )
  ).search.nodes;
const calls = () =>
  system.foundation.database.tenant(ann.tenant, (tx) =>
    tx.query<{ capability: string; outcome: string; nano: string | null }>(
      `select capability, outcome, nano_usd::text as nano from capabilities.model_calls
        where operation = 'embeddings' order by at, id`,
    ),
  );

test('what is embedded is billed to the tenant by its purpose, once, and paid by its budget', async () => {
  const rates = { input: '0.02', output: '0' };
  const input = { provider: 'openai', model: 'vectors', rates };
  const { setPrice } = await system.data<{ setPrice: { __typename: string } }>(
    ann,
    'capabilities',
    'mutation ($input: SetPriceInput!) { setPrice(input: $input) { __typename ... on Failure { message } } }',
    { input },
  );
  expect(setPrice).toMatchObject({ __typename: 'SetPricePayload' });
  await system.document(ann, 'The heron stands by the weir.');
  expect(await search('a bird near the water')).toMatchObject([{ signals: ['VECTOR'] }]);
  // Who searches does not wait for the bill.
  const rows = await eventually(calls, ({ length }) => length === 3);
  expect(rows.map(({ capability, outcome }) => [capability, outcome])).toEqual([
    ['dimensions', 'ok'],
    ['documents.embed', 'ok'],
    ['search.query', 'ok'],
  ]);
  for (const { nano } of rows) expect(Number(nano)).toBeGreaterThan(0);
  await system.document(ann, 'The heron stands by the weir.', { name: 'copy.md' });
  await search('a bird near the water');
  expect(await calls()).toHaveLength(3);
});

test('a model that is away costs the vectors of a query, not the search', async () => {
  server.nextEmbeddings(refuse(400));
  expect(await search('heron')).toMatchObject([{ signals: ['LEXICAL'] }]);
  server.nextEmbeddings(embed());
  expect(await search('heron')).toMatchObject([{ signals: ['LEXICAL', 'VECTOR'] }]);
});

test('an erased document takes its vectors along', async () => {
  const { id } = await system.document(ann, 'A secret of the otter.');
  const stored = () =>
    system.foundation.database.tenant(ann.tenant, (tx) =>
      tx.query('select 1 from platform.embeddings where document_id = $1', [id]),
    );
  expect(await stored()).toHaveLength(1);
  await system.data(
    ann,
    'documents',
    'mutation ($id: ID!) { deleteDocument(input: { documentId: $id }) { __typename } }',
    { id },
  );
  await system.work(ann, 'documents.delete');
  expect(await stored()).toEqual([]);
});
