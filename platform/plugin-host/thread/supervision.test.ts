import { AppError } from 'tributary/sdk';
import type { PluginHealth } from '#platform';
import { type Bench, createBench, type Hosted, tightLimits } from './fixtures/hosted.js';
import { streamWindow } from './limits.js';

const faulty = {
  id: 'faulty',
  manifest: {
    contributes: {
      fields: [
        'Query.crash',
        'Query.fail',
        'Query.fine',
        'Query.late',
        'Query.made',
        'Query.slow',
        'Subscription.endless',
      ],
    },
  },
  before: 'let made = 0; let opened = []; let ended = 0;',
  contributions: `{ subgraph: defineSubgraph({
    typeDefs: gql\`type Query { crash: Int  fail: Int  fine: Int  late: Int  made: Int  slow: Int }  type Subscription { endless: Int }\`,
    resolvers: {
      Query: {
        crash: () => process.exit(1),
        fail: () => { throw new TypeError('it fails'); },
        fine: () => 1,
        late: () => { Promise.reject(new RangeError('nobody catches')); return 1; },
        made: () => made,
        slow: () => new Promise(() => {}),
      },
      Subscription: { endless: { async *subscribe() { for (;;) { made += 1; yield made; } } } },
    } }) }`,
};

let bench: Bench;
let hosted: Hosted;
beforeEach(async () => {
  bench = await createBench();
  hosted = await bench.host(faulty);
});
afterEach(() => bench.close());

/** Asks until the plugin is as it should be; every answer brings its health along. */
async function until(holds: (health: PluginHealth) => boolean): Promise<PluginHealth> {
  for (;;) {
    const health = hosted.plugin.health();
    if (holds(health)) return health;
    await hosted
      .ask('{ fine }')
      .catch((error: unknown) => expect(error).toMatchObject({ code: 'PLUGIN_UNAVAILABLE' }));
    await new Promise(setImmediate);
  }
}

it('starts a thread again that was ended; its users take it up by themselves', async () => {
  const open = hosted.ask('{ slow }');
  await expect(hosted.ask('{ crash }')).rejects.toMatchObject({ code: 'PLUGIN_FAULT' });
  await expect(open).rejects.toMatchObject({ code: 'PLUGIN_FAULT' });
  expect(await hosted.ask('{ fine }')).toEqual({ data: { fine: 1 } });
  expect(hosted.handle.health()).toMatchObject({
    state: 'DEGRADED',
    faults: 1,
    lastFault: { code: 'PLUGIN_FAULT', message: 'it ended its thread' },
    memoryBytes: expect.any(Number),
  });
});

it('fails at once after repeated faults, and works again after a while', async () => {
  for (let fault = 0; fault < tightLimits.breaker.faults; fault++) {
    const { errors } = await hosted.ask('{ fail }');
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'PLUGIN_FAULT' });
  }
  await until(({ state }) => state === 'BROKEN');
  await expect(hosted.ask('{ fine }')).rejects.toMatchObject({ code: 'PLUGIN_UNAVAILABLE' });
  expect(await until(({ state }) => state === 'HEALTHY')).toMatchObject({
    faults: tightLimits.breaker.faults,
    lastFault: { message: 'TypeError: it fails' },
  });
});

it('shows in its health what nobody caught, and goes on', async () => {
  expect(await hosted.ask('{ late }')).toEqual({ data: { late: 1 } });
  expect(await until(({ faults }) => faults > 0)).toMatchObject({
    lastFault: { code: 'PLUGIN_FAULT', message: 'RangeError: nobody catches' },
  });
  expect(await hosted.ask('{ fine }')).toEqual({ data: { fine: 1 } });
});

it('makes no more of an endless stream than its reader takes, and ends when the reader leaves', async () => {
  const events = await hosted.follow('subscription { endless }');
  for (let read = 1; read <= 50; read++)
    expect((await events.next()).value).toEqual({ data: { endless: read } });
  const { data } = await hosted.ask('{ made }');
  expect(data?.made).toBeLessThanOrEqual(50 + 2 * streamWindow);
  await events.return?.();
  expect(await hosted.ask('{ made }')).toEqual({ data });
  expect(hosted.handle.health()).toMatchObject({ faults: 0 });
});

it('never waits for itself: many operations that ask for what the plugin has to check', async () => {
  const asking: Hosted = await bench.host(
    {
      id: 'asking',
      manifest: {
        permissions: ['results'],
        contributes: { capabilities: ['asking.run'], fields: ['Query.latest'] },
      },
      before: `const run = defineCapability({ id: 'asking.run', description: 'Runs.', needs: [], input: z.object({}),
        output: z.object({}), async *builtIn() {} });`,
      contributions: `{ capabilities: [run], subgraph: defineSubgraph({ typeDefs: 'type Query { latest: JSON }',
        resolvers: { Query: { latest: (_parent, _args, { results }) => results.latest(run, {}) } } }) }`,
    },
    {
      capabilities: { capability: () => ({ hosted: asking.plugin.capabilities[0] }) },
      database: { tenant: (_tenant: string, work: (tx: object) => unknown) => work({}) },
      ports: { runRecords: { latest: async () => null } },
    },
  );
  const answers = await Promise.all(
    Array.from({ length: tightLimits.calls * 3 }, () => asking.ask('{ latest }')),
  );
  expect(answers.every(({ data }) => data?.latest === null)).toBe(true);
});

it('takes only so many calls at once, and lets only so many wait', async () => {
  const many = tightLimits.calls * 21;
  const leaving = new AbortController();
  const calls = Array.from({ length: many }, () =>
    hosted.ask('{ slow }', {}, leaving.signal).catch((error) => error),
  );
  await expect(hosted.ask('{ fine }')).rejects.toMatchObject({ code: 'PLUGIN_UNAVAILABLE' });
  leaving.abort(new AppError('TIMEOUT'));
  for (const end of await Promise.all(calls)) expect(end).toMatchObject({ code: 'TIMEOUT' });
  expect(await hosted.ask('{ fine }')).toEqual({ data: { fine: 1 } });
  expect(hosted.handle.health()).toMatchObject({ faults: 0 });
});
