import {
  type ChaosProvider,
  hangAfter,
  refuse,
  resetAfter,
  say,
  startChaosProvider,
} from '../../../testkit/providers/index.js';
import { ask, callerWith, chainOf, openai } from './chain.fixture.js';

/*
 * The rows of the table of provider faults that the chain answers for, each for the protocols of OpenAI and Anthropic.
 * Upstream requests are counted.
 */
let a: ChaosProvider;
let b: ChaosProvider;
beforeAll(async () => {
  [a, b] = await Promise.all([startChaosProvider(), startChaosProvider()]);
  // The libraries take a second to load, which is not what is measured here.
  a.next(say('Warm.'));
  for (const [, target] of protocols) await ask(chainOf({ aliases: { chat: target(a) } }));
});
afterAll(() => Promise.all([a.close(), b.close()]));
beforeEach(() => {
  a.next(say('From a.'));
  b.next(say('From b.'));
});

type Target = (server: ChaosProvider, more?: object) => object;
const protocols: [string, Target][] = [
  ['openai', (server, more) => openai(server.url, more)],
  [
    'anthropic',
    (server, more) => ({ provider: 'anthropic', baseUrl: server.origin, model: 'claude', ...more }),
  ],
];
const quick = { timeouts: { firstTokenMs: 300 } };

