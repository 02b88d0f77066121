import { type AIResult, AppError, type CapabilityStep } from 'tributary/sdk';
import type { CapabilityRun, CapabilityRunner, RunOutcome } from '#platform';
import { nameOf, type ParsedInput, parseInput, type ServiceCaller } from '#platform/plugin-host';
import { noSpans } from '#platform/telemetry';
import { type Answering, answer, enginesOf, outputTokensOf } from './answer.js';
import { conclude, concludeFailed, type EndedRun, type Ruled, ruled } from './conclude.js';
import { readVersions } from './engine-versions.js';
import { findingOf, type Grounded, ground, inputBlocked, outputBlocked } from './findings.js';
import { openLiveFrame, openQuietFrame } from './frames.js';
import { Grounding } from './grounding.js';
import { RunMeter } from './meter.js';
import type { OpenRun, RunFrame } from './run-frame.js';
import { joinKey } from './run-identity.js';
import { RunTrace } from './run-trace.js';
import { RunWatch } from './run-watch.js';
import type { RunnerParts } from './runner-parts.js';
import { screenInput, screenOutput } from './screening.js';

/** How deep capabilities may run each other. */
const deepest = 4;

interface Ended {
  outcome: RunOutcome;
  /** What it was made from. */
  documents: Iterable<string>;
}

