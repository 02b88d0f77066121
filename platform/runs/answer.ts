import { AppError, type Engine, ExpectedOutcome, type Granted, type ServiceName } from 'tributary/sdk';
import type { Logger, Screening } from '#platform';
import { bindServices, type LoadedCapability, type ServiceCaller } from '#platform/plugin-host';
import { blocked } from './blocked.js';
import { runStream } from './engine-stream.js';
import { enginesOf, mayTakeOver } from './fallback.js';
import type { Grounding } from './grounding.js';
import type { RunMeter } from './meter.js';
import type { ModelTime } from './model-time.js';
import type { OpenRun } from './run-frame.js';
import type { RunTrace } from './run-trace.js';
import type { RunnerParts } from './runner-parts.js';

/** How an engine ended. */
export type EngineEnd =
  | { type: 'output'; engine: Engine; output: unknown }
  | { type: 'expected'; engine: Engine; outcome: ExpectedOutcome }
  | { type: 'blocked'; engine: Engine };

export interface Answering {
  open: OpenRun;
  /** The input as screening left it. */
  input: unknown;
  caller: ServiceCaller;
  trace: RunTrace;
  meter: RunMeter;
  grounding: Grounding;
  log: Logger;
  modelTime: ModelTime;
  screening: Screening;
}

/** The most output tokens of a model call when a capability does not say. */
const defaultOutputTokens = 1024;

/** What one model call of a capability may bill: as it says, else as its plugin says. */
export function outputTokensOf({ definition, plugin }: LoadedCapability): number {
  return definition.maxOutputTokens ?? plugin.budget?.maxOutputTokens ?? defaultOutputTokens;
}

/** Runs the model's engine; when it fails and may give way, the built-in one. */
export async function answer(answering: Answering, parts: RunnerParts): Promise<EngineEnd> {
  const { open, trace, log, modelTime } = answering;
  const { publisher, runId } = open.frame;
  const { id } = open.capability.definition;
  const [first, second] = enginesOf(open, parts);
  if (!first) throw new AppError('ENGINE_UNAVAILABLE', { capability: id });
  if (first === 'MODEL') modelTime.begin(open.context.deadline);
  try {
    return await attempt(first, answering, parts);
  } catch (error) {
    if (!second || !mayTakeOver(error, open)) throw error;
    const reason = error instanceof AppError ? error.code : 'INTERNAL';
    parts.metrics.llmFallback.inc({ from: first, to: second, reason });
    trace.fallback = { from: first, reason };
    trace.spans.set({ fallbackFrom: first, fallbackReason: reason });
    log.warn({ capability: id, runId, err: error }, 'The model did not answer; the built-in engine does');
  } finally {
    modelTime.end();
  }
  await publisher.discard();
  trace.beginAnew();
  await publisher.publish({ type: 'RunStarted', capability: id, engine: second });
  return attempt(second, answering, parts);
}

async function attempt(engine: Engine, answering: Answering, parts: RunnerParts): Promise<EngineEnd> {
  const { open, input, caller, trace, grounding, screening } = answering;
  const { definition, hosted, plugin, step } = open.capability;
  const { runId, signal, publisher } = open.frame;
  const services = bindServices(parts, caller, definition.needs) as Granted<ServiceName>;
  const run = { runId, actor: open.context.actor, signal };
  const respond = engine === 'MODEL' ? hosted.model : hosted.builtIn;
  if (!respond) throw new AppError('ENGINE_UNAVAILABLE', { capability: definition.id });
  const returned = await runStream(respond(input, services, run), {
    plugin: plugin.id,
    publisher,
    screening: step === null && screening.installed ? screening : null,
    grounding,
    trace,
    signal,
  });
  if (returned === blocked) return { type: 'blocked', engine };
  if (returned instanceof ExpectedOutcome) {
    const output = returned.type === 'NeedsReview' ? await validOutput(open, returned.output) : null;
    const outcome = new ExpectedOutcome(returned.type, returned.reason, output, returned.code);
    return { type: 'expected', engine, outcome };
  }
  const output = await validOutput(open, returned ?? { text: trace.text });
  return { type: 'output', engine: isOwnAnswer(open, trace) ? 'BUILT_IN' : engine, output };
}

/** Whether a capability that may ask models, and can do without, came to its answer without having asked any. */
function isOwnAnswer({ capability: { definition, hosted } }: OpenRun, { calls, nested }: RunTrace): boolean {
  return (
    hosted.builtIn !== undefined &&
    definition.needs.includes('models') &&
    calls.length === 0 &&
    nested.length === 0
  );
}

/** @throws AppError `OUTPUT_SCHEMA` */
export function validOutput({ capability }: Pick<OpenRun, 'capability'>, output: unknown): Promise<unknown> {
  return capability.hosted.parseOutput(output);
}
