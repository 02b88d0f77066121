import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError, type RequestContext, z } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { EventHandler, JobDefinition, Logger, Outbox, Schedule, Transaction } from '#platform';
import { loadConfig } from '#platform/config';
import { createOutbox, outboxMigrations } from '#platform/outbox';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { jobMigrations, listDeadLetters, redrive, startWorkerHost, type WorkerHost } from './index.js';

const migrations = [{ room: 'platform', migrations: [...outboxMigrations, ...jobMigrations] }];
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const anything = z.record(z.string(), z.unknown());
const hasRedis = (() => {
  try {
    execFileSync('redis-server', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

function contextOf(tenant: string, actor = 'system:test'): RequestContext {
  return {
    tenant,
    actor,
    roles: [],
    scopes: [],
    groups: [],
    rights: { mode: 'every', principals: ['group:a'] },
    requestId: 'request-1',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    deadline: Date.now() + 60_000,
    generation: null,
  };
}

/** Redis on a free port, not as root. */
async function startRedis(): Promise<{ url: string; stop(): Promise<void> }> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  const folder = await mkdtemp(join(tmpdir(), 'tributary-redis-'));
  const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const flags = [
    '--port',
    String(port),
    '--save',
    '',
    '--appendonly',
    'no',
    '--maxmemory-policy',
    'noeviction',
  ];
  const server = spawn('redis-server', flags, { cwd: '/', stdio: ['ignore', 'pipe', 'ignore'], ...account });
  for await (const text of server.stdout) if (String(text).includes('Ready to accept')) break;
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

const drivers = [
  { name: 'the database', start: async () => ({ url: 'database:', stop: async () => undefined }) },
  { name: 'Redis', start: startRedis },
];

for (const driver of drivers) {
  const suite = driver.name === 'Redis' && !hasRedis ? describe.skip : describe;
  suite(`jobs on ${driver.name}`, () => {
    let store: { url: string; stop(): Promise<void> };
    let test_: TestDatabase;
    let outbox: Outbox;
    let prefix: string;
    const hosts: WorkerHost[] = [];
    const children: ChildProcess[] = [];

    beforeAll(async () => {
      store = await driver.start();
    });
    afterAll(() => store.stop());
    beforeEach(async () => {
      test_ = await createTestDatabase({ migrations });
      outbox = createOutbox({ keys: { encrypt: async (_tx, _subject, plain) => plain } });
      prefix = `test-${v7()}`;
    });
    afterEach(async () => {
      await Promise.all(hosts.splice(0).map((host) => host.close(0)));
      for (const child of children.splice(0)) child.kill('SIGKILL');
      await test_.close();
    });

    const start = async (parts: {
      definitions?: JobDefinition[];
      handlers?: EventHandler[];
      schedules?: Schedule[];
      queue?: Record<string, number>;
    }) => {
      const { queue } = loadConfig({ QUEUE_URL: store.url });
      const host = await startWorkerHost({
        queue: { ...queue, ...parts.queue },
        database: test_.database,
        system: test_.system,
        identity: { contextOf: async () => null },
        log: silent,
        definitions: parts.definitions ?? [],
        handlers: parts.handlers ?? [],
        schedules: parts.schedules ?? [],
        backoffMs: 20,
        prefix,
      });
      hosts.push(host);
      return host;
    };
    const startChild = async () => {
      const child = fork(new URL('./worker.fixture.js', import.meta.url), [
        test_.server.url,
        store.url,
        prefix,
      ]);
      children.push(child);
      await heard(child, 'ready');
      return child;
    };
    const inTenant = <T>(tenant: string, work: (tx: Transaction) => Promise<T>) =>
      test_.database.tenant(tenant, work);
    const enqueue = (tenant: string, name: string, payload: Record<string, unknown> = {}, key?: string) =>
      inTenant(tenant, (tx) => outbox.job(tx, contextOf(tenant), { name, payload, ...(key ? { key } : {}) }));
    const rowOf = async (tenant: string, id: string) => {
      const rows = await inTenant(tenant, (tx) =>
        tx.query<{ state: string; attempt: number; error: { code: string } | null }>(
          'select state, attempt, error from platform.jobs where id = $1',
          [id],
        ),
      );
      return rows[0];
    };
    const untilState = async (tenant: string, id: string, state: string) => {
      for (;;) {
        const row = await rowOf(tenant, id);
        if (row?.state === state) return row;
        await wait(10);
      }
    };

    test('a job runs once, with its payload and the rights it was written with', async () => {
      const ran = Promise.withResolvers<unknown>();
      await start({
        definitions: [
          {
            name: 'hello',
            queue: 'ai',
            payload: z.object({ n: z.int() }),
            run: async (payload, job) =>
              ran.resolve({ payload, actor: job.context.actor, rights: job.context.rights }),
          },
        ],
      });
      const tenant = v7();
      const id = await enqueue(tenant, 'hello', { n: 7 });
      expect(await ran.promise).toEqual({
        payload: { n: 7 },
        actor: 'system:test',
        rights: { mode: 'every', principals: ['group:a'] },
      });
      await untilState(tenant, id, 'done');
    });

    test('an outbox that rolls back leaves no job', async () => {
      const seen: unknown[] = [];
      await start({
        definitions: [{ name: 'note', queue: 'ai', payload: anything, run: async (p) => void seen.push(p) }],
      });
      const tenant = v7();
      await inTenant(tenant, async (tx) => {
        await outbox.job(tx, contextOf(tenant), { name: 'note', payload: { from: 'rolled back' } });
        throw new AppError('CONFLICT', { reason: 'changed my mind' });
      }).catch(() => undefined);
      await untilState(tenant, await enqueue(tenant, 'note', { from: 'committed' }), 'done');
      expect(seen).toEqual([{ from: 'committed' }]);
    });

    test('a hundred parallel requests with one key are one job', async () => {
      let runs = 0;
      await start({
        definitions: [{ name: 'once', queue: 'ai', payload: anything, run: async () => void runs++ }],
      });
      const tenant = v7();
      const ids = await Promise.all(Array.from({ length: 100 }, () => enqueue(tenant, 'once', {}, 'same')));
      expect(new Set(ids).size).toBe(1);
      await untilState(tenant, ids[0]!, 'done');
      await untilState(tenant, await enqueue(tenant, 'once', {}, 'other'), 'done');
      expect(runs).toBe(2);
    });

    test('an error that may pass is tried again, and finished steps stay finished', async () => {
      const effects: string[] = [];
      let failures = 0;
      await start({
        definitions: [
          {
            name: 'steps',
            queue: 'ingest',
            payload: anything,
            async run(_payload, job) {
              for (const step of ['one', 'two']) {
                const first = await inTenant(job.context.tenant, (tx) => job.effect(tx, step, { step }));
                if (first) effects.push(step);
                if (step === 'one' && failures++ < 2) throw new AppError('UNAVAILABLE', { thing: 'It' });
              }
              effects.push(JSON.stringify(await job.checkpoint('one')));
            },
          },
        ],
      });
      const tenant = v7();
      const row = await untilState(tenant, await enqueue(tenant, 'steps'), 'done');
      expect(row.attempt).toBe(3);
      expect(effects).toEqual(['one', 'two', '{"step":"one"}']);
    });

    test('an error that will not pass is a dead letter at once, is told, and can be redriven', async () => {
      let broken = true;
      const told: unknown[] = [];
      await start({
        definitions: [
          {
            name: 'fragile',
            queue: 'ai',
            payload: anything,
            async run() {
              if (broken) throw new AppError('DOCUMENT_EMPTY');
            },
            onDead: async (_payload, error) => void told.push((error as AppError).code),
          },
        ],
      });
      const tenant = v7();
      const id = await enqueue(tenant, 'fragile');
      const row = await untilState(tenant, id, 'dead');
      expect(row).toMatchObject({ attempt: 1, error: { code: 'DOCUMENT_EMPTY' } });
      expect(told).toEqual(['DOCUMENT_EMPTY']);
      expect(await inTenant(tenant, (tx) => listDeadLetters(tx, 10))).toMatchObject([
        { id, name: 'fragile' },
      ]);
      await expect(inTenant(v7(), (tx) => redrive(tx, id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
      broken = false;
      await inTenant(tenant, (tx) => redrive(tx, id));
      await untilState(tenant, id, 'done');
    });

    test('a job that takes too long is stopped', async () => {
      await start({
        definitions: [
          {
            name: 'slow',
            queue: 'ai',
            payload: anything,
            attempts: 1,
            timeoutMs: 50,
            run: (_payload, job) => once(job.signal, 'abort').then(() => job.signal.throwIfAborted()),
          },
        ],
      });
      const tenant = v7();
      const row = await untilState(tenant, await enqueue(tenant, 'slow'), 'dead');
      expect(row.error?.code).toBe('JOB_TIMEOUT');
    });

    test('an event reaches each of its handlers once', async () => {
      const seen: string[] = [];
      const both = Promise.withResolvers<void>();
      const handler = (name: string): EventHandler => ({
        name,
        event: 'document.deleted',
        queue: 'notify',
        async run(event) {
          seen.push(`${name} ${(event.payload as { documentId: string }).documentId}`);
          if (seen.length === 2) both.resolve();
        },
      });
      await start({ handlers: [handler('a'), handler('b')] });
      const tenant = v7();
      const documentId = v7();
      await inTenant(tenant, (tx) => outbox.event(tx, contextOf(tenant), 'document.deleted', { documentId }));
      await both.promise;
      expect(seen.sort()).toEqual([`a ${documentId}`, `b ${documentId}`]);
    });

    test('an event that fails in a batch is tried again, the others are not', async () => {
      const seen: string[] = [];
      const all = Promise.withResolvers<void>();
      let broken = true;
      const handler: EventHandler<'document.changed'> = {
        name: 'flaky',
        event: 'document.changed',
        queue: 'notify',
        async run({ payload }, job) {
          const first = await inTenant(job.context.tenant, (tx) => job.effect(tx, 'write'));
          seen.push(`${payload.status} ${first}`);
          if (payload.status === 'b' && broken) {
            broken = false;
            throw new AppError('UNAVAILABLE', { thing: 'It' });
          }
          if (seen.length === 4) all.resolve();
        },
      };
      const tenant = v7();
      await inTenant(tenant, async (tx) => {
        for (const status of ['a', 'b', 'c'])
          await outbox.event(tx, contextOf(tenant), 'document.changed', { documentId: v7(), status });
      });
      await start({ handlers: [handler as unknown as EventHandler] });
      await all.promise;
      expect(seen).toEqual(['a true', 'b true', 'c true', 'b false']);
    });

    test('a tenant with few jobs does not wait for one with many', async () => {
      const order: string[] = [];
      const many = v7();
      const few = v7();
      for (let i = 0; i < 200; i++) await enqueue(many, 'work', { of: 'many' });
      const last = await Promise.all(Array.from({ length: 4 }, () => enqueue(few, 'work', { of: 'few' })));
      await start({
        queue: { ai: 2 },
        definitions: [
          {
            name: 'work',
            queue: 'ai',
            payload: z.object({ of: z.string() }),
            run: async ({ of }) => {
              order.push(of);
              await wait(2);
            },
          },
        ],
      });
      await Promise.all(last.map((id) => untilState(few, id, 'done')));
      expect(order.lastIndexOf('few')).toBeLessThan(30);
    });

    test('a worker that was killed loses its job to another within the lease', async () => {
      const tenant = v7();
      const child = await startChild();
      const id = await enqueue(tenant, 'block');
      await heard(child, 'running');
      const killed = once(child, 'exit');
      child.kill('SIGKILL');
      await killed;
      const begun = Date.now();
      const result = Promise.withResolvers<unknown>();
      await start({
        definitions: [
          {
            name: 'block',
            queue: 'ai',
            payload: anything,
            run: async (_payload, job) => result.resolve([job.attempt, await job.checkpoint('first')]),
          },
        ],
      });
      expect(await result.promise).toEqual([2, { by: 'killed' }]);
      // A worker that starts on the same machine sees that the process has ended, and need not wait for the lease.
      expect(Date.now() - begun).toBeLessThan(3_000);
      await untilState(tenant, id, 'done');
    });

    test('a worker that falls silent on another machine loses its job when the lease ends', async () => {
      const tenant = v7();
      const child = await startChild();
      const id = await enqueue(tenant, 'block');
      await heard(child, 'running');
      child.kill('SIGSTOP');
      // Seven of the ten seconds are over.
      await test_.system.across((tx) =>
        tx.query(`update platform.workers set host = 'elsewhere', seen_at = seen_at - interval '7 s'`),
      );
      const begun = Date.now();
      await start({
        definitions: [{ name: 'block', queue: 'ai', payload: anything, run: async () => undefined }],
      });
      await untilState(tenant, id, 'done');
      expect(Date.now() - begun).toBeLessThan(3_000 + 2_000 + 500);
    });

    test('a job that kills its workers dies after its attempts', async () => {
      const tenant = v7();
      const id = await enqueue(tenant, 'poison');
      for (let kills = 0; kills < 2; kills++) {
        const child = fork(new URL('./worker.fixture.js', import.meta.url), [
          test_.server.url,
          store.url,
          prefix,
        ]);
        await once(child, 'exit');
      }
      await start({
        definitions: [
          { name: 'poison', queue: 'ai', payload: anything, attempts: 2, run: async () => undefined },
        ],
      });
      expect(await untilState(tenant, id, 'dead')).toMatchObject({ error: { code: 'JOB_LOST' } });
    });

    test('a worker that closes gives back what it could not end, and the attempt does not count', async () => {
      const tenant = v7();
      const running = Promise.withResolvers<void>();
      const first = await start({
        definitions: [
          {
            name: 'long',
            queue: 'ai',
            payload: anything,
            async run(_payload, job) {
              running.resolve();
              await once(job.signal, 'abort');
              throw job.signal.reason;
            },
          },
        ],
      });
      const id = await enqueue(tenant, 'long');
      await running.promise;
      await first.close(10);
      hosts.splice(0);
      expect(await rowOf(tenant, id)).toMatchObject({ state: 'waiting', attempt: 0 });
      await start({
        definitions: [{ name: 'long', queue: 'ai', payload: anything, run: async () => undefined }],
      });
      await untilState(tenant, id, 'done');
    });

    test('a worker whose lease has moved can write nothing', async () => {
      const tenant = v7();
      const moved = Promise.withResolvers<void>();
      const outcome = Promise.withResolvers<unknown>();
      const taken = Promise.withResolvers<void>();
      await start({
        definitions: [
          {
            name: 'zombie',
            queue: 'ai',
            payload: anything,
            async run(_payload, job) {
              if (job.attempt > 1) return;
              taken.resolve();
              await moved.promise;
              await inTenant(tenant, (tx) => job.effect(tx, 'late')).then(outcome.resolve, outcome.resolve);
            },
          },
        ],
      });
      const id = await enqueue(tenant, 'zombie');
      await taken.promise;
      await test_.system.across((tx) =>
        tx.query(`update platform.jobs set state = 'waiting', worker = null where id = $1`, [id]),
      );
      moved.resolve();
      expect(await outcome.promise).toMatchObject({ code: 'JOB_LEASE_LOST' });
      await untilState(tenant, id, 'done');
    });

    test('a schedule runs in one worker at a time', async () => {
      let running = 0;
      let most = 0;
      let turns = 0;
      const enough = Promise.withResolvers<void>();
      const schedule: Schedule = {
        name: 'tick',
        everyMs: 20,
        async run() {
          most = Math.max(most, ++running);
          await wait(30);
          running--;
          if (++turns === 5) enough.resolve();
        },
      };
      await Promise.all([start({ schedules: [schedule] }), start({ schedules: [schedule] })]);
      await enough.promise;
      expect(most).toBe(1);
    });

    test('nothing but ids lies in the queue', async () => {
      const held = Promise.withResolvers<void>();
      const taken = Promise.withResolvers<void>();
      await start({
        definitions: [
          {
            name: 'secret',
            queue: 'ai',
            payload: anything,
            async run() {
              taken.resolve();
              await held.promise;
            },
          },
        ],
      });
      const tenant = v7();
      await enqueue(tenant, 'secret', { canary: 'b3c1-personal' });
      await taken.promise;
      if (store.url === 'database:') {
        const { rows } = await test_.database.pool.query('select data::text from bullmq.job');
        expect(rows.length).toBeGreaterThan(0);
        expect(JSON.stringify(rows)).not.toContain('personal');
      } else {
        const dump = execFileSync('redis-cli', ['-u', store.url, '--scan'], { encoding: 'utf8' });
        expect(dump).toContain(prefix);
        const keys = dump.split('\n').filter((key) => /-1$/.test(key) && key.startsWith(prefix));
        for (const key of keys) {
          const hash = execFileSync('redis-cli', ['-u', store.url, 'HGETALL', key], { encoding: 'utf8' });
          expect(hash).not.toContain('personal');
        }
        expect(keys).toHaveLength(1);
      }
      held.resolve();
    });
  });
}

async function heard(child: ChildProcess, message: string): Promise<void> {
  for (;;) {
    const [text] = await once(child, 'message');
    if (text === message) return;
  }
}