/** Makes the runner of this worker. `close` ends its listening. */
export function createCapabilityRunner(parts: RunnerParts): CapabilityRunner & { close(): Promise<void> } {
  const watch = new RunWatch(parts.database);
  const runner = new Runner(parts, watch);
  return {
    execute: async (run) => (await runner.execute(run, 0)).outcome,
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
  constructor(
    private readonly parts: RunnerParts,
    private readonly watch: RunWatch,
  ) {}

  /** The version of the plugin that the run begins with is kept until it has ended. */
  async execute(run: CapabilityRun, depth: number): Promise<Ended> {
    const { capabilities, pluginSwitches } = this.parts;
    const found = capabilities.capability(run.capability);
    if (found) pluginSwitches.expectEnabled(run.context.tenant, found.version.plugin);
    const release = found?.hold();
    try {
      const parsed = await parseInput(this.parts.capabilities, run.capability, run.input);
      return await this.executeParsed(run, parsed, depth);
    } finally {
      release?.();
    }
  }

  private async executeParsed(run: CapabilityRun, parsed: ParsedInput, depth: number): Promise<Ended> {
    const { runId } = run;
    if (runId !== undefined) {
      const engine = enginesOf(parsed, this.parts)[0] ?? 'BUILT_IN';
      const frame = await openLiveFrame({ ...run, runId }, parsed, engine, this.parts, this.watch);
      return this.conduct(run, parsed, frame, depth);
    }
    const { key, stored } = await this.lookUp(run, parsed);
    if (stored) return stored;
    const frame = openQuietFrame(run, parsed, key, this.parts);
    const engine = enginesOf(parsed, this.parts)[0] ?? 'BUILT_IN';
    await frame.publisher.publish({ type: 'RunStarted', capability: run.capability, engine });
    return this.conduct(run, parsed, frame, depth);
  }

  /** The result of an equal run that has finished. A step is never looked up: its owner knows what is done. */
  private async lookUp(
    run: CapabilityRun,
    parsed: ParsedInput,
  ): Promise<{ key: string; stored: Ended | null }> {
    const { database, ports, access, models } = this.parts;
    const { context } = run;
    const isStored = !run.sink && !run.anew;
    if (!isStored && !models) {
      const versions = { engine: 'BUILT_IN' as const, model: null, prompts: [] };
      return { key: joinKey(context, parsed.capability, versions, parsed.input), stored: null };
    }
    return database.tenant(context.tenant, async (tx) => {
      const versions = await readVersions(tx, parsed.capability, models, ports.prompts);
      const key = joinKey(context, parsed.capability, versions, parsed.input);
      if (!isStored) return { key, stored: null };
      const readable = await access.readable(tx, context, 'Document', parsed.documentIds);
      if (readable.size < new Set(parsed.documentIds).size) {
        throw new AppError('NOT_FOUND', { thing: 'The document' });
      }
      const found = await ports.runRecords.findJoinable(tx, key);
      return { key, stored: found?.result ? storedRun(found.id, found.result, found.documentIds) : null };
    });
  }

  private async conduct(
    run: CapabilityRun,
    parsed: ParsedInput,
    frame: RunFrame,
    depth: number,
  ): Promise<Ended> {
    const { context } = run;
    const open: OpenRun = { ...parsed, context, frame };
    const trace = new RunTrace(parsed.documentIds);
    const meter = new RunMeter(frame.runId, context, {
      database: this.parts.database,
      ledger: this.parts.ports.ledger,
      plugin: parsed.capability.plugin,
    });
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
      const { engine, ...found } = await this.find(open, trace, meter, depth);
      frame.signal.throwIfAborted();
      const done = { ...ended(), engine };
      const ruledBefore = run.onPhase ? await this.validate(run, done, found) : null;
      const outcome = await conclude(done, found, this.parts, ruledBefore);
      if (!outcome) throw new AppError('CONFLICT', { reason: 'the run was cancelled or is run elsewhere' });
      return { outcome, documents: trace.documents };
    } catch (error) {
      throw await this.fail(error, ended());
    } finally {
      frame.close();
    }
  }

  /** Judges in a phase of its own when somebody watches; else the final transaction does it. */
  private async validate(run: CapabilityRun, ended: EndedRun, { finding }: Grounded): Promise<Ruled> {
    await run.onPhase?.('validate');
    const judged = await this.parts.database.tenant(run.context.tenant, (tx) =>
      ruled(tx, ended, finding, this.parts),
    );
    await run.onPhase?.('record');
    return judged;
  }

  /** Screens, asks the engine, and compares what it found with its evidence. */
  private async find(
    open: OpenRun,
    trace: RunTrace,
    meter: RunMeter,
    depth: number,
  ): Promise<Grounded & { engine: EndedRun['engine'] }> {
    const { screening, ports } = this.parts;
    const none = { grounded: null, engine: enginesOf(open, this.parts)[0] ?? 'BUILT_IN' };
    const screened = screenInput(screening, open.input, trace);
    if (!screened) return { ...none, finding: inputBlocked };
    const grounding = new Grounding(trace.texts, (id) => ports.documents.read(open.context, id));
    const caller = this.callerOf(open, trace, meter, depth);
    const answering: Answering = {
      open,
      input: screened.input,
      caller,
      trace,
      meter,
      grounding,
      log: this.parts.log,
    };
    try {
      const end = await answer(answering, this.parts);
      const finding = findingOf(end);
      const checked = await ground(
        this.screened(finding, open, trace),
        open,
        screened.input,
        trace,
        grounding,
      );
      return { ...checked, engine: end.engine };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'BUDGET_EXCEEDED') throw error;
      const resetsAt = String(error.details.resetsAt ?? new Date().toISOString());
      return { ...none, finding: { type: 'BudgetExceeded', reason: error.message, resetsAt } };
    }
  }

  /** Steps write structured data that quotes the document; what others show as text is screened. */
  private screened(
    finding: Grounded['finding'],
    { capability }: OpenRun,
    trace: RunTrace,
  ): Grounded['finding'] {
    if (!('output' in finding) || capability.step !== null || !this.parts.screening.installed) return finding;
    const screened = screenOutput(this.parts.screening, finding.output, trace);
    return screened ? { ...finding, output: screened.output } : outputBlocked;
  }

  private callerOf(open: OpenRun, trace: RunTrace, meter: RunMeter, depth: number): ServiceCaller {
    const { context, frame, capability } = open;
    const { models, database, ports } = this.parts;
    const services = models?.serve({
      context,
      capability: capability.definition.id,
      plugin: capability.plugin.id,
      signal: frame.signal,
      maxOutputTokens: outputTokensOf(capability),
      span: noSpans,
      allowBuiltIn: capability.hosted.builtIn !== undefined,
      reserve: (_callId, nanoUsd) => meter.take(nanoUsd),
      price: async () => null,
      prompt: async (name) => {
        const version = await database.tenant(context.tenant, (tx) => ports.prompts.current(tx, name));
        trace.sawPrompt(nameOf(version));
        return version;
      },
      async used(call) {
        meter.used(call);
        const { inputTokens, outputTokens, costUsd } = meter;
        await frame.publisher.publish({ type: 'Usage', inputTokens, outputTokens, costUsd });
      },
    });
    const runCapability = async (ref: string | { id: string }, input: unknown): Promise<AIResult> => {
      if (depth >= deepest)
        throw new AppError('CONFLICT', { reason: 'capabilities run each other too deeply' });
      const id = typeof ref === 'string' ? ref : ref.id;
      const nested = await this.execute({ capability: id, input, context, signal: frame.signal }, depth + 1);
      trace.sawDocuments([...nested.documents]);
      return nested.outcome.result;
    };
    return {
      plugin: { id: capability.plugin.id, permissions: capability.plugin.permissions },
      context,
      signal: frame.signal,
      run: {
        runId: frame.runId,
        get models() {
          if (services) return services;
          throw new AppError('ENGINE_UNAVAILABLE', { capability: capability.definition.id });
        },
        sawDocuments: (ids) => trace.sawDocuments(ids),
        sawText: (document) => trace.sawText(document),
        sawPrompt: (version) => trace.sawPrompt(version),
        runCapability,
      },
    };
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
    if (error.code === 'DATABASE_UNAVAILABLE') return error;
    const { code, message, retryable } = error;
    await concludeFailed(ended, { code, message, retryable }, this.parts);
    return error;
  }

  /** An attempt that ends without a result is billed all the same, once; the next one reserves anew. */
  private async settle({ meter, open }: EndedRun): Promise<void> {
    if (!meter.hasReserved) return;
    const { database, ports, log } = this.parts;
    await database
      .tenant(open.context.tenant, (tx) => ports.ledger.settle(tx, open.frame.runId, meter.nanoUsd))
      .catch((error: unknown) =>
        log.warn({ runId: open.frame.runId, err: error }, 'An attempt was not settled'),
      );
  }
}

function storedRun(runId: string, result: AIResult, documents: readonly string[]): Ended {
  const decisionId = result.result.decisionId ?? '';
  return { outcome: { runId, result, decisionId, verdicts: [result.result.verdicts] }, documents };
}
