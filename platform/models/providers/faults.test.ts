import { answerOf } from '../../../testkit/providers/answer.js';
import {
  answerWith,
  type Behaviour,
  badUtf8,
  breakAfter,
  type ChaosProvider,
  drip,
  duplicated,
  endless,
  errorUnder200,
  halfJson,
  hangAfter,
  htmlPage,
  hugeChunk,
  resetAfter,
  say,
  splitCharacters,
  startChaosProvider,
  withoutEndMark,
} from '../../../testkit/providers/index.js';
import { collect, openAt, protocols, question } from './collected.fixture.js';
import { ServerSentEvents } from './event-reader.js';
import { type FailureClass, ProviderFailure } from './provider.js';

let server: ChaosProvider;
beforeAll(async () => {
  server = await startChaosProvider();
});
afterAll(() => server.close());

const tenMegabytes = 10_000_000;

const faults: [string, Behaviour, FailureClass][] = [
  ['a page of HTML', htmlPage(), 'malformed'],
  ['a page of HTML under the type of a stream', htmlPage({ asStream: true }), 'malformed'],
  ['half of a JSON', halfJson('They ', 'flow'), 'malformed'],
  ['an answer without its mark of the end', withoutEndMark('They ', 'flow'), 'interrupted'],
  ['an answer that ends in the middle', breakAfter('They '), 'interrupted'],
  ['a reset before the answer', resetAfter(), 'connection'],
  ['a reset in the middle', resetAfter('They ', 'flow'), 'interrupted'],
  ['a chunk of 10 MB', hugeChunk(tenMegabytes), 'malformed'],
  ['an answer without an end', endless('x'.repeat(400_000)), 'malformed'],
  ['an error under status 200', errorUnder200('overloaded'), 'overloaded'],
  ['an error after the first words', errorUnder200('overloaded', 'They '), 'overloaded'],
  ['bytes that are no UTF-8', badUtf8('They '), 'malformed'],
  [
    'an empty body',
    ({ response, dialect }) => void response.writeHead(200, { 'content-type': dialect.streamType }).end(),
    'malformed',
  ],
  [
    'a packed body',
    ({ response, dialect }) =>
      void response
        .writeHead(200, { 'content-type': dialect.streamType, 'content-encoding': 'gzip' })
        .end('bomb'),
    'malformed',
  ],
  [
    'a redirection',
    ({ response }) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    'bad-request',
  ],
  ['success without content', ({ response }) => void response.writeHead(204).end(), 'malformed'],
  ['no HTTP at all', ({ response }) => void response.socket?.end('SSH-2.0-x\r\n\r\n'), 'malformed'],
];

