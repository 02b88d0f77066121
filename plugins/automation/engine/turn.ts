import { AppError, errorShape, type JobProgress, type StoreWrite } from 'tributary/sdk';
import { filled } from '../definition/expression.js';
import type { Leaf, Undo } from '../definition/leaf.js';
import type { Control, Step } from '../definition/step.js';
import { kindOf } from '../leaves/kinds.js';
import type { Call, Performed } from '../leaves/leaf-kind.js';
import { arrivalsOf } from './arrivals.js';
import { documentsIn } from './documents-in.js';
import type { Journal } from './journal.js';
import type { TurnServices } from './turn-services.js';
import { clearing, once, timerWrite, watchWrite } from './waiting.js';
import type { Data, End, Outcome, Stage } from './walk.js';
import type { RunError, StepRecord, Waiting } from './workflow-run.js';

const over: ReadonlySet<StepRecord['state']> = new Set(['DONE', 'SKIPPED', 'UNDONE']);
/** What a failure asks of a step. */
type Failing = (Leaf | Undo) & Pick<Leaf, 'onError' | 'retry'>;

const mostBegun = 1_000;
const mostResumed = 5;
/** An output may not be larger than this, as JSON. */
const largestOutput = 64 * 1024;
/** After this no further step is begun, so that no place of the queue is held for ever. */
const turnMs = 20_000;
const longestBackoffMs = 3_600_000;
/** No call may take longer; what does is started and looked at again. */
const longestHoldMs = 60_000;
const shortPatienceMs = 2_000;

/** One job's way through a run: does what is due and writes down each beginning and end. */
export class Turn implements Stage {
  readonly #journal: Journal;
  readonly #services: TurnServices;
  readonly #signal: AbortSignal;
  readonly #until = performance.now() + turnMs;
  /** Steps that this job has begun: others that run were begun by one that crashed. */
  readonly #own = new Set<string>();
  /** Steps that are looked at again, by their times. */
  readonly due: { path: string; at: string }[] = [];
  /** Why the run cannot go on. */
  failure: RunError | null = null;

  constructor(journal: Journal, services: TurnServices, { signal }: Pick<JobProgress, 'signal'>) {
    this.#journal = journal;
    this.#services = services;
    this.#signal = signal;
  }

