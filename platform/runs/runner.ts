import { type AIResult, AppError, type CapabilityStep } from 'tributary/sdk';
import type { CapabilityRun, CapabilityRunner, RunRow } from '#platform';
import { type ParsedInput, parseInput } from '#platform/plugin-host';
import { conclude, concludeFailed, type EndedRun, factsFor, type Ruled, ruled } from './conclude.js';
import { enginesOf } from './fallback.js';
import { find } from './find.js';
import type { Grounded } from './findings.js';
import { type Flight, Flights } from './flights.js';
import { openLiveFrame, openQuietFrame } from './frames.js';
import { accountOf, RunMeter } from './meter.js';
import type { Ended } from './run-caller.js';
import type { OpenRun, RunFrame } from './run-frame.js';
import { joinKey, type RunIdentity } from './run-identity.js';
import { withoutContent } from './run-spans.js';
import { RunTrace } from './run-trace.js';
import { readVersions } from './run-versions.js';
import { RunWatch } from './run-watch.js';
import type { RunnerParts } from './runner-parts.js';
import { expectReadable, findStored } from './stored-results.js';

/** How deep capabilities may run each other. */
const deepest = 4;

/** Within how many runs a run is, and of which execution that others may wait for too. */
interface Nesting {
  depth: number;
  flight: Flight<unknown> | null;
}
const outermost: Nesting = { depth: 0, flight: null };

/** Makes the runner of this worker. `close` ends its listening. */
export function createCapabilityRunner(parts: RunnerParts): CapabilityRunner & { close(): Promise<void> } {
  const watch = new RunWatch(parts.database);
  const runner = new Runner(parts, watch);
  return {
    execute: async (run) => (await runner.execute(run, outermost)).outcome,
    stepCapability(step: CapabilityStep, tenant: string) {
      const found = parts.capabilities.ofStep(step);
      return found && !parts.pluginSwitches.isDisabled(tenant, found.version.plugin)
        ? found.definition.id
        : null;
    },
    close: () => watch.close(),
  };
}

/** Executes runs through every layer: rights, stored results, budget, screening, engine, checks, rules, record. */
class Runner {
  readonly #flights = new Flights<Ended>();

  constructor(
    private readonly parts: RunnerParts,
    private readonly watch: RunWatch,
  ) {}

  /** The version of the plugin that the run begins with is kept until it has ended. */
  async execute(run: CapabilityRun, nesting: Nesting): Promise<Ended> {
    if (nesting.depth > deepest)
      throw new AppError('CONFLICT', { reason: 'capabilities run each other too deeply' });
    const { capabilities, pluginSwitches } = this.parts;
    const found = capabilities.capability(run.capability);
    if (found) pluginSwitches.expectEnabled(run.context.tenant, found.version.plugin);
    const release = found?.hold();
    try {
      const given = await parseInput(this.parts.capabilities, run.capability, run.input);
      const asked = run.ownerOnly ? { ...given, capability: ownerOnly(given.capability) } : given;
      const parsed = run.variant ? { ...asked, variant: run.variant } : asked;
      return await this.executeParsed(run, parsed, nesting);
    } finally {
      release?.();
    }
  }

  private async executeParsed(run: CapabilityRun, parsed: ParsedInput, nesting: Nesting): Promise<Ended> {
    const { runId } = run;
    if (runId !== undefined) {
      const engines = enginesOf(parsed, this.parts);
      const timed = withDeadline(run, engines.length > 1);
      const engine = engines[0] ?? 'BUILT_IN';
      const frame = await openLiveFrame({ ...timed, runId }, parsed, engine, this.parts, this.watch);
      return this.conduct(timed, parsed, frame, nesting);
    }
    const landed = this.#flights.landed;
    let identity = await this.identify(run, parsed);
    // An equal run may have ended while this one looked for its result.
    if (identity && !identity.stored && landed !== this.#flights.landed) {
      identity = await this.identify(run, parsed);
    }
    if (!identity) return this.conductQuietly(run, parsed, null, nesting);
    if (identity.stored) return identity.stored;
    return this.share(run, parsed, identity, nesting);
  }

