import { SearchThread } from './search-thread.js';

/** Answers `count`, dies of `dropTenant`, hangs at `beginGeneration`. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ type, id, task }) => {
      if (type === 'close') parentPort.close();
      if (task?.method === 'dropTenant') throw 1;
      while (task?.method === 'beginGeneration');
      if (task?.method === 'count') parentPort.postMessage({ id, value: 'counted' });
    });`)}`,
);
const signal = AbortSignal.timeout(300_000);
const lost = { code: 'INDEX_UNAVAILABLE', retryable: true };

test('when the thread dies, what was asked of it fails retryably, and the next request starts it again', async () => {
  const thread = new SearchThread({ folder: '', limitMs: 20_000, script });
  const asked = [
    thread.ask('t', { method: 'dropTenant' }, signal),
    thread.ask('t', { method: 'switchGeneration', generation: '' }, signal),
  ];
  const answers = await Promise.allSettled(asked);
  expect(answers).toMatchObject([
    { status: 'rejected', reason: lost },
    { status: 'rejected', reason: lost },
  ]);
  expect(await thread.ask('t', { method: 'count' }, signal)).toBe('counted');
  await thread.close();
});

test('a thread that hangs is ended at the limit of the request', async () => {
  const thread = new SearchThread({ folder: '', limitMs: 2_000, script });
  await expect(thread.ask('t', { method: 'beginGeneration' }, signal)).rejects.toMatchObject(lost);
  expect(await thread.ask('t', { method: 'count' }, signal)).toBe('counted');
  await thread.close();
});

test('a signal ends the wait, not the thread', async () => {
  const thread = new SearchThread({ folder: '', limitMs: 20_000, script });
  const stop = new AbortController();
  const asked = thread.ask('t', { method: 'switchGeneration', generation: '' }, stop.signal);
  stop.abort();
  await expect(asked).rejects.toMatchObject({ code: 'TIMEOUT' });
  expect(await thread.ask('t', { method: 'count' }, signal)).toBe('counted');
  await thread.close();
  await expect(thread.ask('t', { method: 'count' }, signal)).rejects.toMatchObject({
    code: 'INDEX_UNAVAILABLE',
  });
});