describe.each(protocols)('%s', (_name, target) => {
  const alone = (more?: object) => chainOf({ aliases: { chat: target(a, more) } });
  const both = (alias: object = {}, more?: object) =>
    chainOf({
      targets: { a: target(a, more), b: target(b) },
      aliases: { chat: { targets: ['a', 'b'], ...alias } },
    });

  describe('retry', () => {
    it('asks three times in all, however many targets there are', async () => {
      a.next(refuse(503, { kind: 'overloaded' }));
      b.next(refuse(503, { kind: 'overloaded' }));
      expect((await ask(alone())).error).toMatchObject({ code: 'MODEL_FAILED', retryable: true });
      expect(a.requests).toHaveLength(3);
      a.next(refuse(503, { kind: 'overloaded' }));
      expect((await ask(both())).error).toMatchObject({ code: 'MODEL_FAILED' });
      expect(a.requests.length + b.requests.length).toBe(3);
    });

    it('waits as long as Retry-After says', async () => {
      a.next(refuse(429, { kind: 'rate-limit', headers: { 'retry-after': '1' } }), say('Now.'));
      expect((await ask(alone())).text).toBe('Now.');
      const [first, second] = a.seen;
      const waited = (second?.at ?? 0) - (first?.at ?? 0);
      expect(waited).toBeGreaterThanOrEqual(990);
    });

    it('does not wait for what comes too late: it asks another, or says so at once', async () => {
      a.next(refuse(429, { kind: 'rate-limit', headers: { 'retry-after': '300' } }));
      const read = await ask(both());
      expect(read.text).toBe('From b.');
      expect(a.requests).toHaveLength(1);
      const failed = await ask(alone());
      expect(failed.error).toMatchObject({ code: 'MODEL_FAILED', retryable: true });
      expect(a.requests).toHaveLength(2);
    });

    test.each([
      [400, 'bad-request', 'MODEL_FAILED'],
      [401, 'authentication', 'MODEL_FAILED'],
      [403, 'authentication', 'MODEL_FAILED'],
      [400, 'context-window', 'CONTEXT_TOO_LONG'],
      [400, 'content-policy', 'CONTENT_REFUSED'],
    ] as const)('never asks again after %i %s', async (status, kind, code) => {
      a.next(refuse(status, { kind }));
      expect((await ask(alone())).error).toMatchObject({ code, retryable: false });
      expect(a.requests).toHaveLength(1);
    });
  });

  describe('timeout budget', () => {
    it('goes on to the next target after the time for a first token', async () => {
      a.next(hangAfter());
      const caller = callerWith();
      const began = performance.now();
      expect((await ask(both({}, quick), caller)).text).toBe('From b.');
      const started = (b.seen[0]?.at ?? 0) - began;
      expect(started).toBeGreaterThanOrEqual(290);
      expect(a.requests).toHaveLength(1);
      expect(caller.calls.map(({ outcome }) => outcome)).toEqual(['timeout', 'ok']);
    });

    it('ends with the deadline of the request, whatever the provider does', async () => {
      a.next(hangAfter());
      const caller = callerWith({ deadlineMs: 400 });
      expect((await ask(alone(), caller)).error).toMatchObject({ code: 'TIMEOUT' });
      expect(Date.now()).toBeGreaterThanOrEqual(caller.context.deadline - 5);
    });

    it('has one deadline over all attempts', async () => {
      a.next(hangAfter());
      const read = await ask(alone({ timeouts: { firstTokenMs: 300, totalMs: 700 } }));
      expect(read.error).toMatchObject({ code: 'MODEL_FAILED', message: expect.stringContaining('in time') });
      expect(read.milliseconds).toBeGreaterThanOrEqual(695);
      // One attempt of 300 ms, a second one, and no time for a whole third.
      expect(a.requests.length).toBeLessThanOrEqual(3);
    });

    it('waits for each chunk only so long', async () => {
      a.next(hangAfter('The river '));
      const read = await ask(alone({ timeouts: { chunkMs: 300 } }));
      expect(read.text).toBe('The river ');
      expect(read.error).toMatchObject({ code: 'STREAM_INTERRUPTED' });
      expect(read.milliseconds).toBeGreaterThanOrEqual(295);
    });
  });

  describe('cooldown', () => {
    it('asks a target no more of which half of five calls failed, but the others', async () => {
      a.next(refuse(500, { kind: 'server' }));
      const chain = both();
      for (let asked = 0; asked < 10; asked += 1) expect((await ask(chain)).text).toBe('From b.');
      expect(a.requests).toHaveLength(5);
      expect(b.requests).toHaveLength(10);
    });

    it('probes it by one call after 5 s, and returns to it by itself', async () => {
      const { now } = Date;
      let passed = 0;
      Date.now = () => now() + passed;
      try {
        a.next(refuse(500, { kind: 'server' }));
        const chain = both();
        for (let asked = 0; asked < 6; asked += 1) await ask(chain);
        const many = async () => {
          const reads = await Promise.all(Array.from({ length: 10 }, () => ask(chain)));
          expect(reads.filter(({ error }) => error !== null)).toEqual([]);
        };
        passed += 5000;
        await many();
        expect(a.requests).toHaveLength(6);
        passed += 5000;
        await many();
        expect(a.requests).toHaveLength(6);
        a.next(say('From a.'));
        passed += 5000;
        await ask(chain);
        expect((await ask(chain)).text).toBe('From a.');
      } finally {
        Date.now = now;
      }
    });

    it('does not count what is the fault of the request', async () => {
      a.next(refuse(400, { kind: 'bad-request' }));
      const chain = alone();
      for (let asked = 0; asked < 8; asked += 1) await ask(chain);
      expect(a.requests).toHaveLength(8);
    });

    test.each([401, 404, 408])('counts %i', async (status) => {
      a.next(refuse(status, { kind: status === 401 ? 'authentication' : 'bad-request' }));
      const chain = both();
      for (let asked = 0; asked < 8; asked += 1) expect((await ask(chain)).text).toBe('From b.');
      expect(a.requests).toHaveLength(5);
    });

    it('sheds, but never closes off, the only target without a built-in engine', async () => {
      a.next(refuse(500, { kind: 'server' }));
      const chain = alone();
      const caller = () => callerWith({ allowBuiltIn: false });
      for (let asked = 0; asked < 3; asked += 1) await ask(chain, caller());
      const before = a.hits;
      const many = await Promise.all(Array.from({ length: 20 }, () => ask(chain, caller())));
      expect(many.filter(({ error }) => String(error).includes('overloaded')).length).toBeGreaterThan(0);
      expect(a.hits).toBeGreaterThan(before);
      a.next(say('Back.'));
      expect((await ask(chain, caller())).text).toBe('Back.');
    });
  });

  describe('fallback', () => {
    it('answers by b when a is refused, unreachable, or silent', async () => {
      a.next(refuse(500, { kind: 'server' }));
      expect((await ask(both())).text).toBe('From b.');
      a.next(resetAfter());
      expect((await ask(both())).text).toBe('From b.');
      await a.fall();
      expect((await ask(both())).text).toBe('From b.');
      await a.rise();
    });

    it('asks by the class of the error', async () => {
      const byClass = both({ targets: ['a'], fallback: { contextWindow: ['b'] } });
      a.next(refuse(400, { kind: 'context-window' }));
      expect((await ask(byClass)).text).toBe('From b.');
      a.next(refuse(400, { kind: 'content-policy' }));
      expect((await ask(byClass)).error).toMatchObject({ code: 'CONTENT_REFUSED' });
      const policy = both({ targets: ['a'], fallback: { contentPolicy: ['b'] } });
      expect((await ask(policy)).text).toBe('From b.');
      a.next(refuse(500, { kind: 'server' }));
      const outage = both({ targets: ['a'], fallback: { outage: ['b'] } });
      expect((await ask(outage)).text).toBe('From b.');
      a.next(refuse(500, { kind: 'server' }));
      expect((await ask(policy)).error).toMatchObject({ code: 'MODEL_FAILED' });
    });
  });

  describe('mid-stream failure', () => {
    const said = ['The river begins ', 'in the hills '];

    it('ends in an error, never as a short answer', async () => {
      a.next(resetAfter(...said));
      const read = await ask(both());
      expect(read.text).toBe(said.join(''));
      expect(read.end).toBeNull();
      expect(read.error).toMatchObject({ code: 'STREAM_INTERRUPTED' });
      expect(b.requests).toHaveLength(0);
    });

    it('or goes on at another target, with what was said unchanged', async () => {
      a.next(resetAfter(...said));
      b.next(say('in the hills and', ' flows to the sea.'));
      const read = await ask(both({ onBreak: 'continue' }));
      expect(read.error).toBeNull();
      expect(read.text).toBe('The river begins in the hills and flows to the sea.');
      expect(read.end).toMatchObject({ text: read.text, target: 'b', finishReason: 'stop' });
      const types = read.parts.map((part) => (part.type === 'resumed' ? part.target : part.type));
      expect(types.slice(0, 3)).toEqual(['text', 'text', 'b']);
      expect(JSON.stringify(b.requests[0]?.messages)).toContain('The river begins in the hills ');
    });
  });
});
