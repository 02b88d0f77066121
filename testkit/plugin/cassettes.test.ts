import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';
import { say, startChaosProvider, unhurried } from '../providers/index.js';
import { createTestHost, type TestHost } from './test-host.js';

const plugin = join(repositoryRoot, 'plugins/summarization');
const text = 'The mill grinds flour for eleven villages. Its wheel is made of oak. It was built in 1780.';
const answer = ['The mill grinds flour ', 'for eleven villages. ', 'Its wheel is made of oak.'];

let folder: string;
let host: TestHost;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-cassettes-'));
});
afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

/** Summarises a new document of the text by the model. */
async function summarise(environment: Record<string, string>) {
  host = await createTestHost(plugin, { cassettes: folder, environment });
  const { id } = await host.addDocument(text);
  host.model.plays();
  return host.run('summarization.summarize', { documentId: id, sentences: 2 });
}

/** The addresses that this process connects to while it works. */
async function connectionsOf(work: () => Promise<void>): Promise<{ ip: string; port: number }[]> {
  const seen: { ip: string; port: number }[] = [];
  const watch = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.on('connectionAttempt', (ip: string, port?: number) => {
      // A socket of this machine, as the database has, is no network.
      if (port !== undefined) seen.push({ ip, port });
    });
  };
  subscribe('net.client.socket', watch);
  await work().finally(() => unsubscribe('net.client.socket', watch));
  return seen;
}

it('runs the tests of a plugin with what was recorded: no key, no provider, no network', async () => {
  const server = await startChaosProvider();
  const chat = {
    provider: 'openai',
    baseUrl: server.url,
    timeouts: unhurried,
    model: 'some-model',
    apiKeyFile: 'key',
    cassette: '.',
  };
  await writeFile(join(folder, 'models.json'), JSON.stringify({ aliases: { chat } }));
  await writeFile(join(folder, 'key'), 'secret-of-the-author');
  server.next(say(...answer));
  let recorded: Awaited<ReturnType<typeof summarise>> | null = null;
  const connected = await connectionsOf(async () => {
    recorded = await summarise({ CASSETTES: 'record' });
  });
  const port = Number(new URL(server.url).port);
  expect(connected).toContainEqual({ ip: '127.0.0.1', port });
  expect(recorded).toMatchObject({ text: answer.join(''), result: { result: { engine: 'MODEL' } } });
  await host.close();
  await server.close();
  await rm(join(folder, 'key'));

  const connections = await connectionsOf(async () => {
    const replayed = await summarise({});
    expect(replayed).toMatchObject({
      text: answer.join(''),
      result: { result: { engine: 'MODEL', model: 'some-model' } },
    });
    const deltas = (run: typeof recorded) =>
      run?.parts.filter((part) => part.__typename === 'TextDelta').length;
    expect(deltas(replayed)).toBe(deltas(recorded));
  });
  // What is left is the system's own: its database and its gateway.
  expect(connections.filter((one) => one.port === port || !/^(127\.|::1$)/.test(one.ip))).toEqual([]);
  expect((await readdir(folder)).filter((name) => name.startsWith('chat-'))).toHaveLength(1);
});

it('says which recording is missing, and how to make it', async () => {
  const chat = { provider: 'openai', baseUrl: 'http://127.0.0.1:9/v1', model: 'some-model', cassette: '.' };
  await writeFile(join(folder, 'models.json'), JSON.stringify({ aliases: { chat } }));
  const { parts } = await summarise({});
  expect(parts.at(-1)).toMatchObject({
    __typename: 'RunFailed',
    code: 'CASSETTE_MISSING',
    message: expect.stringMatching(/chat-some-model-[0-9a-f]{16}\.json/),
  });
  expect(() => host.model.says('Something else.')).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
});
