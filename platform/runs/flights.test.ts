import { type Flight, Flights } from './flights.js';

const never = new AbortController().signal;

/** An execution that ends when the test lets it. */
function held<Value>() {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  let count = 0;
  let stopped: AbortSignal | null = null;
  const execute = (_flight: Flight<unknown>, signal: AbortSignal) => {
    count += 1;
    stopped = signal;
    return promise;
  };
  return { execute, resolve, reject, count: () => count, isStopped: () => stopped?.aborted ?? false };
}

it('executes equal requests at once one time', async () => {
  const flights = new Flights<string>();
  const run = held<string>();
  const asked = Array.from({ length: 50 }, () => flights.share('a', null, never, run.execute));
  run.resolve('answer');
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['answer']));
  expect(run.count()).toBe(1);
  expect(await flights.share('a', null, never, async () => 'another')).toBe('another');
});

it('stops nothing for the others when one leaves, and all when the last one does', async () => {
  const flights = new Flights<string>();
  const run = held<string>();
  const leaving = new AbortController();
  const first = flights.share('a', null, leaving.signal, run.execute);
  const other = new AbortController();
  const second = flights.share('a', null, other.signal, run.execute);
  leaving.abort(new DOMException('gone', 'AbortError'));
  await expect(first).rejects.toThrow('gone');
  expect(run.isStopped()).toBe(false);
  other.abort(new DOMException('gone too', 'AbortError'));
  await expect(second).rejects.toThrow('gone too');
  expect(run.isStopped()).toBe(true);
});

it('does not join an execution that was stopped but has not ended yet', async () => {
  const flights = new Flights<string>();
  const run = held<string>();
  const leaving = new AbortController();
  const first = flights.share('a', null, leaving.signal, run.execute);
  leaving.abort(new DOMException('gone', 'AbortError'));
  await expect(first).rejects.toThrow('gone');
  const next = held<string>();
  const second = flights.share('a', null, never, next.execute);
  next.resolve('fresh');
  expect(await second).toBe('fresh');
  run.resolve('late');
});

it('tells all of a failure and keeps none', async () => {
  const flights = new Flights<string>();
  const run = held<string>();
  const asked = [1, 2, 3].map(() => flights.share('a', null, never, run.execute));
  run.reject(new RangeError('broken'));
  const ends = await Promise.allSettled(asked);
  expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
  expect(await flights.share('a', null, never, async () => 'well')).toBe('well');
});

it('lets nobody wait for himself, nor two for each other', async () => {
  const flights = new Flights<string>();
  const itself = await flights.share('a', null, never, (flight) =>
    flights.share('a', flight, never, async () => 'inner'),
  );
  expect(itself).toBe('inner');
  const bothBegan = Promise.withResolvers<void>();
  let began = 0;
  const crossing = (other: string) => async (flight: Flight<unknown>) => {
    began += 1;
    if (began === 2) bothBegan.resolve();
    await bothBegan.promise;
    return flights.share(other, flight, never, async () => `${other} alone`);
  };
  const crossed = await Promise.all([
    flights.share('a', null, never, crossing('b')),
    flights.share('b', null, never, crossing('a')),
  ]);
  expect(crossed).toContain('a alone');
});
