import { type AIResult, type Engine, type ResultInfo, type RunPart, type Verdict } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { CapabilityRun, RunOutcome, RunRow, Transaction } from '#platform';
import { inputHash } from '#platform/plugin-host';
import { validOutput } from './answer.js';
import { decisionRecord, finishedEvent, type RunEnd } from './decision.js';
import { type Finding, type Grounded, judged } from './findings.js';
import { judge } from './judge.js';
import type { RunMeter } from './meter.js';
import { requestReview } from './review-request.js';
import type { OpenRun } from './run-frame.js';
import type { RunTrace } from './run-trace.js';
import type { RunnerParts } from './runner-parts.js';

/** A finding after its rules, with what they said of each item that they judged. */
export interface Ruled {
  finding: Finding;
  verdicts: Verdict[][];
}

/** A run whose engine has ended. */
export interface EndedRun {
  run: CapabilityRun;
  open: OpenRun;
  trace: RunTrace;
  meter: RunMeter;
  engine: Engine;
  durationMs: number;
}

/** The one transaction in which a run ends: rules, result, run log, the owner's tables, decision, event and cost. Null when the run is another's. */
export async function conclude(
  ended: EndedRun,
  found: Grounded,
  parts: RunnerParts,
  ruledBefore: Ruled | null,
): Promise<RunOutcome | null> {
  const { run, open, trace } = ended;
  const { frame, context } = open;
  const waiting = await frame.publisher.rest();
  return parts.database.tenant(context.tenant, async (tx) => {
    const { finding, verdicts } = ruledBefore ?? (await ruled(tx, ended, found.finding, parts));
    const decisionId = v7();
    const info = infoOf(ended, { decisionId, grounded: found.grounded, verdicts: verdicts.flat() });
    const reviewId =
      finding.type === 'NeedsReview' && !run.sink ? await requestReview(tx, ended, finding, parts) : null;
    const result = resultOf(finding, { info, reviewId, text: trace.text });
    const documentIds = [...trace.documents];
    if (!(await frame.end(tx, { state: 'FINISHED', result, error: null, documentIds }))) return null;
    const shown = finding.type === 'Refused' ? waiting.filter((part) => !answering.has(part.type)) : waiting;
    const outcome: RunOutcome = { runId: frame.runId, result, decisionId, verdicts };
    const log = { id: frame.runId, epoch: frame.epoch };
    const appended = parts.runLog.append(tx, log, [...shown, { type: 'RunFinished', result }]);
    await Promise.all([appended, run.sink?.(tx, outcome)]);
    await record(tx, ended, parts, {
      decisionId,
      engine: ended.engine,
      outcome: result.type,
      info,
      output: 'output' in finding ? finding.output : null,
      code: finding.type === 'Refused' ? finding.code : null,
    });
    return outcome;
  });
}

/** What a refused answer takes back, as far as nobody has seen it. */
const answering: ReadonlySet<RunPart['type']> = new Set(['TextDelta', 'ObjectDelta', 'Citation']);

/** Ends a run without a result; false when it was over or another's. */
export async function concludeFailed(
  ended: EndedRun,
  error: NonNullable<RunRow['error']>,
  parts: RunnerParts,
): Promise<boolean> {
  const { frame, context } = ended.open;
  await frame.publisher.discard();
  return parts.database.tenant(context.tenant, async (tx) => {
    const documentIds = [...ended.trace.documents];
    const isOurs = await frame.end(tx, { state: 'FAILED', result: null, error, documentIds });
    if (isOurs) {
      await parts.runLog.append(tx, { id: frame.runId, epoch: frame.epoch }, [
        { type: 'RunFailed', ...error },
      ]);
    }
    const decisionId = v7();
    const info = infoOf(ended, { decisionId, grounded: null, verdicts: [] });
    const outcome = isOurs ? 'Failed' : 'Cancelled';
    const code = isOurs ? error.code : null;
    await record(tx, ended, parts, { decisionId, engine: ended.engine, outcome, info, output: null, code });
    return isOurs;
  });
}

async function record(tx: Transaction, ended: EndedRun, parts: RunnerParts, end: RunEnd): Promise<void> {
  const { open, trace, meter } = ended;
  measure(ended, parts);
  await Promise.all([
    parts.outbox.audit(tx, open.context, decisionRecord(open, trace, meter, end)),
    parts.outbox.event(tx, open.context, 'run.finished', finishedEvent(open, meter, end)),
  ]);
  if (meter.hasReserved) await parts.ports.ledger.settle(tx, open.frame.runId, meter.nanoUsd);
}

/** What runs cost, and what screening found in them. A price that is not known is no cost of zero. */
function measure({ open, trace, meter }: EndedRun, { metrics }: RunnerParts): void {
  if (meter.model !== null && meter.costUsd !== null) {
    metrics.llmCost.inc({ model: meter.model, plugin: open.capability.plugin.id }, Number(meter.costUsd));
  }
  const flagged = trace.findings.filter(({ kind }) => kind.startsWith('instruction'));
  if (flagged.length > 0) metrics.injectionFlags.inc({ action: trace.screening }, flagged.length);
}

/** Judges a finding by the rules bound to its capability. */
export async function ruled(
  tx: Transaction,
  { open }: EndedRun,
  finding: Finding,
  parts: RunnerParts,
): Promise<Ruled> {
  if (!('output' in finding)) return { finding, verdicts: [] };
  const { definition, step } = open.capability;
  const { rules, ports } = parts;
  const { output, verdicts } = await judge(
    tx,
    { rules, ruleSets: ports.ruleSets },
    { capability: definition.id, step, output: finding.output },
  );
  const kept = {
    ...finding,
    output: output === finding.output ? output : await validOutput(open, output),
  };
  return { finding: step === 'recommend' ? kept : judged(kept, verdicts.flat()), verdicts };
}

function infoOf(
  ended: EndedRun,
  known: Pick<ResultInfo, 'decisionId' | 'grounded' | 'verdicts'>,
): ResultInfo {
  const { open, trace, meter, engine, durationMs } = ended;
  return {
    ...known,
    runId: open.frame.runId,
    capability: open.capability.definition.id,
    pluginVersion: open.capability.plugin.version,
    engine,
    promptVersion: [...trace.prompts].sort().join(' ') || null,
    model: meter.model,
    screening: trace.screening,
    evidence: unique(trace.evidence),
    costUsd: meter.costUsd,
    estimatedCostUsd: null,
    inputTokens: meter.inputTokens,
    outputTokens: meter.outputTokens,
    truncated: false,
    cached: null,
    durationMs,
    createdAt: new Date().toISOString(),
  };
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [inputHash(item), item])).values()];
}

function resultOf(
  finding: Finding,
  known: { info: ResultInfo; reviewId: string | null; text: string },
): AIResult {
  const result = known.info;
  switch (finding.type) {
    case 'Answer':
      return { type: 'Answer', text: known.text || textOf(finding.output), output: finding.output, result };
    case 'NeedsReview':
      return { ...finding, reviewId: known.reviewId, result };
    default:
      return { ...finding, result };
  }
}

function textOf(output: unknown): string | null {
  const text = typeof output === 'object' && output !== null && 'text' in output ? output.text : null;
  return typeof text === 'string' ? text : null;
}