  /** What ended for want of another's time or money, who waited for it tries once with its own. */
  private async share(
    run: CapabilityRun,
    parsed: ParsedInput,
    identity: RunIdentity,
    nesting: Nesting,
  ): Promise<Ended> {
    let isOurs = false;
    const fly = () =>
      this.#flights.share(identity.key, nesting.flight, run.signal, (flight, signal) => {
        isOurs = true;
        return this.conductQuietly({ ...run, signal }, parsed, identity, { ...nesting, flight });
      });
    try {
      const ended = await fly();
      if (isOurs || ended.outcome.result.type !== 'BudgetExceeded') return ended;
    } catch (error) {
      const isTimeOfAnother = !isOurs && error instanceof AppError && error.code === 'TIMEOUT';
      if (!isTimeOfAnother || run.signal.aborted) throw error;
    }
    return fly();
  }

  private async conductQuietly(
    run: CapabilityRun,
    parsed: ParsedInput,
    identity: RunIdentity | null,
    nesting: Nesting,
  ): Promise<Ended> {
    const frame = openQuietFrame(run, parsed, identity, this.parts);
    const engine = enginesOf(parsed, this.parts)[0] ?? 'BUILT_IN';
    await frame.publisher.publish({ type: 'RunStarted', capability: run.capability, engine });
    return this.conduct(run, parsed, frame, nesting);
  }

  /** What equal runs share, and the result of one that has finished. A step shares nothing: its owner knows what is done. */
  private async identify(
    run: CapabilityRun,
    parsed: ParsedInput,
  ): Promise<(RunIdentity & { stored: Ended | null }) | null> {
    const { context } = run;
    if (run.sink || run.anew) return null;
    return this.parts.database.tenant(context.tenant, async (tx) => {
      await expectReadable(tx, context, parsed.documentIds, this.parts.access);
      const versions = await readVersions(tx, context, parsed, this.parts);
      const key = joinKey(context, parsed.capability, versions, parsed.input);
      const found = await findStored(tx, context, { key, engine: versions.engine }, this.parts);
      return { key, versions, stored: found?.result ? storedRun(found, found.result) : null };
    });
  }

  private async conduct(
    run: CapabilityRun,
    parsed: ParsedInput,
    frame: RunFrame,
    nesting: Nesting,
  ): Promise<Ended> {
    const { context } = run;
    const open: OpenRun = { ...parsed, context, frame };
    const { definition, plugin } = parsed.capability;
    const spans = this.parts.tracing.begin(context, {
      runId: frame.runId,
      epoch: frame.epoch,
      name: definition.id,
      attributes: { capability: definition.id, plugin: plugin.id },
    });
    const trace = new RunTrace(parsed.documentIds, spans);
    trace.sawVersions(frame.versions);
    const account = accountOf({ runId: frame.runId, capability: definition.id }, frame.epoch, plugin);
    const meter = new RunMeter(account, context, { ...this.parts, ledger: this.parts.ports.ledger });
    const start = performance.now();
    const ended = (): EndedRun => ({
      run,
      open,
      trace,
      meter,
      engine: meter.model ? 'MODEL' : 'BUILT_IN',
      durationMs: Math.round((performance.now() - start) * 10) / 10,
    });
    try {
      frame.signal.throwIfAborted();
      await run.onPhase?.('engine');
      const { engine, ...found } = await find({ run, open, trace, meter }, this.parts, (nested) =>
        this.execute(nested, { ...nesting, depth: nesting.depth + 1 }),
      );
      frame.signal.throwIfAborted();
      const done = { ...ended(), engine };
      const ruledBefore = run.onPhase ? await this.validate(run, done, found) : null;
      const outcome = await conclude(done, found, this.parts, ruledBefore);
      if (!outcome) throw new AppError('CONFLICT', { reason: 'the run was cancelled or is run elsewhere' });
      return { outcome, documents: trace.documents, versions: trace.versions };
    } catch (error) {
      throw await this.fail(error, ended());
    } finally {
      this.parts.tracing.ended(spans.finish());
      frame.close();
    }
  }

  /** Judges in a phase of its own when somebody watches; else the final transaction does it. */
  private async validate(run: CapabilityRun, ended: EndedRun, { finding }: Grounded): Promise<Ruled> {
    await run.onPhase?.('validate');
    const facts = await factsFor(ended, finding, this.parts);
    const judged = await this.parts.database.tenant(run.context.tenant, (tx) =>
      ruled(tx, ended, { finding, facts }, this.parts),
    );
    await run.onPhase?.('record');
    return judged;
  }

  /** Writes the failure, unless the job itself is to stop: then the run begins anew in another attempt. Returns what to throw. */
  private async fail(thrown: unknown, ended: EndedRun): Promise<unknown> {
    const { run, open } = ended;
    if (run.signal.aborted) {
      await open.frame.publisher.discard();
      await this.settle(ended);
      return run.signal.reason;
    }
    const isCoded = thrown instanceof AppError;
    const error = isCoded ? thrown : new AppError('RUN_FAILED', {}, { cause: thrown });
    if (!isCoded) {
      this.parts.log.error(
        { runId: open.frame.runId, capability: run.capability, err: thrown },
        'A capability failed',
      );
    }
    if (error.code === 'DATABASE_UNAVAILABLE') {
      ended.trace.spans.finish(error.code);
      return error;
    }
    const { code, message, retryable } = error;
    await concludeFailed(ended, { code, message, retryable }, this.parts);
    return error;
  }

  /** An attempt that ends without a result is billed all the same, once; the next one reserves anew. */
  private async settle({ meter, open, trace }: EndedRun): Promise<void> {
    const { database, log, ports } = this.parts;
    const tree = withoutContent(trace.spans.finish('ABORTED'));
    await database
      .tenant(open.context.tenant, async (tx) => {
        await ports.traces.record(tx, open.context, tree);
        await meter.settle(tx);
      })
      .then(() => meter.committed())
      .catch((error: unknown) =>
        log.warn({ runId: open.frame.runId, err: error }, 'An attempt was not settled'),
      );
  }
}

