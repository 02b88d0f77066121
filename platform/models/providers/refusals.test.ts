import {
  type ChaosProvider,
  type ErrorKind,
  errorUnder200,
  refuse,
  startChaosProvider,
} from '../../../testkit/providers/index.js';
import { collect, openAt } from './collected.fixture.js';
import type { FailureClass } from './provider.js';
import { retryAfterMs } from './retry-after.js';

let server: ChaosProvider;
beforeAll(async () => {
  server = await startChaosProvider();
});
afterAll(() => server.close());

const refusals: [number, ErrorKind | 'html' | 'none', FailureClass][] = [
  [400, 'bad-request', 'bad-request'],
  [400, 'context-window', 'context-window'],
  [400, 'content-policy', 'content-policy'],
  [401, 'authentication', 'authentication'],
  [402, 'quota', 'authentication'],
  [403, 'none', 'authentication'],
  [404, 'bad-request', 'bad-request'],
  [408, 'none', 'timeout'],
  [413, 'html', 'context-window'],
  [429, 'rate-limit', 'rate-limit'],
  [429, 'html', 'rate-limit'],
  [429, 'quota', 'authentication'],
  [500, 'server', 'overloaded'],
  [502, 'html', 'overloaded'],
  [503, 'none', 'overloaded'],
  [504, 'html', 'timeout'],
  [529, 'overloaded', 'overloaded'],
];

describe.each(['openai', 'anthropic'])('%s', (protocol) => {
  it.each(refusals)('%i with %s is %s, asked once', async (status, kind, failure) => {
    const provider = await openAt(protocol, server);
    server.next(refuse(status, { kind }));
    const before = server.hits;
    const { error } = await collect(provider);
    expect(error).toMatchObject({ class: failure, status, retryAfterMs: null });
    expect(String(error)).not.toContain('prompt');
    expect(server.hits - before).toBe(1);
  });

  it.each<[ErrorKind, FailureClass]>([
    ['context-window', 'context-window'],
    ['content-policy', 'content-policy'],
    ['rate-limit', 'rate-limit'],
    ['overloaded', 'overloaded'],
    ['authentication', 'bad-request'],
  ])('tells %s under status 200 too', async (kind, failure) => {
    const provider = await openAt(protocol, server);
    server.next(errorUnder200(kind));
    const wanted = kind === 'authentication' ? 'authentication' : failure;
    expect((await collect(provider)).error).toMatchObject({ class: wanted, status: null });
  });

  it('says how long to wait', async () => {
    const provider = await openAt(protocol, server);
    const waits = async (headers: Record<string, string>) => {
      server.next(refuse(429, { kind: 'rate-limit', headers }));
      return ((await collect(provider)).error as { retryAfterMs: number | null }).retryAfterMs;
    };
    expect(await waits({ 'retry-after': '2' })).toBe(2000);
    expect(await waits({ 'retry-after': '7', 'retry-after-ms': '350' })).toBe(350);
    const date = new Date(Date.now() + 300_000).toUTCString();
    const milliseconds = await waits({ 'retry-after': date });
    expect(milliseconds).toBeGreaterThan(180_000);
    expect(milliseconds).toBeLessThanOrEqual(300_000);
    expect(await waits({ 'retry-after': 'soon' })).toBeNull();
  });
});

it('goes by the status when the words of a refusal do not come', async () => {
  const provider = await openAt('openai', server);
  server.next(({ response }) => {
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '4' });
    response.write('{"error":');
  });
  expect((await collect(provider)).error).toMatchObject({ class: 'rate-limit', retryAfterMs: 4000 });
  await server.quiet(AbortSignal.timeout(20_000));
});

it('reads an Ollama error by its status and words', async () => {
  const provider = await openAt('ollama', server);
  server.next(refuse(404, { kind: 'bad-request' }));
  expect((await collect(provider)).error).toMatchObject({ class: 'bad-request', status: 404 });
  server.next(refuse(400, { kind: 'context-window' }));
  expect((await collect(provider)).error).toMatchObject({ class: 'context-window' });
});

it('takes a date in the past for now, and no number below zero', () => {
  expect(retryAfterMs({ 'retry-after': new Date(0).toUTCString() })).toBe(0);
  expect(retryAfterMs({ 'retry-after-ms': '-5' })).toBeNull();
  expect(retryAfterMs({ 'retry-after': '0.5' })).toBe(500);
  expect(retryAfterMs({})).toBeNull();
});
