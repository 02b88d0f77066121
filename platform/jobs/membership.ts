import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { SystemDatabase, Transaction } from '#platform';
import { channels } from '#platform/outbox';

/** How soon a worker that ended is missed. */
export interface Lease {
  /** How often a worker says that it lives. */
  heartbeatMs: number;
  /** A worker that was silent for so long has lost its jobs. */
  leaseMs: number;
}

export const defaultLease: Lease = { heartbeatMs: 2_000, leaseMs: 10_000 };
/** A delivery that nobody took for so long is taken to be lost by the queue. */
const deliveryMs = 30_000;

/** What a heartbeat found. */
export interface Beat {
  /** Names of the jobs that went back to be dispatched anew. */
  requeued: string[];
  /** Ids of the jobs that this worker holds, as the database has it. */
  held: string[];
}

/** One worker among those that share the database: it says that it lives, and finds those that do not. */
export class Membership {
  readonly #system: SystemDatabase;
  readonly #id: string;
  readonly #leaseMs: number;

  constructor(system: SystemDatabase, id: string, { leaseMs }: Lease) {
    this.#system = system;
    this.#id = id;
    this.#leaseMs = leaseMs;
  }

  /** Registers, and at once takes over from workers of this machine whose process has ended. */
  async join(): Promise<Beat> {
    return this.#system.across(async (tx) => {
      const here = await tx.query<{ id: string; pid: number; started: Date }>(
        'select id, pid, started_at as started from platform.workers where host = $1',
        [machine()],
      );
      const ended = here.filter((worker) => !lives(worker.pid, worker.started)).map((worker) => worker.id);
      return this.#round(tx, ended, []);
    });
  }

  /** `active`: the jobs that really run here; others that the database says to run here are given back. */
  async beat(active: readonly string[]): Promise<Beat> {
    return this.#system.across((tx) => this.#round(tx, [], active));
  }

  /** After a crash of the database the queue may lack what it was given. */
  async recover(): Promise<void> {
    await this.#system.across((tx) => requeueDeliveries(tx, 0));
  }

  /** Leaves at once: what is still held goes to others. */
  async leave(): Promise<void> {
    await this.#system.across(async (tx) => {
      await tx.query('delete from platform.workers where id = $1', [this.#id]);
      await requeueOrphans(tx);
      await requeueDeliveries(tx, 0);
      await tx.query(`select pg_notify('${channels.outbox}', 'worker')`);
    });
  }

  async #round(tx: Transaction, ended: readonly string[], active: readonly string[]): Promise<Beat> {
    await tx.query(
      `insert into platform.workers (id, host, pid) values ($1, $2, $3)
       on conflict (id) do update set seen_at = clock_timestamp()`,
      [this.#id, machine(), process.pid],
    );
    const dead = await tx.query(
      `delete from platform.workers
        where id = any($1) or seen_at < clock_timestamp() - $2 * interval '1 ms' returning id`,
      [ended, this.#leaseMs],
    );
    const orphans = await requeueOrphans(tx);
    const forgotten = await tx.query<Named>(
      `update platform.jobs set state = 'waiting', worker = null, available_at = now()
        where state = 'running' and worker = $1 and id <> all($2) and started_at < now() - interval '5 s' returning name`,
      [this.#id, active],
    );
    // Whoever died may have taken deliveries out of the queue without having begun them.
    const lost = await requeueDeliveries(tx, dead.length > 0 ? 0 : deliveryMs);
    const held = await tx.query<{ id: string }>(
      `select id from platform.jobs where state = 'running' and worker = $1`,
      [this.#id],
    );
    const requeued = [...orphans, ...forgotten, ...lost].map(({ name }) => name);
    return { requeued, held: held.map((job) => job.id) };
  }
}

interface Named {
  name: string;
}

/** Jobs of workers that are no more. */
async function requeueOrphans(tx: Transaction): Promise<Named[]> {
  const rows = await tx.query<Named>(
    `update platform.jobs j set state = 'waiting', worker = null, available_at = now()
      where state = 'running' and not exists (select from platform.workers w where w.id = j.worker) returning name`,
  );
  await tx.query(
    `update platform.schedules s set worker = null
      where worker is not null and not exists (select from platform.workers w where w.id = s.worker)`,
  );
  return rows;
}

/** Dispatched anew, a job gets a new number; a delivery of the old one that still turns up is void. */
async function requeueDeliveries(tx: Transaction, olderThanMs: number): Promise<Named[]> {
  return tx.query<Named>(
    `update platform.jobs set state = 'waiting'
      where state = 'queued' and queued_at <= clock_timestamp() - $1 * interval '1 ms' returning name`,
    [olderThanMs],
  );
}

/** Names this machine until it is started anew, and tells apart machines that share a name. */
function machine(): string {
  try {
    return `${hostname()} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`;
  } catch {
    return hostname();
  }
}

function lives(pid: number, registered: Date): boolean {
  if (pid === process.pid) return registered.getTime() > Date.now() - process.uptime() * 1_000;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