  get facts(): Data {
    const { id, workflow, version, startedAt } = this.#journal.run;
    return { ...this.#journal.facts, run: { id, workflow, version, startedAt } };
  }

  get isPaused(): boolean {
    return this.#signal.aborted || performance.now() > this.#until || this.#journal.run.cancelled !== null;
  }

  async leaf(step: Leaf, path: string, data: Data): Promise<{ end: End; outcome: Outcome | null }> {
    const before = this.#journal.record(path);
    if (before && over.has(before.state)) return ended(before);
    if (before?.state === 'FAILED' || before?.state === 'CANCELLED') return this.#failed(before, step);
    if (this.isPaused) return { end: 'PAUSED', outcome: null };
    try {
      const record = await this.#ready(step, path, data, before);
      if (record.state === 'WAITING' && !this.#isDue(record)) return waits(record, this.due);
      const done = await this.#perform(step, record);
      return done.state === 'DONE' ? ended(await this.#done(step, done, data)) : waits(done, this.due);
    } catch (error) {
      return this.#fails(step, path, error);
    }
  }

  /** The step as it is before it is done: begun, taken up after a crash, or tried again. */
  async #ready(step: Leaf, path: string, data: Data, before: StepRecord | undefined): Promise<StepRecord> {
    const own = this.#own.has(path);
    this.#own.add(path);
    if (!before) {
      if (this.#journal.run.begun >= mostBegun)
        throw failure(path, `A run begins ${mostBegun} steps at most`);
      return this.#begin(step, path, filled(kindOf(step).template(step, data), data));
    }
    if (before.state === 'RETRYING') {
      if (!this.#isDue(before)) return { ...before, state: 'WAITING' };
      return this.#write({ ...before, state: 'RUNNING', attempts: before.attempts + 1, waiting: null });
    }
    if (before.state !== 'RUNNING' || own) return before;
    this.#expectRepeatable(step, before);
    if (before.resumed >= mostResumed)
      throw failure(path, `The worker ended ${mostResumed} times while it ran`);
    return this.#write({ ...before, resumed: before.resumed + 1 });
  }

  /** It was begun, and nobody knows whether it was done. */
  #expectRepeatable(step: Leaf | Undo, { path, input }: StepRecord): void {
    if (kindOf(step).isRepeatable(input)) return;
    throw new AppError('WORKFLOW_STEP_FAILED', {
      reason: `The worker ended while ${path} ran; it may have happened, and has no key to tell`,
      mend: 'Look whether it happened; give the step a key, or say that it is repeatable.',
    });
  }

  #begin(step: Leaf | Undo, path: string, input: unknown): Promise<StepRecord> {
    return this.#write(this.#newRecord(step.type, 'name' in step ? step.name : path, path, input));
  }

  #newRecord(type: string, name: string, path: string, input: unknown): StepRecord {
    const { id, begun } = this.#journal.run;
    return {
      run: id,
      path,
      name,
      type,
      state: 'RUNNING',
      order: begun,
      attempts: 1,
      resumed: 0,
      input,
      output: null,
      error: null,
      waiting: null,
      undo: null,
      startedAt: this.#journal.now().toISOString(),
      endedAt: null,
    };
  }

  async #perform(step: Leaf | Undo, record: StepRecord): Promise<StepRecord> {
    const kind = kindOf(step);
    const call: Call = {
      runId: record.run,
      path: record.path,
      attempt: record.attempts,
      workflow: this.#journal.run.workflow,
      actor: this.#journal.run.actor,
      documentIds: this.#journal.run.documentIds,
      startedAt: record.startedAt,
      now: () => this.#journal.now(),
      arrivals: () => arrivalsOf(this.#services, record),
      // What holds the place of the queue; what takes longer is waited for.
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(Math.min(step.timeout, longestHoldMs))]),
      timeoutMs: step.timeout,
      patienceMs: 'name' in step ? shortPatienceMs : longestHoldMs,
    };
    const performed =
      record.waiting === null
        ? await kind.perform(record.input, this.#services, call)
        : await kind.look(record.input, record.waiting, this.#services, call);
    return this.#keep(record, performed);
  }

  async #keep(record: StepRecord, performed: Performed): Promise<StepRecord> {
    const cleared = clearing(record);
    if (performed.state === 'WAITING') {
      const { waiting, watch } = performed;
      const writes: StoreWrite[] = [
        ...cleared,
        ...(waiting.dueAt ? [timerWrite(record, waiting.dueAt)] : []),
        ...(watch ? [watchWrite(record, watch.subject, watch.where)] : []),
      ];
      return this.#write({ ...record, state: 'WAITING', waiting }, { writes: once(writes) });
    }
    const { output, documentIds = [], isPrivate = false } = performed;
    if (JSON.stringify(output ?? null).length > largestOutput) {
      throw failure(record.path, `Its output is larger than ${largestOutput} bytes`);
    }
    const named = await documentsIn([record.input, output], this.#services.documents);
    return this.#write(
      { ...record, state: 'DONE', output, waiting: null, endedAt: this.#journal.now().toISOString() },
      { documentIds: [...documentIds, ...named], isPrivate, writes: cleared },
    );
  }

  /** With what undoes it, which sees its output. */
  async #done(step: Leaf, record: StepRecord, data: Data): Promise<StepRecord> {
    if (!step.compensate) return record;
    const { state, output } = record;
    const own = {
      ...data,
      steps: { ...(data.steps as object), [step.name]: { state, output, error: null } },
    };
    return this.#write({
      ...record,
      undo: filled(kindOf(step.compensate).template(step.compensate, own), own),
    });
  }

  async #fails(step: Failing, path: string, thrown: unknown): Promise<{ end: End; outcome: Outcome | null }> {
    // The job is told to stop, or has lost its turn: the step did not fail.
    if (this.#signal.aborted || (thrown instanceof AppError && thrown.code === 'JOB_LEASE_LOST'))
      throw thrown;
    const isLate = thrown instanceof DOMException && thrown.name === 'TimeoutError';
    const shape = isLate
      ? failure(path, `It took longer than ${step.timeout} ms`, true).toShape()
      : errorShape(thrown);
    const record = this.#journal.record(path) ?? (await this.#begin(step, path, null));
    const error: RunError = { code: shape.code, message: shape.message, path };
    if (
      shape.retryable &&
      record.attempts < step.retry.attempts &&
      kindOf(step).mayRetry(record.input, isLate)
    ) {
      const waitMs = Math.min(step.retry.backoff * 2 ** (record.attempts - 1), longestBackoffMs);
      const dueAt = new Date(this.#journal.now().getTime() + waitMs).toISOString();
      const waiting: Waiting = { kind: 'RETRY', ref: null, dueAt, giveUpAt: null };
      const retrying = { ...record, state: 'RETRYING' as const, error, waiting };
      return waits(
        await this.#write(retrying, { writes: once([...clearing(record), timerWrite(record, dueAt)]) }),
        this.due,
      );
    }
    const endedAt = this.#journal.now().toISOString();
    const ended = { ...record, state: 'FAILED' as const, error, waiting: null, endedAt };
    return this.#failed(await this.#write(ended, { writes: clearing(record) }), step);
  }

  #failed(record: StepRecord, { onError }: Failing): { end: End; outcome: Outcome } {
    if (onError === 'FAIL') this.failure = record.error;
    return { end: onError === 'CONTINUE' ? 'DONE' : 'FAILED', outcome: outcomeOf(record) };
  }

  async skip(step: Step, path: string): Promise<Outcome> {
    const before = this.#journal.record(path);
    if (before) return outcomeOf(before);
    const record = this.#newRecord(step.type, step.name, path, null);
    return outcomeOf(await this.#write({ ...record, state: 'SKIPPED', endedAt: record.startedAt }));
  }

  async enter(step: Control, path: string): Promise<void> {
    if (!this.#journal.record(path)) await this.#write(this.#newRecord(step.type, step.name, path, null));
  }

  async leave(_step: Control, path: string, output: unknown): Promise<Outcome> {
    const record = this.#journal.record(path);
    if (!record) throw new AppError('INTERNAL', { reason: `the step ${path} was left and not entered` });
    if (record.state === 'DONE') return outcomeOf(record);
    return outcomeOf(
      await this.#write({ ...record, state: 'DONE', output, endedAt: this.#journal.now().toISOString() }),
    );
  }

  async fail(_step: Control, path: string, reason: string): Promise<End> {
    const record = this.#journal.record(path);
    const error: RunError = { code: 'WORKFLOW_STEP_FAILED', message: reason, path };
    this.failure = error;
    if (record && record.state !== 'FAILED') {
      await this.#write({ ...record, state: 'FAILED', error, endedAt: this.#journal.now().toISOString() });
    }
    return 'FAILED';
  }

  /** Undoes one step that was done; whether that went well stands in its record. */
  async undo(compensate: Undo, record: StepRecord): Promise<void> {
    const path = `${record.path}/undo`;
    const before = this.#journal.record(path);
    if (before?.state === 'FAILED') return;
    try {
      if (before?.state === 'RUNNING') this.#expectRepeatable(compensate, before);
      const begun = before ?? (await this.#begin(compensate, path, record.undo));
      if (begun.state !== 'DONE') await this.#performAtOnce(compensate, begun);
      await this.#write({ ...record, state: 'UNDONE' });
    } catch (error) {
      await this.#fails({ ...compensate, onError: 'FAIL', retry: { attempts: 1, backoff: 0 } }, path, error);
    }
  }

  /** Several times, if what hinders it may pass. */
  async #performAtOnce(compensate: Undo, begun: StepRecord): Promise<void> {
    for (let record = begun; ; ) {
      try {
        const done = await this.#perform(compensate, record);
        if (done.state !== 'DONE') throw failure(record.path, 'It does not end in time');
        return;
      } catch (error) {
        const isLast = record.attempts >= compensate.retry.attempts || !errorShape(error).retryable;
        if (isLast || this.#signal.aborted) throw error;
        record = await this.#write({ ...record, attempts: record.attempts + 1 });
      }
    }
  }

  #isDue({ waiting }: StepRecord): boolean {
    // What waits for somebody else is looked at whenever the run is woken.
    if (waiting?.kind !== 'RETRY' && waiting?.kind !== 'TIME') return true;
    return waiting.dueAt === null || Date.parse(waiting.dueAt) <= this.#journal.now().getTime();
  }

  #write(record: StepRecord, more?: Parameters<Journal['write']>[1]): Promise<StepRecord> {
    return this.#journal.write(record, more);
  }
}

const failure = (path: string, reason: string, retryable = false) =>
  new AppError(
    'WORKFLOW_STEP_FAILED',
    { reason: `${path}: ${reason}`, mend: 'See the step in the definition.' },
    { retryable },
  );

const outcomeOf = ({ state, output, error }: StepRecord): Outcome => ({
  state: state === 'SKIPPED' || state === 'FAILED' ? state : 'DONE',
  output,
  error,
});
const ended = (record: StepRecord) => ({ end: 'DONE' as const, outcome: outcomeOf(record) });
function waits({ path, waiting }: StepRecord, due: { path: string; at: string }[]) {
  if (waiting?.dueAt) due.push({ path, at: waiting.dueAt });
  return { end: 'WAITING' as const, outcome: null };
}
