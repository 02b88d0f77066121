import { AppError } from 'tributary/sdk';
import { type ChaosProvider, refuse, say, startChaosProvider } from '../../../testkit/providers/index.js';
import { type ChatChunk, ProviderFailure } from '../providers/provider.js';
import { ask, callerWith, chainOf, openai } from './chain.fixture.js';
import { Respite } from './respite.js';

let a: ChaosProvider;
let b: ChaosProvider;
beforeAll(async () => {
  [a, b] = await Promise.all([startChaosProvider(), startChaosProvider()]);
});
afterAll(() => Promise.all([a.close(), b.close()]));
beforeEach(() => b.next(say('From b.')));

const after = (seconds: string) => refuse(429, { kind: 'rate-limit', headers: { 'retry-after': seconds } });
const alone = () => chainOf({ aliases: { chat: openai(a.url) } });
const both = () =>
  chainOf({ targets: { a: openai(a.url), b: openai(b.url) }, aliases: { chat: ['a', 'b'] } });
const many = <Result>(count: number, one: () => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, one));
/** Of requests, since the first one. */
const waits = () => a.seen.slice(1).map(({ at }) => at - (a.seen[0]?.at ?? 0));

it('binds those who ask later, who wait as long when nobody else could answer', async () => {
  a.next(after('1'), say('Now.'));
  const chain = alone();
  const told = Promise.withResolvers<void>();
  const first = ask(chain, { ...callerWith(), used: async () => told.resolve() });
  await told.promise;
  const others = await many(20, () => ask(chain));
  for (const { text } of [await first, ...others]) expect(text).toBe('Now.');
  expect(waits()).toHaveLength(21);
  for (const wait of waits()) expect(wait).toBeGreaterThanOrEqual(990);
});

it('has others asked by those who were not told themselves, where others stand behind', async () => {
  const chain = both();
  a.next(after('300'));
  const caller = callerWith();
  const reads = [await ask(chain, caller), ...(await many(20, () => ask(chain)))];
  expect(reads.map(({ text }) => text)).toEqual(reads.map(() => 'From b.'));
  expect(a.requests).toHaveLength(1);
  const later = callerWith();
  await ask(chain, later);
  expect(later.spans[0]?.attributes).toMatchObject({ fallbackFrom: 'a', fallbackReason: 'rate-limit' });
});

it('fails at once what would have to wait beyond its time', async () => {
  a.next(after('300'));
  const chain = alone();
  await ask(chain);
  const reads = await many(5, () => ask(chain));
  for (const { error } of reads) {
    expect(error).toMatchObject({ code: 'MODEL_FAILED', retryable: true });
    expect(String(error)).toContain('429');
  }
  expect(a.requests).toHaveLength(1);
});

it('waits again when somebody else was told to wait longer meanwhile', async () => {
  const gate = Promise.withResolvers<void>();
  const asked: number[] = [];
  const told = (retryAfterMs: number) => new ProviderFailure({ class: 'rate-limit', retryAfterMs });
  async function* stream(): AsyncGenerator<ChatChunk> {
    const at = asked.push(performance.now());
    if (at === 1) await gate.promise;
    if (at <= 2) throw told(at === 1 ? 1200 : 600);
    yield { type: 'text', text: 'Now.' };
    yield { type: 'finish', reason: 'stop', responseId: null, model: null };
  }
  const provider = { name: 'scripted', model: 'm', structured: 'schema', stream } as const;
  const chain = chainOf({ aliases: { chat: { provider: 'scripted', model: 'm' } } }, undefined, () =>
    Promise.resolve(provider),
  );
  const early = ask(chain);
  const second = Promise.withResolvers<void>();
  const late = ask(chain, { ...callerWith(), used: async () => second.resolve() });
  await second.promise;
  gate.resolve();
  const opened = performance.now();
  expect([(await early).text, (await late).text]).toEqual(['Now.', 'Now.']);
  expect(asked).toHaveLength(4);
  for (const at of asked.slice(2)) expect(at - opened).toBeGreaterThanOrEqual(1190);
});

it('ends with the signal while it waits, holds nothing, and asks nobody', async () => {
  a.next(after('30'), say('Never.'));
  const ending = new AbortController();
  const caller = callerWith({ signal: ending.signal });
  const used = Promise.withResolvers<void>();
  const reading = ask(alone(), { ...caller, used: async (call) => used.resolve(caller.used(call)) });
  await used.promise;
  ending.abort(new AppError('SHUTTING_DOWN'));
  expect((await reading).error).toMatchObject({ code: 'SHUTTING_DOWN' });
  expect(a.requests).toHaveLength(1);
  expect(caller.calls.map(({ id }) => id)).toEqual([...caller.held.keys()]);
});

it('ends in time, keeps the longest that was said, and believes nobody who says days', () => {
  let now = 1000;
  const respite = new Respite(() => now);
  const told = (retryAfterMs: number | null) =>
    respite.hear(new ProviderFailure({ class: 'rate-limit', retryAfterMs }));
  told(null);
  expect(respite.failure).toBeNull();
  told(2000);
  told(500);
  expect(respite.leftMs).toBe(2000);
  now += 1999;
  expect(respite.failure).not.toBeNull();
  now += 1;
  expect(respite.failure).toBeNull();
  told(86_400_000);
  expect(respite.leftMs).toBe(600_000);
});
