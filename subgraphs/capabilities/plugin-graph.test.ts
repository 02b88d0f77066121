import { randomUUID } from 'node:crypto';
import { execute, parse, subscribe } from 'graphql';
import type { RequestContext } from 'tributary/sdk';
import type { BuiltSubgraph } from '#platform/graph';
import { callerOf } from '../../testkit/subgraph-host.js';
import { openRunHost, type RunHost } from './fixtures/run-host.js';

const tenant = randomUUID();
const anna = callerOf(tenant, { actor: 'user:anna', roles: ['member'], groups: ['a'] });
const bert = callerOf(tenant, { actor: 'user:bert', roles: ['viewer'], groups: ['b'] });
let host: RunHost;
let trial: BuiltSubgraph;

beforeAll(async () => {
  host = await openRunHost();
  trial = host.plugins.subgraphs(host.parts)[0] as BuiltSubgraph;
});
afterAll(() => host.close());

const ask = (built: BuiltSubgraph, context: RequestContext, source: string, variableValues = {}) =>
  execute({
    schema: built.schema,
    document: parse(source),
    contextValue: host.graph(context),
    variableValues,
  });

async function stream(built: BuiltSubgraph, context: RequestContext, source: string, variableValues = {}) {
  const document = parse(source);
  const results = await subscribe({
    schema: built.schema,
    document,
    contextValue: host.graph(context),
    variableValues,
  });
  if (!(Symbol.asyncIterator in results)) throw results.errors?.[0];
  const events: Record<string, unknown>[] = [];
  for await (const { data, errors } of results) {
    if (errors?.[0]) throw errors[0];
    events.push(Object.values(data as object)[0] as Record<string, unknown>);
  }
  return events;
}

