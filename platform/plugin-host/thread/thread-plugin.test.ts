import type { ExecutionResult } from 'graphql';
import { AppError, ExpectedOutcome } from 'tributary/sdk';
import { type Bench, createBench, type Hosted } from './fixtures/hosted.js';
import type { WrittenPlugin } from './fixtures/versions.js';

const id = '01890000-0000-7000-8000-00000000000a';
const good: WrittenPlugin = {
  id: 'good',
  manifest: {
    permissions: ['store', 'log', 'clock', 'models', 'capabilities'],
    contributes: {
      capabilities: ['good.count', 'good.ask', 'good.unsure'],
      fields: [
        'Query.echo',
        'Query.kept',
        'Query.denied',
        'Query.late',
        'Document.length',
        'Subscription.ticks',
      ],
    },
  },
  contributions: `{
    capabilities: [
      defineCapability({ id: 'good.count', description: 'Counts.', needs: ['store'],
        input: z.object({ documentId: z.uuid(), to: z.number().default(3) }), output: z.object({ text: z.string() }),
        async *builtIn({ to }, { store }) { for (let at = 1; at <= to; at++) { yield String(at); } await store.put('counts', 'last', to); } }),
      defineCapability({ id: 'good.ask', description: 'Asks.', needs: ['models'],
        input: z.object({}), output: z.object({ sum: z.number() }),
        async *builtIn(_input, { models }) {
          yield* models.stream({ prompt: 'add', variables: {} });
          const { sum } = yield* models.streamObject({ prompt: 'add', variables: {}, schema: z.object({ sum: z.number() }) });
          const completed = await models.complete({ prompt: 'add', variables: {}, schema: z.object({ sum: z.number() }) });
          return { sum: completed.sum + sum }; } }),
      defineCapability({ id: 'good.unsure', description: 'Is not sure.', needs: [],
        input: z.object({}), output: z.object({}), async *builtIn() { return needsReview('why', { half: 1 }); } }),
    ],
    subgraph: defineSubgraph({
      typeDefs: gql\`
        type Query { echo(text: String!): String  kept(key: String!): JSON  denied: String  late: DateTime }
        type Document @key(fields: "id") { id: ID!  length: Int }
        type Subscription { ticks(to: Int!): Int }\`,
      resolvers: {
        Query: {
          echo: (_parent, { text }, { request }) => request.actor + ' ' + text,
          kept: (_parent, { key }, { store }) => store.get('counts', key),
          denied: (_parent, _args, { documents }) => documents.read('x'),
          late: (_parent, _args, { clock }) => clock.now(),
        },
        Document: { length: ({ id }) => id.length },
        Subscription: { ticks: { async *subscribe(_parent, { to }) { for (let at = 1; at <= to; at++) yield at; } } },
      },
    }),
  }`,
};

const kept = new Map<string, unknown>();
const said: unknown[] = [];
const services = {
  store: {
    get: async (_context: unknown, plugin: string, _collection: string, key: string) =>
      kept.get(`${plugin} ${key}`) ?? null,
    put: async (_context: unknown, plugin: string, _collection: string, key: string, value: unknown) =>
      void kept.set(`${plugin} ${key}`, value),
  },
};

let bench: Bench;
let hosted: Hosted;
beforeAll(async () => {
  bench = await createBench();
  hosted = await bench.host(good, services);
});
afterAll(() => bench.close());

it('is described as plain data, with JSON Schemas', () => {
  const [count] = hosted.plugin.capabilities;
  expect(count?.description).toMatchObject({
    id: 'good.count',
    engines: ['BUILT_IN'],
    input: { properties: { to: { type: 'number' } } },
  });
  expect(count?.model).toBeUndefined();
  expect(hosted.plugin.typeDefs).toContain('type Document');
});

it('answers queries, entities and coded errors', async () => {
  expect(await hosted.ask('query ($text: String!) { echo(text: $text) late }', { text: 'hi' })).toMatchObject(
    {
      data: { echo: 'user:anna hi', late: expect.stringContaining('T') },
    },
  );
  const of = [{ __typename: 'Document', id }];
  expect(
    await hosted.ask(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Document { length } } }',
      { of },
    ),
  ).toMatchObject({
    data: { _entities: [{ length: id.length }] },
  });
  const { data, errors } = await hosted.ask('{ echo(text: "still") denied }');
  expect(data).toEqual({ echo: 'user:anna still', denied: null });
  expect(errors?.[0]).toMatchObject({
    path: ['denied'],
    originalError: { code: 'PLUGIN_PERMISSION_DENIED' },
  });
});

