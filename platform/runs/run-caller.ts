import { AppError } from 'tributary/sdk';
import type { CapabilityRun, PromptVersion, RunOutcome } from '#platform';
import type { ModelCaller } from '#platform/models';
import type { ServiceCaller } from '#platform/plugin-host';
import { outputTokensOf } from './answer.js';
import { hasFallback } from './fallback.js';
import type { RunMeter } from './meter.js';
import type { Pseudonyms } from './pseudonyms.js';
import type { OpenRun } from './run-frame.js';
import { RunPrompts } from './run-prompts.js';
import type { RunTrace } from './run-trace.js';
import type { RunnerParts } from './runner-parts.js';

/** A run that has ended, as the run sees it within which it ran. */
export interface Ended {
  outcome: RunOutcome;
  /** What it was made from, and in which versions. */
  documents: Iterable<string>;
  versions: Iterable<string>;
}

interface Calling {
  open: OpenRun;
  trace: RunTrace;
  meter: RunMeter;
  /** Ends when models have had their time. */
  modelTime: AbortSignal;
  /** Null when models are given all as it is. */
  pseudonyms: Pseudonyms | null;
}

/** On whose behalf the engine of a run calls services, and what the run notes of its calls. */
export function callerOf(
  calling: Calling,
  parts: RunnerParts,
  execute: (nested: CapabilityRun) => Promise<Ended>,
): ServiceCaller {
  const { open, trace } = calling;
  const { context, frame, capability } = open;
  const prompts = new RunPrompts(context.tenant, frame, open.input, parts);
  const prompt = async (name: string): Promise<PromptVersion> => {
    const { version, names } = await prompts.version(name);
    for (const used of names) trace.sawPrompt(used);
    return version;
  };
  const services = parts.models?.serve(modelCallerOf(calling, prompt, parts));
  return {
    plugin: { id: capability.plugin.id, permissions: capability.plugin.permissions },
    context,
    signal: frame.signal,
    run: {
      runId: frame.runId,
      span: trace.spans,
      get models() {
        if (services) return services;
        throw new AppError('ENGINE_UNAVAILABLE', { capability: capability.definition.id });
      },
      sawDocuments: (ids) => trace.sawDocuments(ids),
      knows: (id) => trace.documents.has(id),
      sawVersions: (versions) => trace.sawVersions(versions),
      sawText: (document) => trace.sawText(document),
      prompt,
      async runCapability(ref, input) {
        const id = typeof ref === 'string' ? ref : ref.id;
        const span = trace.spans.begin('tool', id, { tool: id });
        const below = { ...context, traceparent: span.traceparent };
        const { ownerOnly } = capability.definition;
        const run = { capability: id, input, context: below, signal: frame.signal, ownerOnly };
        const nested = await execute(run).catch((error: unknown) => {
          span.end(codeOf(error));
          throw error;
        });
        const { runId, result } = nested.outcome;
        span.set({
          callId: runId,
          outcome: result.type,
          ...(result.result.cached && { hit: result.result.cached }),
        });
        span.end();
        trace.sawMade(nested);
        trace.nested.push(nested.outcome);
        return result;
      },
    },
  };
}

/** The run as the model layer sees it: who pays, and what its answers rest on. */
function modelCallerOf(
  { open, trace, meter, modelTime, pseudonyms }: Calling,
  prompt: ModelCaller['prompt'],
  { ports }: RunnerParts,
): ModelCaller {
  const { context, frame, capability } = open;
  return {
    context,
    capability: capability.definition.id,
    plugin: capability.plugin.id,
    signal: AbortSignal.any([frame.signal, modelTime]),
    maxOutputTokens: outputTokensOf(capability),
    span: trace.spans,
    allowBuiltIn: open.variant?.engine !== 'MODEL' && hasFallback(capability),
    ...(open.variant?.model !== undefined && { alias: open.variant.model }),
    ...(open.variant?.seed !== undefined && { seed: open.variant.seed }),
    reserve: (callId, nanoUsd, expected) => meter.reserve(callId, nanoUsd, expected),
    price: (model) => ports.prices.find(context.tenant, model),
    prompt,
    async used(call) {
      trace.calls.push(call);
      await meter.used(call);
      const { inputTokens, outputTokens, costUsd } = meter;
      await frame.publisher.publish({ type: 'Usage', inputTokens, outputTokens, costUsd });
    },
    assembled({ truncated }) {
      if (truncated.length > 0) trace.truncated = true;
    },
    cutOff() {
      trace.truncated = true;
    },
    // A model is offered no other tool, and everything but the template of a prompt taints what it asks for.
    toolDenied: (tool) => trace.deniedTools.push({ tool, reason: 'tainted' }),
    pseudonyms,
    get secret() {
      return trace.secret;
    },
  };
}

const codeOf = (error: unknown) => (error instanceof AppError ? error.code : 'INTERNAL');
