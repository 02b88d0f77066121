import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChatProvider, openEmbeddingProvider } from '../providers/open-provider.js';
import type { ChatChunk, ChatProvider, ChatRequest } from '../providers/provider.js';
import { scriptForm } from '../providers/script.js';
import { Cassette } from './cassette.js';

const never = new AbortController().signal;
const secret = 'the-key-of-nobody';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-cassette-'));
});
afterEach(() => rm(folder, { recursive: true }));

const request = (content: string): ChatRequest => ({
  messages: [{ role: 'user', content }],
  maxOutputTokens: 100,
  schema: null,
});
const script = scriptForm.parse({
  answers: [
    { parts: ['first ', `${secret} 0190a3f0-0000-7000-8000-00000000000a`] },
    { parts: ['half'], breakAfter: 1 },
    { refuse: { class: 'rate-limit', status: 429, retryAfterMs: 20 } },
    { parts: [{ toolCall: { name: 'find', arguments: { a: [1] } } }] },
  ],
});
const open = (isReplayed: boolean): Promise<ChatProvider> =>
  openChatProvider('scripted', {
    model: 'm/1',
    apiKey: isReplayed ? null : secret,
    timeouts: { connectMs: 1000 },
    // With other words, so that what is played back cannot come from it.
    script: isReplayed ? scriptForm.parse({ answers: [{ parts: ['not recorded'] }] }) : script,
    tape: { folder, isReplayed },
  });

async function said(
  provider: ChatProvider,
  content: string,
): Promise<{ chunks: ChatChunk[]; failure: unknown }> {
  const chunks: ChatChunk[] = [];
  try {
    for await (const chunk of provider.stream(request(content), never)) chunks.push(chunk);
  } catch (failure) {
    return { chunks, failure };
  }
  return { chunks, failure: null };
}

it('plays back chunks and failures in the order of their repetition, and then the last one', async () => {
  const recorder = await open(false);
  const recorded = [];
  for (let at = 0; at < 4; at += 1) recorded.push(await said(recorder, 'Ask.'));
  const player = await open(true);
  const played = [];
  for (let at = 0; at < 5; at += 1) played.push(await said(player, 'Ask.'));
  expect(played[1]).toMatchObject({ chunks: [{ text: 'half' }], failure: { class: 'interrupted' } });
  expect(played[2]).toMatchObject({ failure: { class: 'rate-limit', status: 429, retryAfterMs: 20 } });
  expect(played.slice(1, 4)).toEqual(recorded.slice(1));
  expect(played[4]).toEqual(played[3]);
  expect(played[0]?.chunks.map(({ type }) => type)).toEqual(recorded[0]?.chunks.map(({ type }) => type));
});

it('keeps one readable file for a request, without keys', async () => {
  await said(await open(false), `With ${secret} and sk-abcdefghijklmnopqrstuvwx.`);
  const [name = '', ...others] = await readdir(folder);
  expect(others).toEqual([]);
  expect(name).toMatch(/^chat-m-1-[0-9a-f]{16}\.json$/);
  const text = await readFile(join(folder, name), 'utf8');
  expect(text).not.toMatch(/the-key|sk-abc/);
  expect(JSON.parse(text)).toMatchObject({
    format: 1,
    request: { messages: [{ role: 'user' }], model: 'm/1' },
  });
  expect(text.split('\n').length).toBeGreaterThan(10);
});

it('keeps no key that came in pieces, and loses no number to a header that is one', async () => {
  const token = `ghp_${'a1B2'.repeat(8)}`;
  const provider = (isReplayed: boolean) =>
    openChatProvider('scripted', {
      model: 'm',
      apiKey: null,
      headers: { 'x-version': '1', 'x-beta': '{' },
      timeouts: { connectMs: 1000 },
      script: scriptForm.parse({ answers: [{ parts: ['it is ', token.slice(0, 9), token.slice(9), '.'] }] }),
      tape: { folder, isReplayed },
    });
  await said(await provider(false), '1 or 100?');
  const [name = ''] = await readdir(folder);
  const text = await readFile(join(folder, name), 'utf8');
  expect(text).not.toContain(token.slice(9));
  expect(JSON.parse(text)).toMatchObject({
    request: { maxOutputTokens: 100, messages: [{ content: '1 or 100?' }] },
  });
  const { chunks } = await said(await provider(true), '1 or 100?');
  expect(chunks[0]).toEqual({ type: 'text', text: 'it is <secret>.' });
});

it('knows a request again although its ids are new, and answers with the new ones', async () => {
  const [a, b] = ['0190a3f0-0000-7000-8000-00000000000a', '0190a3f0-0000-7000-8000-00000000000b'];
  await said(await open(false), `Read ${a}.`);
  const { chunks } = await said(await open(true), `Read ${b}.`);
  expect(chunks[1]).toMatchObject({ type: 'text', text: expect.stringContaining(b) });
});

it('names the file that is missing, and how to record it', async () => {
  await said(await open(false), 'Ask.');
  const { failure } = await said(await open(true), 'Ask something else.');
  expect(failure).toMatchObject({
    code: 'CASSETTE_MISSING',
    message: expect.stringContaining(folder),
    hint: expect.stringContaining('CASSETTES=record'),
    retryable: false,
  });
});

it('refuses a file that was broken, instead of an answer', async () => {
  await said(await open(false), 'Ask.');
  const [name = ''] = await readdir(folder);
  for (const text of ['{"half":', '{"format":1,"request":{},"exchanges":[{"chunks":[{"type":"text"}]}]}']) {
    await writeFile(join(folder, name), text);
    expect((await said(await open(true), 'Ask.')).failure).toMatchObject({ code: 'CASSETTE_MISSING' });
  }
});

it('does not record an answer that nobody waited for', async () => {
  const leaving = new AbortController();
  const parts = (await open(false)).stream(request('Ask.'), leaving.signal)[Symbol.asyncIterator]();
  await parts.next();
  leaving.abort();
  await parts.return?.();
  expect(await readdir(folder)).toEqual([]);
});

it('writes files that are whole, however many are recorded at once', async () => {
  const cassette = new Cassette(folder, []);
  const tape = cassette.tape('chat', 'm', { messages: 'a' });
  await Promise.all(Array.from({ length: 20 }, (_, at) => cassette.add(tape, { at })));
  const [name = ''] = await readdir(folder);
  expect(JSON.parse(await readFile(join(folder, name), 'utf8'))).toMatchObject({
    exchanges: Array.from({ length: 20 }, (_, at) => ({ at })),
  });
});

it('plays back vectors in whatever batches the texts come', async () => {
  const settings = { model: 'v', apiKey: null, dimensions: 32, timeouts: { connectMs: 1000 } };
  const recorder = await openEmbeddingProvider('scripted', {
    ...settings,
    tape: { folder, isReplayed: false },
  });
  const { vectors, usage } = await recorder.embed(['one mill', 'two mills', 'three'], never);
  const player = await openEmbeddingProvider('scripted', { ...settings, tape: { folder, isReplayed: true } });
  const first = await player.embed(['three', 'one mill'], never);
  const second = await player.embed(['two mills'], never);
  expect([first.vectors[1], second.vectors[0], first.vectors[0]]).toEqual(vectors);
  expect((first.usage?.inputTokens ?? 0) + (second.usage?.inputTokens ?? 0)).toBe(usage?.inputTokens);
  await expect(player.embed(['four'], never)).rejects.toMatchObject({ code: 'CASSETTE_MISSING' });
});
