import { Urgency } from './urgency.js';

const never = new AbortController().signal;

test('a batch goes on at once while nobody waits for anything', async () => {
  let now = 1_000;
  const urgency = new Urgency(() => now);
  const rest = urgency.restsOf(never);
  now += 10_000;
  await rest();
  expect(urgency.isQuiet).toBe(true);
});

test('it rests while somebody waits and a moment longer, but never for ever', async () => {
  let now = 1_000;
  // Each look at the clock is a little later: no test waits for it.
  const urgency = new Urgency(() => (now += 20));
  const rest = urgency.restsOf(never);
  const end = urgency.begin();
  const before = now;
  await rest();
  await rest();
  expect(now - before).toBeLessThan(2_000);
  expect(urgency.isQuiet).toBe(false);
  end();
  expect(urgency.isQuiet).toBe(false);
  now += 1_000;
  expect(urgency.isQuiet).toBe(true);
});

test('a batch that is told to stop waits no longer', async () => {
  const urgency = new Urgency();
  urgency.begin();
  const stopped = new AbortController();
  stopped.abort();
  await urgency.restsOf(stopped.signal)();
});
