import { v7 } from 'uuid';
import { callerOf } from '../../../testkit/subgraph-host.js';
import { openServiceHost, type ServiceHost } from '../services/fixtures/service-host.js';
import { type Bench, createBench, request } from './fixtures/hosted.js';
import type { WrittenPlugin } from './fixtures/versions.js';

const provider: WrittenPlugin = {
  id: 'provider',
  manifest: { permissions: ['store'], contributes: { services: ['provider.notes'] } },
  before: `import { defineService } from 'tributary/sdk';`,
  contributions: `{ provides: [defineService({
    id: 'provider.notes', description: 'Keeps notes.', needs: ['store'],
    methods: { keep: { input: z.object({ text: z.string() }), output: z.object({ kept: z.string() }) } },
    serve: { async keep({ text }, { store }) { await store.put('notes', 'n', text); return { kept: text }; } },
  })] }`,
};
const worker: WrittenPlugin = {
  id: 'worker',
  manifest: {
    permissions: ['store', 'blobs', 'jobs', 'schedules', 'events', 'provider.notes'],
    dependencies: { provider: '^1.0.0' },
    contributes: { jobs: ['worker.work'], fields: ['Query.start', 'Subscription.changes'] },
  },
  before: `
    import { defineCollection, defineJob } from 'tributary/sdk';
    const first = defineCollection({ name: 'items', schema: z.object({ color: z.string() }), indexes: ['color'] });
    const items = defineCollection({ name: 'items', version: 2, indexes: ['hue'],
      schema: z.object({ hue: z.string() }), migrate: ({ color }) => ({ hue: color }) });
    const work = defineJob({ id: 'worker.work', description: 'Uses everything.', payload: z.object({ name: z.string() }),
      needs: ['store', 'blobs', 'schedules', 'provider.notes'],
      async run({ name }, services, { attempt, checkpoint, remember }) {
        const { store, blobs, schedules } = services;
        if ((await checkpoint('begun')) === null) {
          await remember('begun', { attempt });
          throw new AppError('UNAVAILABLE', { thing: 'The first attempt' });
        }
        await first.in(store).put('a', { color: 'red' });
        const open = items.in(store);
        await open.put('b', { hue: 'red' });
        const found = await open.find({ where: { hue: 'red' } });
        await blobs.put('bytes', new Uint8Array([1, 2, 3]));
        await schedules.set('again', { job: work, payload: { name }, time: { dailyAt: '02:00' } });
        await store.put('seen', name, {
          begun: await checkpoint('begun'), found: found.items,
          bytes: [...(await blobs.get('bytes'))], schedules: (await schedules.list()).map(({ job }) => job),
          kept: await services['provider.notes'].keep({ text: name }),
        });
      } });`,
  contributions: `{ jobs: [work], subgraph: defineSubgraph({
    typeDefs: gql\`type Query { start(name: String!): String }  type Subscription { changes: String }\`,
    resolvers: {
      Query: { start: async (_parent, { name }, { jobs }) => (await jobs.enqueue(work, { name })).jobId },
      Subscription: { changes: { async *subscribe(_parent, _args, { events, signal }) {
        for await (const { payload } of events.subscribe(['document.changed'], signal)) yield payload.status;
      } } },
    } }) }`,
};

let host: ServiceHost;
let bench: Bench;
beforeAll(async () => {
  host = await openServiceHost([]);
  bench = await createBench();
});
afterAll(async () => {
  await host.close();
  await bench.close();
});

/** Waits for the end of the job's row, which nobody announces. */
async function untilDone(id: unknown): Promise<unknown> {
  for (let looks = 0; looks < 3000; looks += 1) {
    const [row] = await host.db.database.tenant(request.tenant, (tx) =>
      tx.query<{ state: string; error: unknown }>('select state, error from platform.jobs where id = $1', [
        id,
      ]),
    );
    if (row?.state === 'done') return null;
    if (row?.state === 'dead') return row.error;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return 'it did not end';
}

it('gives the code of a thread jobs, schedules, collections, blobs and services of another thread', async () => {
  for (const written of [provider, worker]) {
    const { plugin, ask } = await bench.host(written, host.parts);
    host.plugins.push(plugin);
    if (written === provider) continue;
    await host.startWorker();
    const { data, errors } = await ask('{ start(name: "one") }');
    expect(errors).toBeUndefined();
    expect(await untilDone(data?.start)).toBeNull();
  }
  const { store } = host.services('worker', request);
  expect(await store.get('seen', 'one')).toEqual({
    begun: { attempt: 1 },
    found: [
      { key: 'a', value: { hue: 'red' } },
      { key: 'b', value: { hue: 'red' } },
    ],
    bytes: [1, 2, 3],
    schedules: ['worker.work'],
    kept: { kept: 'one' },
  });
  expect(await host.services('provider', request).store.get('notes', 'n')).toBe('one');
});

it('lets the code of a thread follow events that its caller may see', async () => {
  const { plugin, follow } = await bench.host({ ...worker, id: 'worker' }, host.parts);
  host.plugins.push(plugin);
  const { database, access, outbox } = host.parts;
  const end = new AbortController();
  const stream = await follow('subscription { changes }', {}, end.signal);
  const next = stream.next();
  const context = callerOf(request.tenant);
  const [hidden, mine] = [v7(), v7()];
  await database.tenant(request.tenant, async (tx) => {
    await access.set(tx, { type: 'Document', id: hidden }, ['group:other']);
    await access.set(tx, { type: 'Document', id: mine }, ['tenant']);
  });
  const emit = async () => {
    await database.tenant(request.tenant, async (tx) => {
      await outbox.event(tx, context, 'document.changed', { documentId: hidden, status: 'HIDDEN' });
      await outbox.event(tx, context, 'document.changed', { documentId: mine, status: 'READY' });
    });
  };
  // Nobody says when the thread listens; an event before that is not told.
  const again = setInterval(() => void emit(), 100);
  expect((await next).value).toMatchObject({ data: { changes: 'READY' } });
  clearInterval(again);
  end.abort();
  await stream.return?.();
});
