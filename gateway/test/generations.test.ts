import { buildExecutable } from '#platform/graph';
import { openEvents, readEvents } from './event-stream.js';
import { library } from './library.js';
import { SocketClient } from './socket-client.js';
import { post, startTestGateway } from './test-gateway.js';

/** A third subgraph, as a plugin would bring one. */
const weather = buildExecutable(
  'weather',
  'type Query { weather: String } type Book @key(fields: "id") { id: ID! weather: String }',
  {
    Query: { weather: () => 'fine' },
    Book: { __resolveReference: (reference: object) => reference, weather: () => 'fine' },
  },
);
const other = (name: string) =>
  buildExecutable(name, `type Query { ${name}: String }`, { Query: { [name]: () => name } });

it('serves new fields at once, while a stream runs on in the generation that it began on', async () => {
  const { endpoints, calls } = library();
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const ticks = buildExecutable('ticks', 'type Query { tick: Int } type Subscription { ticks: Int }', {
    Query: { tick: () => 1 },
    Subscription: {
      ticks: {
        subscribe: async function* () {
          for (let tick = 0; tick < 20; tick++) {
            if (tick === 5) await gate;
            yield { ticks: tick };
          }
        },
      } as never,
    },
  });
  const system = await startTestGateway({ endpoints: [...endpoints, ticks], calls });
  const client = await SocketClient.signedIn(system.socket);
  client.subscribe('1', { query: 'subscription { ticks }' });
  const seen: number[] = [];
  while (seen.length < 5) seen.push((await client.next()).payload.data.ticks);
  expect((await post(system.graphql, { query: '{ weather }' })).status).toBe(400);
  const asking = Promise.all(
    Array.from({ length: 50 }, () => post(system.graphql, { query: '{ books { nodes { score } } }' })),
  );
  await system.gateway.addGeneration([...endpoints, ticks, weather]);
  expect(
    (await post(system.graphql, { query: '{ book(id: "1") { score weather } }' })).body.data.book,
  ).toEqual({ score: 1, weather: 'fine' });
  expect((await asking).every(({ body }) => body.errors === undefined)).toBe(true);
  release();
  while (seen.length < 20) seen.push((await client.next()).payload.data.ticks);
  expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect((await client.next()).type).toBe('complete');
  client.close();
  await system.stop();
});

it('sends a stream away when a third newer generation comes, with the cursor to go on from', async () => {
  const { endpoints, calls } = library();
  const system = await startTestGateway({ endpoints, calls });
  const client = await SocketClient.signedIn(system.socket);
  client.subscribe('1', { query: 'subscription { cursors { cursor } }' });
  expect((await client.next()).payload.data.cursors.cursor).toBe('cursor-1');
  await system.gateway.addGeneration([...endpoints, other('first')]);
  await system.gateway.addGeneration([...endpoints, other('second')]);
  await system.gateway.addGeneration([...endpoints, other('third')]);
  const frame = await client.next();
  expect(frame).toMatchObject({ id: '1', type: 'error' });
  expect(frame.payload[0].extensions).toMatchObject({
    code: 'GOING_AWAY',
    retryable: true,
    cursor: 'cursor-1',
  });
  expect((await post(system.graphql, { query: '{ third }' })).body.data).toEqual({ third: 'third' });
  client.close();
  await system.stop();
});

it('refuses what does not compose, names every culprit, and serves on', async () => {
  const { endpoints, calls } = library();
  const system = await startTestGateway({ endpoints, calls });
  const bad = [
    { ...other('unbounded'), sdl: 'type Query { unbounded: [String!]! }' },
    { ...other('broken'), sdl: 'type Query {' },
  ];
  const failure = await system.gateway.addGeneration([...endpoints, ...bad]).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'COMPOSITION_FAILED' });
  expect(String(failure)).toContain('[unbounded] Query.unbounded is a list without @listSize');
  expect(String(failure)).toContain('[broken] Syntax Error');
  const clash = { ...other('clash'), sdl: 'type Query { clash: Int } type Review { text: Int }' };
  await expect(system.gateway.addGeneration([...endpoints, clash])).rejects.toThrow(/clash/);
  expect((await post(system.graphql, { query: '{ hello }' })).body.data).toEqual({ hello: 'hello' });
  await system.stop();
});

it('drains: readiness ends, readers are sent away, requests under way are answered', async () => {
  const system = await startTestGateway({ environment: { LIMITS: 'operationMs=700' } });
  const client = await SocketClient.signedIn(system.socket);
  client.subscribe('1', { query: 'subscription { endless { id } }' });
  await client.next();
  const events = readEvents(
    await openEvents(system.graphql, { query: 'subscription { cursors { cursor } }' }),
  );
  await events.next();
  const slow = post(system.graphql, { query: '{ slow }' });
  const before = system.calls.resolvers;
  while (system.calls.resolvers === before) await new Promise((resolve) => setImmediate(resolve));
  const stopping = system.gateway.close({ graceMs: 2000 });
  const ready = await fetch(`${system.gateway.url}/readyz`);
  expect(ready.status).toBe(503);
  expect((await post(system.graphql, { query: '{ hello }' })).body.errors[0].extensions.code).toBe(
    'SHUTTING_DOWN',
  );
  expect((await client.next()).payload[0].extensions.code).toBe('GOING_AWAY');
  expect((await client.closed).code).toBe(1001);
  const { errors } = JSON.parse((await events.next()).value?.data ?? '{}');
  expect(errors[0].extensions).toMatchObject({ code: 'GOING_AWAY', cursor: 'cursor-1' });
  expect((await slow).status).toBe(504);
  await stopping;
});
