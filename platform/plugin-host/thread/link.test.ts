import { MessageChannel } from 'node:worker_threads';
import { AppError } from 'tributary/sdk';
import { streamWindow } from './limits.js';
import { type Answer, Link } from './link.js';
import { errorsOfHost, errorsOfPlugin } from './wire.js';

const links: Link[] = [];
afterEach(() => {
  for (const link of links.splice(0)) link.close(new AppError('SHUTTING_DOWN'));
});

/** A caller whose calls are answered on the other side of a channel. */
function callerOf(answer: Answer, messageBytes = 1_000_000): Link {
  const { port1, port2 } = new MessageChannel();
  const common = { plugin: 'sample', messageBytes };
  const nothing: Answer = async () => undefined;
  const caller = new Link(port1, { ...common, errors: errorsOfHost('sample'), answer: nothing });
  links.push(caller, new Link(port2, { ...common, errors: errorsOfPlugin, answer }));
  return caller;
}

it('gives values, bytes among them, as plain data', async () => {
  const caller = callerOf(async (name, payload) => ({ name, payload, bytes: new Uint8Array([1, 2]) }));
  await expect(caller.call('echo', { a: [1, null] })).resolves.toEqual({
    name: 'echo',
    payload: { a: [1, null] },
    bytes: new Uint8Array([1, 2]),
  });
});

it('keeps coded errors, and makes a fault of the plugin of all others', async () => {
  const caller = callerOf(async (name) => {
    throw name === 'coded' ? new AppError('NOT_FOUND', { thing: 'It' }) : new TypeError('secret');
  });
  await expect(caller.call('coded', null)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const failing = caller.call('other', null);
  await expect(failing).rejects.toMatchObject({
    code: 'PLUGIN_FAULT',
    cause: { message: 'TypeError: secret' },
  });
  await expect(failing).rejects.not.toThrow(/secret/);
});

it('refuses what is not plain data, and what is too large', async () => {
  const caller = callerOf(async (name) => (name === 'large' ? 'x'.repeat(2000) : () => 1), 1000);
  await expect(caller.call('function', null)).rejects.toMatchObject({ code: 'PLUGIN_PART_INVALID' });
  await expect(caller.call('large', null)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
});

it('asks for no more parts than the reader takes', async () => {
  let made = 0;
  let ended = () => undefined as void;
  const over = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const caller = callerOf(async function* () {
    try {
      for (;;) yield ++made;
    } finally {
      ended();
    }
  } as unknown as Answer);
  const stream = caller.stream('count', null);
  for (let read = 1; read <= 100; read++) {
    expect((await stream.next()).value).toBe(read);
    expect(made).toBeLessThanOrEqual(read + 2 * streamWindow);
  }
  await stream.return();
  await over;
  expect(made).toBeLessThanOrEqual(100 + 2 * streamWindow);
});

it('gives what a stream returns, and ends with the error that it throws', async () => {
  const caller = callerOf(async function* (name: string) {
    yield 'part';
    if (name === 'failing') throw new RangeError('mid-way');
    return 'end';
  } as unknown as Answer);
  const stream = caller.stream('whole', null);
  expect([await stream.next(), await stream.next()]).toEqual([
    { done: false, value: 'part' },
    { done: true, value: 'end' },
  ]);
  const failing = caller.stream('failing', null);
  await failing.next();
  await expect(failing.next()).rejects.toMatchObject({ code: 'PLUGIN_FAULT' });
});

it('leaves at once when the signal ends, and tells the other side', async () => {
  const told = Promise.withResolvers<void>();
  const caller = callerOf(async (_name, _payload, { signal }) => {
    signal.addEventListener('abort', () => told.resolve());
    return new Promise(() => undefined);
  });
  const leaving = new AbortController();
  const call = caller.call('never', null, leaving.signal);
  // One turn there and back, so that the call has begun.
  await expect(
    Promise.race([call, caller.call('never', null, AbortSignal.abort(new AppError('TIMEOUT')))]),
  ).rejects.toMatchObject({ code: 'TIMEOUT' });
  leaving.abort(new AppError('TIMEOUT'));
  await expect(call).rejects.toMatchObject({ code: 'TIMEOUT' });
  await told.promise;
});

it('fails all that is open when it is closed', async () => {
  const caller = callerOf(() => new Promise(() => undefined));
  const call = caller.call('never', null);
  caller.close(new AppError('PLUGIN_MEMORY', { plugin: 'sample' }));
  await expect(call).rejects.toMatchObject({ code: 'PLUGIN_MEMORY' });
  await expect(caller.call('more', null)).rejects.toMatchObject({ code: 'PLUGIN_MEMORY' });
});
