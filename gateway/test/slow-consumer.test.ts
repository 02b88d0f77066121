import { connect, type Socket } from 'node:net';
import { SocketClient } from './socket-client.js';
import { post, startTestGateway, type TestGateway } from './test-gateway.js';

const query = 'subscription { flood(bytes: 100000) { cursor filler } }';

let system: TestGateway;
beforeAll(async () => {
  system = await startTestGateway();
});
afterAll(() => system.stop());

it('ends the streams of a WebSocket that does not read, and says where to go on', async () => {
  const client = await SocketClient.signedIn(system.socket);
  client.subscribe('1', { query });
  let last = (await client.next()).payload.data.flood.cursor;
  client.socket.pause();
  await ended(system.calls.contexts.at(-1)!.signal);
  client.socket.resume();
  for (;;) {
    const frame = await client.next();
    if (frame.type === 'error') {
      expect(frame.payload[0].extensions).toMatchObject({
        code: 'SLOW_CONSUMER',
        cursor: last,
        retryable: true,
      });
      break;
    }
    last = frame.payload.data.flood.cursor;
  }
  expect((await client.closed).reason).toBe('SLOW_CONSUMER');
  expect((await post(system.graphql, { query: '{ hello }' })).status).toBe(200);
});

it('ends the stream of server-sent events that are not read, and says where to go on', async () => {
  const body = JSON.stringify({ query });
  const socket: Socket = connect(system.gateway.port, '127.0.0.1');
  const before = system.calls.resolvers;
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\naccept: text/event-stream\r\nauthorization: Bearer token-a\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  while (system.calls.resolvers === before) await new Promise((resolve) => setImmediate(resolve));
  await ended(system.calls.contexts.at(-1)!.signal);
  let text = '';
  for await (const chunk of socket) text = (text + String(chunk)).slice(-400_000);
  const cursors = [...text.matchAll(/"cursor":"(cursor-\d+)"/g)].map(([, cursor]) => cursor);
  expect(text).toMatch(/"code":"SLOW_CONSUMER"/);
  expect(cursors.at(-1)).toBe(cursors.at(-2));
  expect(text).toContain('event: complete');
});

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
}