describe.each(protocols)('%s', (protocol) => {
  it.each(faults)(
    'fails with a class on %s, asks once, and lets go of the connection',
    async (_, behaviour, kind) => {
      const provider = await openAt(protocol, server);
      server.next(behaviour);
      const before = server.hits;
      const { error, finish } = await collect(provider);
      expect(error).toBeInstanceOf(ProviderFailure);
      // Ollama has no words for kinds of errors.
      const wanted = protocol === 'ollama' && kind === 'overloaded' ? 'malformed' : kind;
      expect(error).toMatchObject({ class: wanted });
      expect(finish).toBeNull();
      expect(server.hits - before).toBe(1);
      // The next call works.
      server.next(say('Well.'));
      expect((await collect(provider)).text).toBe('Well.');
    },
  );

  it('reads characters that are split over packets', async () => {
    const provider = await openAt(protocol, server);
    server.next(splitCharacters('Flüsse fließen ', '→ 海 ', '🌊'));
    const { text, error } = await collect(provider);
    expect(error).toBeNull();
    expect(text).toBe('Flüsse fließen → 海 🌊');
  });

  it('ends with its signal, and its socket with it, where the other side hangs', async () => {
    for (const behaviour of [hangAfter(), hangAfter('They '), drip(50, 'They flow.')]) {
      const provider = await openAt(protocol, server);
      server.next(behaviour);
      const { error } = await collect(provider, question(), AbortSignal.timeout(150));
      expect(error).toMatchObject({ name: 'TimeoutError' });
      await server.quiet(AbortSignal.timeout(20_000));
    }
  });

  it('waits for nothing behind the mark of the end', async () => {
    const provider = await openAt(protocol, server);
    server.next(({ response, dialect, body }) => {
      const { begin, parts, end, mark } = dialect.frames(answerOf(['All.']), body.model);
      response.writeHead(200, { 'content-type': dialect.streamType });
      response.write([...begin, ...parts, ...end, mark].join(''));
    });
    const { text, finish } = await collect(provider, question(), AbortSignal.timeout(20_000));
    expect([text, finish?.reason]).toEqual(['All.', 'stop']);
    await server.quiet(AbortSignal.timeout(20_000));
  });

  it('lets go of the connection when its reader leaves', async () => {
    const provider = await openAt(protocol, server);
    server.next(hangAfter('They '));
    const left = new AbortController();
    for await (const chunk of provider.stream(question(), left.signal)) {
      expect(chunk).toEqual({ type: 'text', text: 'They ' });
      break;
    }
    await server.quiet(AbortSignal.timeout(20_000));
  });

  it('uses a connection again', async () => {
    const provider = await openAt(protocol, server);
    server.next(say('They ', 'flow.'));
    const before = server.connections;
    for (let asked = 0; asked < 5; asked += 1) await collect(provider);
    // A second one while the end of the first answer is still on its way.
    expect(server.connections - before).toBeLessThanOrEqual(2);
  });

  it('says that a closed port gives no connection', async () => {
    const provider = await openAt(protocol, server);
    await server.fall();
    expect((await collect(provider)).error).toMatchObject({ class: 'connection' });
    await server.rise();
    server.next(say('Back.'));
    expect((await collect(provider)).text).toBe('Back.');
  });
});

describe('an event that comes twice', () => {
  const tokens = { input: 20, output: 2 };
  it.each([
    ['openai', 'begin', duplicated('begin', 'They ', 'flow.')],
    ['openai', 'end', duplicated('end', 'They ', 'flow.')],
    ['anthropic', 'begin', duplicated('begin', 'They ', 'flow.')],
    ['anthropic', 'part', duplicated('part', 'They ', 'flow.')],
    ['anthropic', 'end', duplicated('end', 'They ', 'flow.')],
  ])('is a fault of %s at its %s', async (protocol, _, behaviour) => {
    server.next(behaviour);
    const { error } = await collect(await openAt(protocol, server));
    expect(error).toMatchObject({ class: 'malformed' });
  });

  it('is a fault where more parts came than tokens were made', async () => {
    const provider = await openAt('openai', server);
    server.next(answerWith(['They ', 'flow.', 'flow.'], { usage: tokens }));
    expect((await collect(provider)).error).toMatchObject({ class: 'malformed' });
    // Two equal tokens in a row are none.
    server.next(answerWith(['very ', 'very ', 'wet'], { usage: { input: 20, output: 3 } }));
    expect((await collect(provider)).text).toBe('very very wet');
  });

  it('is a fault where its id or its random filling is the same', async () => {
    const provider = await openAt('openai', server);
    const delta = (obfuscation: object) =>
      JSON.stringify({
        choices: [{ index: 0, delta: { content: 'flow' }, finish_reason: null }],
        ...obfuscation,
      });
    const twice =
      (frame: string): Behaviour =>
      ({ response, dialect }) =>
        void response.writeHead(200, { 'content-type': dialect.streamType }).end(frame + frame);
    server.next(twice(`data: ${delta({ obfuscation: 'k3J9xQ2a' })}\n\n`));
    expect((await collect(provider)).error).toMatchObject({ class: 'malformed' });
    server.next(twice(`id: 7\ndata: ${delta({})}\n\n`));
    expect((await collect(provider)).error).toMatchObject({ class: 'malformed' });
  });
});

it('reads a long event in packets of a few bytes', () => {
  const event = `data: ${'x'.repeat(900_000)}\n\n`;
  const events = new ServerSentEvents();
  let read = 0;
  for (let at = 0; at < event.length; at += 3) read += events.read(event.slice(at, at + 3)).length;
  expect(read).toBe(1);
});