describe('a plugin', () => {
  it('gets services bound to the request, and no others; a failing field nulls itself only', async () => {
    const { data, errors } = await ask(trial, anna, '{ trialClock trialDenied }');
    expect(data).toEqual({ trialClock: `true ${tenant}`, trialDenied: null });
    expect(errors?.map(({ originalError }) => originalError)).toMatchObject([
      { code: 'PLUGIN_PERMISSION_DENIED' },
    ]);
  });

  it('streams its run through its own subscription, and shows the stored result on the entity', async () => {
    const { documentId } = await host.document(tenant, 'Invoice 17', ['group:a']);
    const source = `subscription ($id: ID!) { trial(documentId: $id) { __typename runId cursor
      ... on TextDelta { text } ... on Citation { quote document { id } }
      ... on RunFinished { result { __typename ... on Answer { text result { engine } } } } } }`;
    const streaming = stream(trial, anna, source, { id: documentId });
    const [run] = await eventually(() =>
      host.db.database.tenant(tenant, (tx) => tx.query<{ id: string }>('select id from capabilities.runs')),
    );
    await host.work(anna, run!.id);
    const events = await streaming;
    expect(events.map(({ __typename }) => __typename)).toEqual([
      'RunStarted',
      'TextDelta',
      'Citation',
      'RunFinished',
    ]);
    expect(events[2]).toMatchObject({ quote: 'Invoi', document: { id: documentId } });
    expect(events[3]).toMatchObject({
      result: { __typename: 'Answer', text: 'Invoi', result: { engine: 'BUILT_IN' } },
    });
    const entity = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Document { trial { text result { runId } } } } }`;
    const variables = { r: [{ __typename: 'Document', id: documentId }] };
    expect((await ask(trial, anna, entity, variables)).data).toMatchObject({
      _entities: [{ trial: { text: 'Invoi', result: { runId: run!.id } } }],
    });
    expect((await ask(trial, bert, entity, variables)).data).toMatchObject({ _entities: [{ trial: null }] });
  });
});

describe('the graph of runs', () => {
  it('starts, shows, follows and lists a run', async () => {
    const started = await ask(
      host.subgraph,
      anna,
      `mutation { startRun(input: { capability: "trial.echo", arguments: { text: "hello there" } }) {
         __typename ... on StartRunPayload { joined run { id state actor } } } }`,
    );
    expect(started).toMatchObject({
      data: { startRun: { joined: false, run: { state: 'PENDING', actor: 'user:anna' } } },
    });
    const { id } = (started.data as { startRun: { run: { id: string } } }).startRun.run;
    await host.work(anna, id);
    const events = await stream(
      host.subgraph,
      anna,
      'subscription ($id: ID!) { runEvents(runId: $id) { __typename cursor ... on TextDelta { text } } }',
      { id },
    );
    expect(events.map(({ __typename }) => __typename)).toEqual(['RunStarted', 'TextDelta', 'RunFinished']);
    const rest = await stream(
      host.subgraph,
      anna,
      'subscription ($id: ID!, $after: Cursor) { runEvents(runId: $id, after: $after) { __typename } }',
      { id, after: events[1]!.cursor },
    );
    expect(rest).toEqual([{ __typename: 'RunFinished' }]);
    const shown = await ask(
      host.subgraph,
      anna,
      `query ($id: ID!) { run(id: $id) { state result { ... on Answer { text } } error { code } documents { id } finishedAt }
        runs(first: 1, filter: { capability: "trial.echo" }) { totalCount nodes { id } pageInfo { hasNextPage } } }`,
      { id },
    );
    expect(shown).toMatchObject({
      data: {
        run: { state: 'FINISHED', result: { text: 'hello there' }, error: null, documents: [] },
        runs: { totalCount: 1, nodes: [{ id }] },
      },
    });
  });

  it('answers what is wrong with a request as an outcome', async () => {
    const start = (input: string) =>
      ask(
        host.subgraph,
        anna,
        `mutation { startRun(input: ${input}) { __typename ... on Failure { code } } }`,
      );
    expect(await start('{ capability: "trial.echo", arguments: { text: 1 } }')).toMatchObject({
      data: { startRun: { __typename: 'InvalidInput', code: 'BAD_USER_INPUT' } },
    });
    expect(await start('{ capability: "trial.none", arguments: {} }')).toMatchObject({
      data: { startRun: { __typename: 'NotFound', code: 'CAPABILITY_NOT_FOUND' } },
    });
    const cancel = `mutation { cancelRun(input: { runId: "${randomUUID()}" }) { __typename } }`;
    expect(await ask(host.subgraph, anna, cancel)).toMatchObject({
      data: { cancelRun: { __typename: 'NotFound' } },
    });
  });

  it('shows nothing to another tenant, nor to other rights', async () => {
    const runId = await host.start(anna, 'trial.echo', { text: 'for group a' });
    const query = `query ($id: ID!) { run(id: $id) { id } runs { totalCount nodes { id } } }`;
    for (const stranger of [bert, callerOf(randomUUID())]) {
      const { data } = await ask(host.subgraph, stranger, query, { id: runId });
      expect(data).toEqual({ run: null, runs: { totalCount: 0, nodes: [] } });
    }
    expect((await ask(host.subgraph, anna, query, { id: 'nonsense' })).data).toMatchObject({ run: null });
  });

  it('shows plugins, capabilities and prompts', async () => {
    const { data } = await ask(
      host.subgraph,
      anna,
      `{ plugins { id permissions } capabilities { id engines step }
         prompts { name plugin versions { version labels text settings } } }`,
    );
    expect(data).toMatchObject({
      plugins: [{ id: 'trial' }],
      capabilities: expect.arrayContaining([
        { id: 'trial.classify', engines: ['BUILT_IN'], step: 'classify' },
        { id: 'trial.ask', engines: ['MODEL', 'BUILT_IN'], step: null },
      ]),
      prompts: [{ name: 'ask', plugin: 'trial', versions: [{ version: 1, labels: ['production'] }] }],
    });
  });
});

/** Asks until there is an answer: the other side is another asynchronous task of this process. */
async function eventually<Row>(read: () => Promise<Row[]>): Promise<Row[]> {
  for (;;) {
    const rows = await read();
    if (rows.length > 0) return rows;
  }
}
