import type { EventName } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { EventHandler, JobDefinition } from '#platform';
import { channels } from '#platform/outbox';
import { Metrics } from '#platform/telemetry';
import type { Foundation } from '../../cli/foundation.js';
import { Executor } from '../../platform/jobs/executor.js';
import { handlerDefinition } from '../../platform/jobs/handler-job.js';
import { JobMetrics } from '../../platform/jobs/metrics.js';
import { relayEvents } from '../../platform/jobs/relay.js';

interface Waiting {
  tenant: string;
  id: string;
  dispatch: number;
}

/**
 * The worker without a queue between: events become jobs and jobs run as soon as they are committed, through the
 * executor of the product. It says when nothing is left to do.
 */
export class JobPlayer {
  readonly #foundation: Foundation;
  readonly #handlers: () => ReadonlyMap<EventName, readonly EventHandler[]>;
  readonly #executor: Executor;
  readonly #under = new Set<Promise<void>>();
  #unlisten: (() => Promise<void>) | null = null;
  #round: Promise<void> = Promise.resolve();
  #isWanted = false;
  #isClosed = false;

  constructor(
    foundation: Foundation,
    definitions: readonly JobDefinition[],
    handlers: () => readonly EventHandler[],
  ) {
    this.#foundation = foundation;
    const { database, identity, log } = foundation;
    this.#handlers = () => Map.groupBy(handlers(), ({ event }) => event);
    const reactions = () => handlers().map((handler) => handlerDefinition(handler, database));
    const fixed = new Map(definitions.map((definition) => [definition.name, definition]));
    this.#executor = new Executor({
      worker: newId(),
      database,
      identity,
      definitions: lookUp((name) => fixed.get(name) ?? reactions().find((one) => one.name === name)),
      log,
      onEnd: () => this.#wake(),
      backoffMs: 1,
      metrics: new JobMetrics(new Metrics()),
    });
  }

  async start(): Promise<void> {
    this.#unlisten = await this.#foundation.database.listen(channels.outbox, () => this.#wake());
    this.#wake();
  }

  /** Resolves when no event waits and no job waits or runs, whoever wrote it. */
  async settled(): Promise<void> {
    do {
      this.#wake();
      await this.#round;
      await Promise.all(this.#under);
    } while (this.#under.size > 0 || (await this.#isAnyLeft()));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#unlisten?.();
    await this.#round;
    await this.#executor.drain(0);
  }

  /** One round at a time; what wakes it meanwhile asks for one more. */
  #wake(): void {
    if (this.#isWanted || this.#isClosed) return;
    this.#isWanted = true;
    this.#round = this.#round.then(async () => {
      this.#isWanted = false;
      if (!this.#isClosed) await this.#play();
    });
    this.#round.catch(() => undefined);
  }

  async #play(): Promise<void> {
    const waiting = await this.#foundation.system.across(async (tx) => {
      await relayEvents(tx, this.#handlers());
      return tx.query<Waiting>(
        `select tenant_id as tenant, id, dispatch + 1 as dispatch from platform.jobs where state = 'waiting' order by id`,
      );
    });
    for (const delivery of waiting) {
      const run = this.#executor.handle(delivery).finally(() => this.#under.delete(run));
      this.#under.add(run);
    }
  }

  async #isAnyLeft(): Promise<boolean> {
    const [row] = await this.#foundation.system.across((tx) =>
      tx.query<{ left: boolean }>(
        `select exists (select from platform.jobs where state in ('waiting', 'running'))
             or exists (select from platform.outbox where published_at is null) as left`,
      ),
    );
    return row?.left ?? false;
  }
}

/** A map that is asked for single names only. */
function lookUp(get: (name: string) => JobDefinition | undefined): ReadonlyMap<string, JobDefinition> {
  return { get } as ReadonlyMap<string, JobDefinition>;
}
