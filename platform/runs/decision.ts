import type { AIResult, Engine, ResultInfo } from 'tributary/sdk';
import type { AuditRecord, ModelCall, RunOutcome } from '#platform';
import { inputHash } from '#platform/plugin-host';
import type { Ruled } from './conclude.js';
import type { RunMeter } from './meter.js';
import type { OpenRun } from './run-frame.js';
import { traceIdOf } from './run-identity.js';
import type { RunTrace } from './run-trace.js';

/** Of how many model calls a decision tells; the ledger has them all. */
const mostCalls = 50;

/** How a run ended, whether with a result or without. */
export interface RunEnd {
  decisionId: string;
  engine: Engine;
  outcome: AIResult['type'] | 'Failed' | 'Cancelled';
  info: ResultInfo;
  output: unknown;
  /** The code of an error or a refusal. */
  code: string | null;
  /** What the rules said, if any judged it. */
  ruling?: Pick<Ruled, 'sets' | 'shadow' | 'facts'>;
}

/** The record of one AI outcome with all that it rests on. Texts stand in `content`, apart from the chained facts. */
export function decisionRecord(open: OpenRun, trace: RunTrace, meter: RunMeter, end: RunEnd): AuditRecord {
  const { capability, context, input, frame } = open;
  const { definition, plugin, step } = capability;
  const { info } = end;
  const documentIds = [...trace.documents].sort();
  return {
    id: end.decisionId,
    kind: 'decision',
    action: `capability.${definition.id}`,
    subjects: [{ type: 'Run', id: frame.runId }, ...documentIds.map((id) => ({ type: 'Document', id }))],
    body: {
      who: { actor: context.actor, roles: context.roles, rights: context.rights },
      runId: frame.runId,
      epoch: frame.epoch,
      capability: definition.id,
      step,
      plugin: plugin.id,
      pluginVersion: plugin.version,
      engine: end.engine,
      model: meter.model,
      promptVersions: [...trace.prompts].sort(),
      parameters: parametersOf(open),
      inputHash: inputHash(input),
      outputHash: end.output === null ? null : inputHash(end.output),
      outcome: end.outcome,
      code: end.code,
      // The run whose answer was given, because its question means the same.
      ...(trace.reused && { reusedRun: trace.reused.runId }),
      ...(trace.fallback && { fallback: trace.fallback }),
      ...(trace.calls.length > 0 && { calls: trace.calls.slice(0, mostCalls).map(callOf) }),
      ...(trace.nested.length > 0 && { nestedRuns: trace.nested.map(nestedOf) }),
      truncated: info.truncated,
      cached: info.cached,
      evidence: info.evidence.map(({ quote, ...place }) => ({
        ...place,
        quoteHash: quote && inputHash(quote),
      })),
      grounded: info.grounded,
      verdicts: info.verdicts,
      ...rulesOf(end),
      screening: { outcome: trace.screening, policies: [...trace.policies], findings: trace.findings },
      ...(trace.deniedTools.length > 0 && { deniedTools: trace.deniedTools.length }),
      inputTokens: meter.inputTokens,
      outputTokens: meter.outputTokens,
      costUsd: meter.costUsd,
      durationMs: info.durationMs,
      traceId: traceIdOf(context.traceparent),
      documentIds,
    },
    ...(!trace.isErased && {
      content: trace.recorded({ input, ...trace.keptInput, output: end.output, ...factsOf(end) }),
    }),
  };
}

/** Which versions judged it, and what those in shadow said. */
function rulesOf({ ruling }: RunEnd): Record<string, unknown> {
  if (!ruling || ruling.sets.length === 0) return {};
  const shadowVerdicts = ruling.shadow.flat();
  return { ruleSets: ruling.sets, ...(shadowVerdicts.length > 0 && { shadowVerdicts }) };
}

/** Facts hold words of documents, so they stand apart with the texts. */
const factsOf = ({ ruling }: RunEnd): Record<string, unknown> =>
  ruling && Object.keys(ruling.facts).length > 0 ? { ruleFacts: ruling.facts } : {};

const callOf = ({ id, target, provider, model, attempt, promptVersion, outcome }: ModelCall) => ({
  id,
  target,
  provider,
  model,
  attempt,
  promptVersion,
  outcome,
});

const nestedOf = ({ runId, decisionId, result }: RunOutcome) => ({
  runId,
  decisionId,
  outcome: result.type,
  cached: result.result.cached,
});

function parametersOf({ capability: { definition }, variant }: OpenRun): Record<string, unknown> {
  return {
    publish: definition.publish ?? 'streamed',
    grounded: definition.grounded ?? false,
    maxOutputTokens: definition.maxOutputTokens ?? null,
    // What was used whatever would have been used then.
    ...(variant && { pin: variant }),
  };
}

/** Who made it, for the event `run.finished`. */
export function finishedEvent({ capability, frame }: OpenRun, meter: RunMeter, end: RunEnd) {
  return {
    runId: frame.runId,
    capability: capability.definition.id,
    plugin: capability.plugin.id,
    engine: end.engine,
    model: meter.model,
    outcome: end.outcome,
    durationMs: end.info.durationMs,
    inputTokens: meter.inputTokens,
    outputTokens: meter.outputTokens,
    costUsd: meter.costUsd,
  };
}
