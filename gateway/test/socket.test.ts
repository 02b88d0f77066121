import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { openEvents, readEvents } from './event-stream.js';
import { SocketClient } from './socket-client.js';
import { post, startTestGateway, type TestGateway } from './test-gateway.js';

const endless = { query: 'subscription { endless { id } }' };

let system: TestGateway;
beforeAll(async () => {
  system = await startTestGateway({
    environment: { LIMITS: 'subscriptionsPerUser=60', CORS_ORIGINS: 'https://app.example' },
  });
});
afterAll(() => system.stop());

it('W-01 closes with 4408 who does not begin in time', async () => {
  const client = await SocketClient.open(system.socket);
  expect((await client.closed).code).toBe(4408);
});

it('W-02 closes with 4401 who subscribes first', async () => {
  const client = await SocketClient.open(system.socket);
  client.subscribe('1', endless);
  expect((await client.closed).code).toBe(4401);
});

it('W-03 closes with 4429 who begins twice', async () => {
  const client = await SocketClient.signedIn(system.socket);
  client.send({ type: 'connection_init' });
  expect((await client.closed).code).toBe(4429);
});

it('W-04 closes with 4403 who has no valid token', async () => {
  const client = await SocketClient.open(system.socket);
  client.send({ type: 'connection_init', payload: { authorization: 'Bearer wrong' } });
  expect((await client.closed).code).toBe(4403);
});

it('takes the token of the upgrade when the init has none', async () => {
  const client = await SocketClient.open(system.socket, { authorization: 'Bearer token-a' });
  client.send({ type: 'connection_init' });
  expect((await client.next()).type).toBe('connection_ack');
  client.close();
});

it('W-04 completes the streams of a token that is revoked, over WebSocket and server-sent events', async () => {
  const client = await SocketClient.signedIn(system.socket, 'token-revoked');
  client.subscribe('1', endless);
  expect((await client.next()).type).toBe('next');
  const response = await openEvents(system.graphql, endless, { token: 'token-revoked' });
  const events = readEvents(response);
  expect((await events.next()).value?.event).toBe('next');
  system.revoked.add('token-revoked');
  expect((await client.next()).type).toBe('complete');
  expect((await client.closed).code).toBe(4403);
  const last = await events.next();
  expect(JSON.parse(last.value?.data ?? '{}').errors[0].extensions.code).toBe('UNAUTHENTICATED');
  expect((await events.next()).value?.event).toBe('complete');
});

it('W-05 bounds the subscriptions of a socket and of a user, and leaves those that run', async () => {
  const first = await SocketClient.signedIn(system.socket, 'token-many');
  for (let index = 0; index < 50; index++) first.subscribe(String(index), endless);
  for (let index = 0; index < 50; index++) expect((await first.next()).type).toBe('next');
  first.subscribe('one too many', endless);
  const refused = await first.next();
  expect(refused).toMatchObject({ id: 'one too many', type: 'error' });
  expect(refused.payload[0].extensions.code).toBe('TOO_MANY_SUBSCRIPTIONS');

  const second = await SocketClient.signedIn(system.socket, 'token-many');
  for (let index = 0; index < 10; index++) second.subscribe(String(index), endless);
  for (let index = 0; index < 10; index++) expect((await second.next()).type).toBe('next');
  second.subscribe('one too many', endless);
  expect((await second.next()).payload[0].extensions.code).toBe('TOO_MANY_SUBSCRIPTIONS');

  first.send({ id: '0', type: 'complete' });
  first.subscribe('again', { query: 'subscription { bookChanged(count: 1) { id } }' });
  expect((await first.next()).payload.data.bookChanged.id).toBe('0');
  first.close();
  second.close();
});

it('W-05 closes with 4409 who uses an id twice', async () => {
  const client = await SocketClient.signedIn(system.socket);
  client.subscribe('1', endless);
  client.subscribe('1', endless);
  expect((await client.closed).code).toBe(4409);
});

it.each([
  { origin: 'https://evil.example', status: 403 },
  { origin: 'https://app.example', status: 101 },
])('W-07 answers an upgrade from $origin with $status', async ({ origin, status }) => {
  const socket = new WebSocket(system.socket, 'graphql-transport-ws', { headers: { origin } });
  if (status === 101) {
    await once(socket, 'open');
    socket.terminate();
    return;
  }
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  expect(response.statusCode).toBe(status);
});

it('closes with 4400 who sends no frame of the protocol, and serves on', async () => {
  for (const text of ['not json', '{"type":"nothing"}', '{"type":"connection_ack"}', '[{"id":"1"}]']) {
    const client = await SocketClient.signedIn(system.socket);
    client.socket.send(text);
    expect((await client.closed).code).toBe(4400);
  }
  expect((await post(system.graphql, { query: '{ __typename }' })).status).toBe(200);
});

it('executes queries and mutations too, with errors of the request as error frames', async () => {
  const client = await SocketClient.signedIn(system.socket);
  const frames = await client.operation('1', {
    query: 'query Q($id: ID!) { book(id: $id) { score } }',
    variables: { id: '5' },
  });
  expect(frames).toEqual([
    { id: '1', type: 'next', payload: { data: { book: { score: 5 } } } },
    { id: '1', type: 'complete' },
  ]);
  const [refused] = await client.operation('2', { query: '{ nothing }' });
  expect(refused?.type).toBe('error');
  client.close();
});

it('answers the first operation of a fresh gateway, also over a WebSocket', async () => {
  const fresh = await startTestGateway();
  const client = await SocketClient.signedIn(fresh.socket);
  const frames = await client.operation('1', { query: 'subscription { bookChanged(count: 1) { score } }' });
  expect(frames[0]?.payload).toEqual({ data: { bookChanged: { score: 0 } } });
  client.close();
  await fresh.stop();
});
