import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient, operation } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { withOwnSystem } from '../cli/own-system.js';
import { untilProcessed } from '../cli/until-processed.js';
import { type Benchmark, figure, percentile } from './benchmark.js';

const counts = [0, 5, 20] as const;
const most = 20;
const documents = 20;
const rounds = 3;
const queries = 1000;
const atOnce = 4;
const warmUp = 300;
const endMs = 120_000;

const untouched = operation<{ documents: unknown }, Record<string, never>>(
  'query Untouched { documents(first: 20) { nodes { id name status } } }',
);
const touched = operation<{ documents: { nodes: { benchNote01: string | null }[] } }, Record<string, never>>(
  'query Touched { documents(first: 20) { nodes { id name status benchNote01 } } }',
);
const enable = operation<{ enablePlugin: Change }, { plugin: string }>(`
  mutation Enable($plugin: ID!) {
    enablePlugin(input: { plugin: $plugin }) { __typename ... on Failure { code message } }
  }`);
const disable = operation<{ disablePlugin: Change }, { plugin: string }>(`
  mutation Disable($plugin: ID!) {
    disablePlugin(input: { plugin: $plugin, force: true }) { __typename ... on Failure { code message } }
  }`);

interface Change {
  __typename: string;
  code?: string;
  message?: string;
}

/** What enabled plugins cost a query that does not touch them, and one that does: each in a thread of its own. */
export const plugins: Benchmark = {
  name: 'plugins',
  about: `a list of ${documents} documents with ${counts.join(', ')} plugins enabled; ${rounds} rounds of ${queries} queries, ${atOnce} at once`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-plugins-'));
    try {
      for (let at = 1; at <= most; at += 1) await writePlugin(folder, at);
      return await withOwnSystem({ PLUGINS_DIR: folder, LIMITS: 'rate=1000000' }, async (system) => {
        const client = createClient(system);
        try {
          await addDocuments(client);
          return await measure(client, say);
        } finally {
          await client.close();
        }
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Each round goes up and looks at every count, so that a drift of the machine meets all of them alike. */
async function measure(client: Client, say: (line: string) => void) {
  const medians = new Map<number, number[]>(counts.map((count) => [count, []]));
  const withField: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    let enabled = 0;
    for (const count of counts) {
      while (enabled < count) {
        enabled += 1;
        expectDone((await client.request(enable, { plugin: nameOf(enabled) })).enablePlugin);
      }
      await timesOf(client, untouched, warmUp);
      medians.get(count)?.push(percentile(await timesOf(client, untouched, queries), 0.5));
    }
    const { nodes } = (await client.request(touched, {})).documents;
    if (nodes.some(({ benchNote01 }) => benchNote01 !== 'noted'))
      throw new AppError('UNAVAILABLE', { thing: 'The field of a plugin' });
    await timesOf(client, touched, warmUp);
    withField.push(percentile(await timesOf(client, touched, queries), 0.5));
    for (; enabled > 0; enabled -= 1)
      expectDone((await client.request(disable, { plugin: nameOf(enabled) })).disablePlugin);
    say(`round ${round} of ${rounds}`);
  }
  const median = (count: number) => percentile(medians.get(count) ?? [], 0.5);
  const without = { name: 'with none', value: median(0) };
  return [
    ...counts.map((count) => figure(`query, ${count} plugins it does not touch`, median(count), 'ms')),
    figure('cost of 5 that it does not touch', more(median(5), median(0)), '%', { peer: without }),
    figure(`cost of ${most} that it does not touch`, more(median(most), median(0)), '%', {
      wanted: { atMost: 5 },
      peer: without,
    }),
    figure(`query of a field of a plugin on ${documents} documents`, percentile(withField, 0.5), 'ms', {
      peer: { name: `the same without the field, ${most} enabled`, value: median(most) },
    }),
  ];
}

const more = (value: number, peer: number) => (value / peer - 1) * 100;

/** Milliseconds of each of so many requests, a few at once. */
async function timesOf(
  client: Client,
  query: typeof untouched | typeof touched,
  count: number,
): Promise<number[]> {
  const times: number[] = [];
  let left = count;
  const asker = async () => {
    while (left-- > 0) {
      const began = performance.now();
      await client.request<unknown, Record<string, never>>(query, {});
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, asker));
  return times;
}

function expectDone({ __typename, code, message }: Change): void {
  if (code !== undefined) throw new AppError('UNAVAILABLE', { thing: `${__typename}: ${code} ${message}` });
}

async function addDocuments(client: Client): Promise<void> {
  for (let at = 1; at <= documents; at += 1) {
    const bytes = new TextEncoder().encode(`The bridge number ${at} was opened in ${1900 + at} by the town.`);
    await client.upload({ name: `bridge-${at}.txt`, bytes });
  }
  await untilProcessed(client, AbortSignal.timeout(endMs));
}

const nameOf = (at: number) => `bench-${String(at).padStart(2, '0')}`;

/** A plugin that adds a field to every document, as `tributary plugin new` would write it. */
async function writePlugin(parent: string, at: number): Promise<void> {
  const name = nameOf(at);
  const field = `benchNote${String(at).padStart(2, '0')}`;
  const folder = join(parent, name);
  const manifest = {
    id: name,
    version: '1.0.0',
    sdk: '*',
    title: `Note ${at}`,
    description: 'Notes every document.',
    permissions: [],
    contributes: { fields: [`Document.${field}`] },
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'plugin.json'), JSON.stringify(manifest));
  await writeFile(
    join(folder, 'index.ts'),
    `import { definePlugin, defineSubgraph, gql } from 'tributary/sdk';
import manifest from './plugin.json' with { type: 'json' };

export default definePlugin(manifest, {
  subgraph: defineSubgraph({
    typeDefs: gql\`
      type Document @key(fields: "id") {
        id: ID!
        "A note."
        ${field}: String
      }
    \`,
    resolvers: { Document: { ${field}: () => 'noted' } },
  }),
});
`,
  );
}
