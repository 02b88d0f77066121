import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { AppError } from 'tributary/sdk';
import { Lifecycle } from './lifecycle.js';

const nothing = () => undefined;
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const entry = new URL('./index.js', import.meta.url).href;

function create(exits: number[] = []) {
  return new Lifecycle({ log, drainMs: 1000, exit: (code) => void exits.push(code) });
}

it('stops in reverse what it started in order, even if one part fails to stop', async () => {
  const order: string[] = [];
  const lifecycle = create();
  for (const name of ['database', 'jobs', 'gateway']) {
    await lifecycle.start(name, async () => ({
      part: order.push(`+${name}`),
      stop: () => {
        order.push(`-${name}`);
        if (name === 'jobs') throw new RangeError('stuck');
      },
    }));
  }
  await lifecycle.stop();
  expect(order).toEqual(['+database', '+jobs', '+gateway', '-gateway', '-jobs', '-database']);
});

it('is ready when started and every dependency works, and says which does not', async () => {
  const lifecycle = create();
  expect((await lifecycle.health.readiness()).status).toBe(503);
  let asked = 0;
  lifecycle.health.register('database', async () => {
    asked += 1;
  });
  lifecycle.ready();
  const answers = await Promise.all(Array.from({ length: 50 }, () => lifecycle.health.readiness()));
  expect(answers.every((answer) => answer.status === 200)).toBe(true);
  expect(asked).toBe(1);
  lifecycle.health.register('queue', async () => {
    throw new AppError('UNAVAILABLE', { thing: 'queue' });
  });
  expect(await lifecycle.health.readiness()).toMatchObject({
    status: 503,
    body: {
      status: 'unavailable',
      checks: { database: { ok: true }, queue: { ok: false, code: 'UNAVAILABLE' } },
    },
  });
});

it('is not ready from the moment it drains', async () => {
  const lifecycle = create();
  const release = Promise.withResolvers<void>();
  await lifecycle.start('work', async () => ({ part: null, stop: () => release.promise }));
  lifecycle.ready();
  const stopped = lifecycle.stop();
  expect(lifecycle.draining.aborted).toBe(true);
  expect(await lifecycle.health.readiness()).toMatchObject({ status: 503, body: { status: 'draining' } });
  release.resolve();
  await stopped;
});

async function run(stop: string, drainMs: number, signals = 1): Promise<number | null> {
  const script = `import { Lifecycle } from '${entry}';
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const lifecycle = new Lifecycle({ log, drainMs: ${drainMs} });
    await lifecycle.start('x', async () => ({ part: null, stop: ${stop} }));
    lifecycle.watchSignals();
    setInterval(() => undefined, 1000);
    lifecycle.draining.addEventListener('abort', () => console.log('draining'));
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  for (let sent = 0; sent < signals; sent += 1) {
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
  }
  const [code] = (await exit) as [number | null];
  return code;
}

it('exits with 0 after a drain, with 1 past the deadline and at a second signal', async () => {
  const stuck = '() => new Promise(() => undefined)';
  expect(await run('async () => undefined', 600_000)).toBe(0);
  expect(await run(stuck, 50)).toBe(1);
  expect(await run(stuck, 600_000, 2)).toBe(1);
});
