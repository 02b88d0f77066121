import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type RequestContext, z } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { Outbox, Transaction } from '#platform';
import { loadConfig } from '#platform/config';
import { createOutbox, outboxMigrations } from '#platform/outbox';
import { createTestDatabase, type TestDatabase } from '../../../testkit/database.js';
import type { TestServer } from '../../../testkit/servers.js';
import { silentLog } from '../../../testkit/silent-log.js';
import { jobMigrations, startWorkerHost, type WorkerHost, type WorkerHostOptions } from '../index.js';

const migrations = [{ room: 'platform', migrations: [...outboxMigrations, ...jobMigrations] }];
const stateTimeoutMs = 50_000;

export const anything = z.record(z.string(), z.unknown());

interface JobRow {
  state: string;
  attempt: number;
  error: { code: string } | null;
}
type Parts = Partial<Pick<WorkerHostOptions, 'definitions' | 'handlers' | 'schedules' | 'lease'>> & {
  concurrency?: number;
};

/** Workers, in this process and in others, on one database and one queue; `idle` ends those that still run. */
export class TestJobs {
  readonly outbox: Outbox = createOutbox({ keys: { encrypt: async (_tx, _subject, plain) => plain } });
  readonly queue: TestServer;
  readonly db: TestDatabase;
  /** What this installation's keys begin with in Redis. */
  readonly prefix = `test-${v7()}`;
  readonly #hosts = new Set<WorkerHost>();
  readonly #children = new Set<ChildProcess>();

  private constructor(queue: TestServer, db: TestDatabase) {
    this.queue = queue;
    this.db = db;
  }

  static async open(startQueue: () => Promise<TestServer>): Promise<TestJobs> {
    return new TestJobs(await startQueue(), await createTestDatabase({ migrations }));
  }

  async close(): Promise<void> {
    await this.idle();
    await this.db.close();
    await this.queue.stop();
  }

  /** Between two tests: nothing runs any more. */
  async idle(): Promise<void> {
    await Promise.all([...this.#hosts].map((host) => this.end(host)));
    const children = [...this.#children].filter(
      (child) => child.exitCode === null && child.signalCode === null,
    );
    this.#children.clear();
    for (const child of children) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
  }

  async startWorker({ concurrency, ...parts }: Parts): Promise<WorkerHost> {
    const { queue } = loadConfig({ QUEUE_URL: this.queue.url });
    const host = await startWorkerHost({
      definitions: [],
      handlers: [],
      schedules: [],
      ...parts,
      queue: { ...queue, ai: concurrency ?? queue.ai },
      database: this.db.database,
      system: this.db.system,
      identity: { contextOf: async () => null },
      log: silentLog,
      backoffMs: 20,
      prefix: this.prefix,
    });
    this.#hosts.add(host);
    return host;
  }

  async end(host: WorkerHost, deadlineMs = 0): Promise<void> {
    this.#hosts.delete(host);
    await host.close(deadlineMs);
  }

  /** A worker in a process of its own, with what `worker.fixture.ts` runs. */
  startProcess(): ChildProcess {
    const parameters = [this.db.server.url, this.queue.url, this.prefix];
    const child = fork(new URL('./worker.fixture.js', import.meta.url), parameters);
    this.#children.add(child);
    return child;
  }

  inTenant<Result>(tenant: string, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return this.db.database.tenant(tenant, work);
  }

  enqueue(
    tenant: string,
    name: string,
    payload: Record<string, unknown> = {},
    key?: string,
  ): Promise<string> {
    const job = { name, payload, ...(key ? { key } : {}) };
    return this.inTenant(tenant, (tx) => this.outbox.job(tx, contextOf(tenant), job));
  }

  async row(tenant: string, id: string) {
    const rows = await this.inTenant(tenant, (tx) =>
      tx.query<JobRow>('select state, attempt, error from platform.jobs where id = $1', [id]),
    );
    return rows[0];
  }

  /** Waits for a state of the row, which nobody announces. */
  async untilState(tenant: string, id: string, state: string): Promise<JobRow> {
    return until(async () => {
      const row = await this.row(tenant, id);
      return row?.state === state ? row : null;
    });
  }

  /** Waits for the tenant's one job of that name. */
  async untilExists(tenant: string, name: string): Promise<string> {
    return until(async () => {
      const rows = await this.inTenant(tenant, (tx) =>
        tx.query<{ id: string }>('select id from platform.jobs where name = $1', [name]),
      );
      return rows[0]?.id ?? null;
    });
  }
}

async function until<Found>(look: () => Promise<Found | null>): Promise<Found> {
  const deadline = AbortSignal.timeout(stateTimeoutMs);
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    await wait(10, undefined, { signal: deadline });
  }
}

export function contextOf(tenant: string): RequestContext {
  return {
    tenant,
    actor: 'system:test',
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

/** Waits until the process says so. */
export async function heard(child: ChildProcess, message: string): Promise<void> {
  for (;;) {
    const [text] = await once(child, 'message');
    if (text === message) return;
  }
}
