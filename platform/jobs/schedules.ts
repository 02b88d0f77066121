import { errorShape } from 'tributary/sdk';
import type { Logger, Schedule, SystemDatabase } from '#platform';

/** Runs schedules: each in one worker at a time, at most once in its interval, whatever the number of workers. */
export class Schedules {
  readonly #parts: { system: SystemDatabase; worker: string; log: Logger };
  readonly #schedules: readonly Schedule[];
  readonly #stopped = new AbortController();
  #loops: Promise<void>[] = [];

  constructor(
    schedules: readonly Schedule[],
    parts: { system: SystemDatabase; worker: string; log: Logger },
  ) {
    this.#schedules = schedules;
    this.#parts = parts;
  }

  start(): void {
    this.#loops = this.#schedules.map((schedule) => this.#loop(schedule));
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#loops);
  }

  async #loop(schedule: Schedule): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const waitMs = await this.#turn(schedule).catch((error: unknown) => {
        const facts = { schedule: schedule.name, error: errorShape(error).code, cause: String(error) };
        if (!signal.aborted) this.#parts.log.warn(facts, 'schedule failed');
        return schedule.everyMs;
      });
      await pause(waitMs, signal);
    }
  }

  /** Runs it if it is due and free; returns how long to wait before looking again. */
  async #turn(schedule: Schedule): Promise<number> {
    if (!(await this.#claim(schedule))) return schedule.everyMs;
    const begun = Date.now();
    try {
      await schedule.run(this.#stopped.signal);
    } finally {
      await this.#release(schedule);
    }
    return Math.max(0, schedule.everyMs - (Date.now() - begun));
  }

  async #claim({ name, everyMs }: Schedule): Promise<boolean> {
    // Due a little early: timers of two workers, or of one, are never exactly an interval apart. What this worker
    // still holds it could not release, as the database was away: it runs a schedule once at a time.
    const rows = await this.#parts.system.across((tx) =>
      tx.query(
        `insert into platform.schedules as s (name, next_at, worker)
         values ($1, clock_timestamp() + $2 * interval '1 ms', $3)
         on conflict (name) do update set next_at = excluded.next_at, worker = excluded.worker
          where (s.worker is null or s.worker = excluded.worker)
            and s.next_at <= clock_timestamp() + $2 * interval '0.1 ms'
         returning name`,
        [name, everyMs, this.#parts.worker],
      ),
    );
    return rows.length === 1;
  }

  async #release({ name }: Schedule): Promise<void> {
    await this.#parts.system.across((tx) =>
      tx.query('update platform.schedules set worker = null where name = $1 and worker = $2', [
        name,
        this.#parts.worker,
      ]),
    );
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
