import { EventQueue } from '../event-queue.js';

/* How far a plugin may be ahead of whoever reads its stream. */

function open(patienceMs?: number) {
  const calls: string[] = [];
  const closed = Promise.withResolvers<void>();
  const source = {
    pause: () => void calls.push('pause'),
    resume: () => void calls.push('resume'),
    close() {
      calls.push('close');
      closed.resolve();
    },
  };
  return { calls, closed: closed.promise, queue: new EventQueue<number>(source, { patienceMs }) };
}

const push = (queue: EventQueue<number>, count: number) => {
  for (let at = 0; at < count; at++) queue.push(at);
};
const take = async (queue: EventQueue<number>, count: number) => {
  for (let at = 0; at < count; at++) expect(await queue.next()).toBe(at);
};

it('holds the source up while much waits, and lets it go on when little does', async () => {
  const { queue, calls } = open();
  push(queue, 255);
  expect(calls).toEqual([]);
  push(queue, 1);
  expect(calls).toEqual(['pause']);
  for (let at = 0; at < 255 - 63; at++) await queue.next();
  expect(calls).toEqual(['pause', 'resume']);
  queue.leave();
});

it('sends a reader that stands still away, after what waits', async () => {
  const { queue, closed, calls } = open(10);
  push(queue, 300);
  await closed;
  expect(calls).toEqual(['pause', 'close']);
  await take(queue, 300);
  await expect(queue.next()).rejects.toMatchObject({ code: 'SLOW_CONSUMER' });
  expect(await queue.next()).toBeNull();
});

it('is bounded though the source goes on', async () => {
  const { queue, calls } = open();
  push(queue, 10_000);
  expect(calls).toEqual(['pause', 'close']);
  await take(queue, 4097);
  await expect(queue.next()).rejects.toMatchObject({ code: 'SLOW_CONSUMER' });
});

it('ends with its source, once', async () => {
  const { queue, calls } = open();
  const waiting = queue.next();
  queue.end(null);
  queue.end(null);
  queue.push(1);
  expect(await waiting).toBeNull();
  expect(calls).toEqual(['close']);
});