it('streams events', async () => {
  const events: (ExecutionResult['data'] | undefined)[] = [];
  for await (const { data } of await hosted.follow('subscription { ticks(to: 40) }')) events.push(data);
  expect(events).toEqual(Array.from({ length: 40 }, (_, at) => ({ ticks: at + 1 })));
});

it('runs engines with services that the host makes', async () => {
  const { parts, output } = await hosted.run('good.count', { documentId: id });
  expect([parts, output]).toEqual([['1', '2', '3'], undefined]);
  expect(await hosted.ask('{ kept(key: "last") }')).toEqual({ data: { kept: 3 } });
  expect((await hosted.run('good.unsure', {})).output).toEqual(
    new ExpectedOutcome('NeedsReview', 'why', { half: 1 }, 'NeedsReview'),
  );
});

it('checks input and output with its own schemas', async () => {
  const [count] = hosted.plugin.capabilities;
  expect(await count?.parseInput({ documentId: id })).toEqual({
    input: { documentId: id, to: 3 },
    documentIds: [id],
  });
  await expect(count?.parseInput({ documentId: 'x' })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringContaining('documentId'),
  });
  await expect(count?.parseOutput({})).rejects.toMatchObject({ code: 'OUTPUT_SCHEMA' });
  expect(await count?.eventInput({ documentId: id } as never)).toEqual({ documentId: id });
});

it('streams, completes and streams objects by models; the schema crosses as JSON Schema', async () => {
  const [, ask] = hosted.plugin.capabilities;
  const models = {
    async *stream() {
      yield 'two ';
      yield 'parts';
    },
    async complete({ schema }: { schema: { parse(value: unknown): unknown } }) {
      said.push(schema.parse({ sum: 3 }));
      return { sum: 3 };
    },
    async *streamObject({ schema }: { schema: { parse(value: unknown): unknown } }) {
      yield { type: 'ObjectDelta', path: '/sum', value: 4 };
      return schema.parse({ sum: 4 });
    },
  };
  const engine = ask?.builtIn?.({}, { models } as never, {
    runId: 'run',
    actor: 'user:1',
    signal: new AbortController().signal,
  });
  const parts: unknown[] = [];
  let step = await engine?.next();
  while (step && !step.done) {
    parts.push(step.value);
    step = await engine?.next();
  }
  expect([parts, step?.value, said]).toEqual([
    ['two ', 'parts', { type: 'ObjectDelta', path: '/sum', value: 4 }],
    { sum: 7 },
    [{ sum: 3 }],
  ]);
});

it('can be used by several at once, each by a port of its own', async () => {
  const other = await bench.use(hosted.handle, hosted.plugin.version, services);
  expect(await other.ask('{ echo(text: "two") }')).toMatchObject({ data: { echo: 'user:anna two' } });
  await other.plugin.close();
  await expect(other.ask('{ echo(text: "two") }')).rejects.toMatchObject({ code: 'PLUGIN_UNAVAILABLE' });
  expect(await hosted.ask('{ echo(text: "one") }')).toMatchObject({ data: { echo: 'user:anna one' } });
  expect(hosted.handle.health()).toMatchObject({ state: 'HEALTHY', faults: 0 });
});

it('ends its stream when the reader leaves, and its calls when it is switched off', async () => {
  const own = await bench.host({
    ...good,
    id: 'other',
    manifest: { ...good.manifest, contributes: { fields: ['Query.never'] } },
    contributions: `{ subgraph: defineSubgraph({
    typeDefs: 'type Query { never: Int }', resolvers: { Query: { never: () => new Promise(() => {}) } } }) }`,
  });
  const call = own.ask('{ never }');
  await own.handle.close();
  await expect(call).rejects.toBeInstanceOf(AppError);
  await expect(call).rejects.toMatchObject({ code: 'PLUGIN_UNAVAILABLE' });
});
