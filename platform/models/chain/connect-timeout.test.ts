import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ChaosProvider, say, startChaosProvider } from '../../../testkit/providers/index.js';
import { ask, callerWith, chainOf, openai } from './chain.fixture.js';

const listens = `const server = require('node:net').createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port));`;

/** A port whose process sleeps, and whose queue is full: the system lets further connections wait. */
async function startFullPort() {
  const child = spawn(process.execPath, ['-e', listens], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGSTOP');
  const port = Number(line.toString());
  const sockets: Socket[] = Array.from({ length: 8 }, () => connect(port, '127.0.0.1'));
  for (const socket of sockets) socket.on('error', () => undefined);
  await Promise.any(sockets.map((socket) => once(socket, 'connect')));
  return {
    url: `http://127.0.0.1:${port}/v1`,
    async close() {
      for (const socket of sockets) socket.destroy();
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

let full: Awaited<ReturnType<typeof startFullPort>>;
let spare: ChaosProvider;
beforeAll(async () => {
  [full, spare] = await Promise.all([startFullPort(), startChaosProvider()]);
});
afterAll(() => Promise.all([full.close(), spare.close()]));

it.each([
  ['openai', () => openai(full.url, { timeouts: { connectMs: 400 } })],
  ['ollama', () => ({ provider: 'ollama', baseUrl: full.url, model: 'm', timeouts: { connectMs: 400 } })],
])('goes on to the next target when %s takes no connection in its time', async (_name, target) => {
  spare.next(say('From the spare.'));
  const chain = chainOf({
    targets: { full: target(), spare: openai(spare.url) },
    aliases: { chat: ['full', 'spare'] },
  });
  const caller = callerWith();
  const read = await ask(chain, caller);
  expect(read.text).toBe('From the spare.');
  expect(caller.calls).toMatchObject([
    { target: 'full', outcome: 'connection', nanoUsd: 0n },
    { target: 'spare', outcome: 'ok' },
  ]);
  // The time for a first token is 10 s: it was not that which ended.
  expect(caller.calls[0]?.durationMs).toBeGreaterThanOrEqual(395);
  expect(caller.spans[0]).toMatchObject({ error: 'connection' });
});
