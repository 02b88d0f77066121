import { setTimeout as wait } from 'node:timers/promises';
import { AttemptWatch } from './attempt-watch.js';

const limits = (firstPartMs: number, chunkMs: number, wholeMs: number) => {
  const now = performance.now();
  return { firstPartBy: now + firstPartMs, chunkMs, endBy: now + wholeMs };
};
const never = () => new Promise<never>(() => undefined);
const open = AbortSignal.timeout(60_000);
const timesOut = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ class: 'timeout' });

it('ends the wait for a first part, and tells the provider', async () => {
  const within = limits(50, 5000, 5000);
  const watch = new AttemptWatch(within, open);
  await timesOut(watch.next(never()));
  expect(performance.now()).toBeGreaterThanOrEqual(within.firstPartBy - 1);
  expect(watch.ended).toBe('slow');
  expect(watch.signal.aborted).toBe(true);
  await expect(watch.next(Promise.resolve(1))).rejects.toMatchObject({ class: 'timeout' });
  watch.close(false);
});

it('gives each part after the first its own time', async () => {
  const watch = new AttemptWatch(limits(5000, 60, 5000), open);
  await watch.next(Promise.resolve(1));
  watch.begun();
  for (let part = 0; part < 4; part += 1) await watch.next(wait(30));
  expect(watch.ended).toBeNull();
  const began = performance.now();
  await timesOut(watch.next(never()));
  expect(performance.now() - began).toBeGreaterThanOrEqual(59);
  expect(watch.ended).toBe('slow');
  watch.close(false);
});

it('does not blame a provider for what came while this thread was busy', async () => {
  const watch = new AttemptWatch(limits(20, 5000, 5000), open);
  const coming = watch.next(new Promise((resolve) => setImmediate(() => resolve(1))));
  const until = performance.now() + 60;
  while (performance.now() < until);
  expect(await coming).toBe(1);
  expect(watch.ended).toBeNull();
  watch.close(false);
});

it('does not blame a provider for a slow reader', async () => {
  const watch = new AttemptWatch(limits(5000, 20, 5000), open);
  await watch.next(Promise.resolve(1));
  watch.begun();
  await watch.next(Promise.resolve(2));
  await wait(60);
  expect(await watch.next(Promise.resolve(3))).toBe(3);
  expect(watch.ended).toBeNull();
  watch.close(false);
});

it('ends the whole in time, however steadily parts come', async () => {
  const within = limits(5000, 5000, 80);
  const watch = new AttemptWatch(within, open);
  watch.begun();
  const steady = async () => {
    for (;;) await watch.next(wait(10));
  };
  await timesOut(steady());
  expect(performance.now()).toBeGreaterThanOrEqual(within.endBy - 1);
  expect(watch.ended).toBe('end');
  watch.close(false);
});

it('ends with the signal of the caller, also one that was given before', async () => {
  const ending = new AbortController();
  const watch = new AttemptWatch(limits(5000, 5000, 5000), ending.signal);
  const waiting = watch.next(never());
  ending.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(watch.ended).toBe('caller');
  watch.close(false);
  const late = new AttemptWatch(limits(5000, 5000, 5000), ending.signal);
  await expect(late.next(never())).rejects.toThrow('enough');
});