/** What the built-in engine has of a run's time when the model used up the rest. */
const restOfTime = { share: 0.2, atMostMs: 2_000 } as const;

/** Models have to answer before the deadline of their run; earlier where another engine stands behind them. */
function withDeadline(run: CapabilityRun, isFallbackThere: boolean): CapabilityRun {
  const { deadline = null, context } = run;
  if (deadline === null) return run;
  const left = Math.max(0, deadline - Date.now());
  const kept = isFallbackThere ? Math.min(restOfTime.atMostMs, left * restOfTime.share) : 0;
  return { ...run, context: { ...context, deadline: Math.min(context.deadline, deadline - kept) } };
}

/** The capability as it is run within what its owner alone sees. */
function ownerOnly(capability: ParsedInput['capability']): ParsedInput['capability'] {
  const { definition } = capability;
  return {
    ...capability,
    definition: Object.create(definition, { ownerOnly: { value: true } }) as typeof definition,
  };
}

/** A stored result as a run of now gives it. */
function storedRun({ id: runId, documentIds, versionIds }: RunRow, stored: AIResult): Ended {
  const { decisionId, verdicts } = stored.result;
  const result: AIResult = { ...stored, result: { ...stored.result, cached: 'EXACT' } };
  return {
    outcome: { runId, result, decisionId: decisionId ?? '', verdicts: [verdicts] },
    documents: documentIds,
    versions: versionIds,
  };
}
