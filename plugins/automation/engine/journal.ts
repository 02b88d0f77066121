import { AppError, type ClockService, type StoreService, type StoreWrite } from 'tributary/sdk';
import {
  facts,
  isOver,
  type RunFacts,
  readRun,
  readSteps,
  runWrite,
  type StepRecord,
  stepWrites,
  type WorkflowRun,
} from './workflow-run.js';

const mostTries = 20;

/**
 * What one job knows of its run, and the only way in which it writes. Each write holds against the run's row: a job
 * whose turn is over cannot write any more.
 */
export class Journal {
  readonly #services: { store: StoreService; clock: ClockService };
  readonly #records: Map<string, StepRecord>;
  #run: WorkflowRun;
  #version: number;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    services: { store: StoreService; clock: ClockService },
    found: { run: WorkflowRun; version: number },
    records: readonly StepRecord[],
    readonly facts: RunFacts,
  ) {
    this.#services = services;
    this.#run = found.run;
    this.#version = found.version;
    this.#records = new Map(records.map((record) => [record.path, record]));
  }

  /** Null when the run is gone or over, or when another turn of it has come. */
  static async open(
    services: { store: StoreService; clock: ClockService },
    runId: string,
    turn: number,
  ): Promise<Journal | null> {
    const found = await readRun(services.store, runId);
    if (!found || isOver(found.run) || found.run.turn !== turn || !found.run.active) return null;
    const begun = (await services.store.get(facts, runId)) as RunFacts | null;
    const erased: RunFacts = { trigger: {}, document: null, fields: {} };
    return new Journal(services, found, await readSteps(services.store, runId), begun ?? erased);
  }

  get run(): WorkflowRun {
    return this.#run;
  }

  get records(): readonly StepRecord[] {
    return [...this.#records.values()];
  }

  record(path: string): StepRecord | undefined {
    return this.#records.get(path);
  }

  now(): Date {
    return this.#services.clock.now();
  }

  /** Writes a step with what goes with it; a new one counts as begun. */
  async write(
    record: StepRecord,
    more: { documentIds?: readonly string[]; isPrivate?: boolean; writes?: readonly StoreWrite[] } = {},
  ): Promise<StepRecord> {
    const isNew = !this.#records.has(record.path);
    const documentIds = [...new Set([...this.#run.documentIds, ...(more.documentIds ?? [])])];
    await this.change(
      (run) => ({
        ...run,
        begun: run.begun + (isNew ? 1 : 0),
        documentIds,
        isPrivate: run.isPrivate || more.isPrivate === true,
      }),
      [...stepWrites(record, documentIds), ...(more.writes ?? [])],
    );
    this.#records.set(record.path, record);
    return record;
  }

  /** Writes the run with these items, one write after the other. Errors: `JOB_LEASE_LOST`. */
  change(change: (run: WorkflowRun) => WorkflowRun, writes: readonly StoreWrite[] = []): Promise<void> {
    return this.commit(change, (all) => this.#services.store.change([...all, ...writes]));
  }

  /** As `change`, by a write of the caller's own, which says whether it wrote. */
  commit(
    change: (run: WorkflowRun) => WorkflowRun,
    write: (all: readonly StoreWrite[]) => Promise<boolean>,
  ): Promise<void> {
    const next = this.#last.then(() => this.#commit(change, write));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #commit(
    change: (run: WorkflowRun) => WorkflowRun,
    write: (all: readonly StoreWrite[]) => Promise<boolean>,
  ): Promise<void> {
    const { store, clock } = this.#services;
    const { id, turn } = this.#run;
    for (let attempt = 0; attempt < mostTries; attempt += 1) {
      const next = { ...change(this.#run), changedAt: clock.now().toISOString() };
      if (await write([runWrite(next, this.#version)])) {
        this.#run = next;
        this.#version += 1;
        return;
      }
      // Somebody has woken or cancelled it meanwhile, or has taken it over.
      const found = await readRun(store, id);
      if (found?.run.turn !== turn || isOver(found.run)) {
        throw new AppError('JOB_LEASE_LOST', { job: `of the workflow run ${id}` });
      }
      this.#run = found.run;
      this.#version = found.version;
    }
    throw new AppError('CONFLICT', { reason: `the run ${id} is being changed` }, { retryable: true });
  }
}
