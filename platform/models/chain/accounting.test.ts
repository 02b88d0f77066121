import { AppError } from 'tributary/sdk';
import {
  breakAfter,
  type ChaosProvider,
  hangAfter,
  refuse,
  say,
  startChaosProvider,
} from '../../../testkit/providers/index.js';
import type { ModelChain } from '../port.js';
import { ask, callerWith, chainOf, openai, type SeenCaller } from './chain.fixture.js';

let server: ChaosProvider;
let spare: ChaosProvider;
let chain: ModelChain;
beforeAll(async () => {
  [server, spare] = await Promise.all([startChaosProvider(), startChaosProvider()]);
});
afterAll(() => Promise.all([server.close(), spare.close()]));
beforeEach(() => {
  spare.next(say('From the spare.'));
  chain = chainOf({
    targets: { main: openai(server.url), spare: openai(spare.url, { model: 'small-model' }) },
    aliases: {
      chat: ['main', 'spare'],
      alone: 'main',
      thrifty: { targets: ['main'], downgrade: ['spare'] },
    },
  });
});

const usage = { inputTokens: 20, outputTokens: 10 };
const broke = () => new AppError('BUDGET_EXCEEDED', { budget: 'tenant', resetsAt: '2026-12-01T00:00:00Z' });
/** The key of every row is what its cost was held by. */
const expectHeld = ({ calls, held }: SeenCaller) =>
  expect(calls.map(({ id }) => id).sort()).toEqual([...held.keys()].sort());

it('holds at most what a call may cost, and tells what it did cost', async () => {
  server.next(say('They ', 'flow.'));
  const caller = callerWith();
  await ask(chain, caller, { temperature: 0.5, seed: 7 });
  expectHeld(caller);
  const [call] = caller.calls;
  expect(call).toMatchObject({
    operation: 'chat',
    alias: 'chat',
    target: 'main',
    provider: 'openai',
    model: 'test-model',
    attempt: 1,
    promptVersion: 'ask@1',
    usage,
    counted: 'PROVIDER',
    nanoUsd: 40_000n,
    outcome: 'ok',
  });
  expect([...caller.held.values()][0]).toBeGreaterThanOrEqual(40_000n + 180_000n);
  expect(caller.spans).toMatchObject([
    {
      name: 'chat test-model',
      error: null,
      attributes: {
        attempt: 1,
        target: 'main',
        usage,
        nanoUsd: '40000',
        chunks: 2,
        finishReason: 'stop',
        temperature: 0.5,
        seed: 7,
      },
    },
  ]);
  expect(caller.spans[0]?.attributes.timeToFirstChunkMs).toBeGreaterThan(0);
});

it('tells each attempt, also one that was refused and cost nothing', async () => {
  server.next(refuse(503, { kind: 'overloaded' }));
  const caller = callerWith();
  await ask(chain, caller);
  expectHeld(caller);
  expect(caller.calls).toMatchObject([
    { attempt: 1, target: 'main', outcome: 'overloaded', nanoUsd: 0n, counted: 'ESTIMATED' },
    { attempt: 2, target: 'spare', outcome: 'ok', counted: 'PROVIDER' },
  ]);
  expect(caller.spans).toMatchObject([
    { error: 'overloaded' },
    { error: null, attributes: { fallbackFrom: 'main', fallbackReason: 'overloaded' } },
  ]);
});

it('estimates what a stream cost that broke off', async () => {
  server.next(breakAfter('x'.repeat(400)));
  const caller = callerWith();
  expect((await ask(chain, caller)).error).toMatchObject({ code: 'STREAM_INTERRUPTED' });
  expect(caller.calls).toMatchObject([{ outcome: 'interrupted', counted: 'ESTIMATED' }]);
  expect(caller.calls[0]?.usage).toMatchObject({ outputTokens: 100 });
  expect(caller.calls[0]?.nanoUsd).toBeGreaterThanOrEqual(200_000n);
});

it('bills what was received of a stream that its reader left', async () => {
  server.next(hangAfter('x'.repeat(40)));
  const caller = callerWith();
  const request = { alias: 'alone', promptVersion: null, schema: null, maxOutputTokens: 100 };
  const stream = chain.callModel({ ...request, messages: [{ role: 'user', content: 'Hello' }] }, caller);
  await stream.next();
  await stream.return(undefined as never);
  expect(caller.calls).toMatchObject([
    { outcome: 'cancelled', counted: 'ESTIMATED', usage: { outputTokens: 10 } },
  ]);
  expectHeld(caller);
  await server.quiet(AbortSignal.timeout(20_000));
});

it('ends with the signal of its caller, whose reason it gives, and tells what was used', async () => {
  server.next(hangAfter('They '));
  const ending = new AbortController();
  const caller = callerWith({ signal: ending.signal });
  const request = { alias: 'alone', promptVersion: null, schema: null, maxOutputTokens: 100 };
  const stream = chain.callModel({ ...request, messages: [{ role: 'user', content: 'Hello' }] }, caller);
  await stream.next();
  const next = stream.next();
  ending.abort(new AppError('SHUTTING_DOWN'));
  await expect(next).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  expect(caller.calls).toMatchObject([{ outcome: 'cancelled' }]);
  await server.quiet(AbortSignal.timeout(20_000));
});

it('does not know the cost of a model without a price, which is not nothing', async () => {
  server.next(say('Fine.'));
  const caller = callerWith({ price: null });
  await ask(chain, caller);
  expect(caller.calls[0]?.nanoUsd).toBeNull();
  expect([...caller.held.values()]).toEqual([0n]);
});

it('asks nobody when the budget refuses', async () => {
  server.next(say('Fine.'));
  const caller = callerWith({ reserve: () => Promise.reject(broke()) });
  const before = server.hits;
  expect((await ask(chain, caller)).error).toMatchObject({ code: 'BUDGET_EXCEEDED' });
  expect(server.hits).toBe(before);
  expect(caller.calls).toEqual([]);
  expect(caller.spans).toMatchObject([{ error: 'BUDGET_EXCEEDED' }]);
});

it('asks one of the downgrade list when the budget refuses the others', async () => {
  let asked = 0;
  const reserve = async () => {
    asked += 1;
    if (asked === 1) throw broke();
  };
  const caller = callerWith({ reserve });
  const read = await ask(chain, caller, { alias: 'thrifty' });
  expect(read.text).toBe('From the spare.');
  expect(caller.calls).toMatchObject([{ target: 'spare', attempt: 1 }]);
  expect(caller.spans.at(-1)).toMatchObject({
    attributes: { fallbackFrom: 'main', fallbackReason: 'budget' },
  });
  const poor = callerWith({ reserve: () => Promise.reject(broke()) });
  expect((await ask(chain, poor, { alias: 'thrifty' })).error).toMatchObject({ code: 'BUDGET_EXCEEDED' });
});
