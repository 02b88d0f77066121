import {
  type ChaosProvider,
  type FullPort,
  say,
  startChaosProvider,
  startFullPort,
} from '../../../testkit/providers/index.js';
import { ask, callerWith, chainOf, openai } from './chain.fixture.js';

let full: FullPort;
let spare: ChaosProvider;
beforeAll(async () => {
  [full, spare] = await Promise.all([startFullPort(), startChaosProvider()]);
});
afterAll(() => Promise.all([full.close(), spare.close()]));

it.each([
  ['openai', () => openai(`${full.origin}/v1`, { timeouts: { connectMs: 400 } })],
  ['ollama', () => ({ provider: 'ollama', baseUrl: full.origin, model: 'm', timeouts: { connectMs: 400 } })],
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
