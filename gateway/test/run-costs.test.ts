import { buildExecutable } from '#platform/graph';
import type { ServedGraph } from '../../platform/graph/serve.js';
import { subgraphKinds } from '../../testkit/subgraph-kinds.js';
import { openEvents, readEvents } from './event-stream.js';
import { post, startTestGateway, type TestGateway, testIdentity } from './test-gateway.js';

const info = (runId: string, costUsd: string | null, cached: string | null = null) => ({
  runId,
  decisionId: null,
  capability: 'trial.ask',
  pluginVersion: '1.0.0',
  engine: 'MODEL',
  promptVersion: 'ask@1',
  model: 'm',
  screening: 'ALLOWED',
  grounded: null,
  evidence: [],
  verdicts: [],
  costUsd,
  estimatedCostUsd: '0.02',
  inputTokens: 10,
  outputTokens: 5,
  truncated: false,
  cached,
  durationMs: 1,
  createdAt: new Date('2026-11-01T00:00:00Z'),
});
const answer = (runId: string, costUsd: string | null) => ({
  type: 'Answer',
  __typename: 'Answer',
  text: 'So.',
  output: { cost: 'of a client' },
  result: info(runId, costUsd),
});

/** Runs in one subgraph, a plugin's results on an entity in another. */
function endpoints() {
  const runs = buildExecutable(
    'runs',
    /* GraphQL */ `
      type Query { run(id: ID!): Run plain: String }
      type Mutation { startRun(input: StartRunInput!): StartRunResult! }
      input StartRunInput { capability: String! }
      union StartRunResult = StartRunPayload | Busy
      type StartRunPayload { run: Run! joined: Boolean! }
      type Busy { reason: String! }
      type Run @key(fields: "id") {
        id: ID! inputTokens: Int! outputTokens: Int! costUsd: Decimal estimatedCostUsd: Decimal result: AIResult
      }
      type Subscription { followed: AIResult }
    `,
    {
      Query: { run: (_: unknown, { id }: { id: string }) => run(id), plain: () => 'plain' },
      Mutation: {
        startRun: (_: unknown, { input }: { input: { capability: string } }) =>
          input.capability === 'busy'
            ? { __typename: 'Busy', reason: 'busy' }
            : { __typename: 'StartRunPayload', run: run('started'), joined: false },
      },
      Subscription: {
        followed: {
          subscribe: async function* () {
            yield { followed: answer('followed', '0.5') };
          },
        },
      },
    },
  );
  const plugin = buildExecutable(
    'plugin',
    /* GraphQL */ `
      type Query { documents: [Document!]! @listSize(assumedSize: 5) }
      type Document @key(fields: "id") { id: ID! summary: Summary }
      type Summary implements Result { text: String! result: ResultInfo! }
    `,
    {
      Query: { documents: () => [{ id: '1' }, { id: '2' }, { id: '3' }] },
      Document: {
        summary: ({ id }: { id: string }) =>
          ({
            1: { text: 'one', result: info('run-1', '0.00984') },
            2: { text: 'two', result: info('run-2', '0.1', 'EXACT') },
          })[id] ?? null,
      },
    },
  );
  return [runs, plugin];
}

const run = (id: string) => ({
  id,
  inputTokens: 1,
  outputTokens: 2,
  costUsd: id === 'unknown' ? null : '0.000000001',
  estimatedCostUsd: '0.3',
  result: answer(id, '0.000000001'),
});
const shown = (runId: string, costUsd: string | null, cached: string | null = null) => ({
  runId,
  inputTokens: 10,
  outputTokens: 5,
  costUsd,
  estimatedCostUsd: '0.02',
  cached,
});
const asked = { 'x-tributary-cost': 'include' };

describe.each(subgraphKinds)('what runs cost, of subgraphs $name', ({ reach }) => {
  let system: TestGateway;
  let served: ServedGraph[];
  beforeAll(async () => {
    const reached = await reach(endpoints(), testIdentity(new Set()));
    served = reached.served;
    system = await startTestGateway({ endpoints: reached.endpoints });
  });
  afterAll(async () => {
    await system.stop();
    await Promise.all(served.map((server) => server.close()));
  });

  it('is told of every result that a response shows, whatever it selects of it; only when asked for', async () => {
    const query = '{ documents { id summary { text } } }';
    const { body: plain } = await post(system.graphql, { query });
    const { body } = await post(system.graphql, { query }, asked);
    expect(plain).toEqual({
      data: {
        documents: [
          { id: '1', summary: { text: 'one' } },
          { id: '2', summary: { text: 'two' } },
          { id: '3', summary: null },
        ],
      },
    });
    const cost = { runs: [shown('run-1', '0.00984'), shown('run-2', '0.1', 'EXACT')], totalUsd: '0.10984' };
    expect(body).toEqual({ ...plain, extensions: { cost } });
    const withExtension = await post(system.graphql, { query, extensions: { cost: 'include' } });
    expect(withExtension.body.extensions).toEqual({ cost });
  });

  it('is told once for a run and its result, through fragments and unions', async () => {
    const query = `{ run(id: "r") { ...shown } } fragment shown on Run { result { ... on Answer { text output } } }`;
    const { body } = await post(system.graphql, { query }, asked);
    expect(body.data).toEqual({ run: { result: { text: 'So.', output: { cost: 'of a client' } } } });
    expect(body.extensions.cost).toMatchObject({
      runs: [{ runId: 'r', costUsd: '0.000000001' }],
      totalUsd: '0.000000001',
    });
  });

  it('is told of a run that was started, and of none when none was', async () => {
    const query = 'mutation ($input: StartRunInput!) { startRun(input: $input) { __typename } }';
    const start = async (capability: string) =>
      (await post(system.graphql, { query, variables: { input: { capability } } }, asked)).body;
    expect(await start('trial.ask')).toEqual({
      data: { startRun: { __typename: 'StartRunPayload' } },
      extensions: {
        cost: {
          runs: [
            {
              runId: 'started',
              inputTokens: 1,
              outputTokens: 2,
              costUsd: '0.000000001',
              estimatedCostUsd: '0.3',
              cached: null,
            },
          ],
          totalUsd: '0.000000001',
        },
      },
    });
    const none = { runs: [], totalUsd: '0' };
    expect((await start('busy')).extensions.cost).toEqual(none);
    expect((await post(system.graphql, { query: '{ plain }' }, asked)).body.extensions.cost).toEqual(none);
  });

  it('is not known in all when one of them is not', async () => {
    const query = '{ a: run(id: "unknown") { id } b: run(id: "known") { id } }';
    const { body } = await post(system.graphql, { query }, asked);
    expect(body.extensions.cost).toMatchObject({
      runs: [{ costUsd: null }, { costUsd: '0.000000001' }],
      totalUsd: null,
    });
  });

  it('comes with the events of a subscription', async () => {
    const params = {
      query: 'subscription { followed { ... on Answer { text } } }',
      extensions: { cost: 'include' },
    };
    const events: unknown[] = [];
    for await (const { event, data } of readEvents(await openEvents(system.graphql, params)))
      if (event === 'next') events.push(JSON.parse(data));
    expect(events).toEqual([
      {
        data: { followed: { text: 'So.' } },
        extensions: { cost: { runs: [shown('followed', '0.5')], totalUsd: '0.5' } },
      },
    ]);
  });
});
