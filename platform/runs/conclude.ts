import { type AIResult, AppError, type Engine, type ResultInfo, type RunPart } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { CapabilityRun, RunOutcome, RunRow, Transaction } from '#platform';
import { inputHash } from '#platform/plugin-host';
import { withdrawRunEvents } from '#platform/run-log';
import { validOutput } from './answer.js';
import { decisionRecord, finishedEvent, type RunEnd } from './decision.js';
import { type Finding, type Grounded, judged } from './findings.js';
import { type Judgement, judge } from './judge.js';
import { keepPseudonyms } from './kept-pseudonyms.js';
import type { RunMeter } from './meter.js';
import { requestReview } from './review-request.js';
import type { OpenRun } from './run-frame.js';
import { spanOfVerdicts, spansOf } from './run-spans.js';
import type { RunTrace } from './run-trace.js';
import type { RunnerParts } from './runner-parts.js';
import { verdictRecords } from './verdict-records.js';

/** A finding after its rules, with what they said of each item that they judged. */
export interface Ruled extends Pick<Judgement, 'verdicts' | 'shadow' | 'sets'> {
  finding: Finding;
  /** The facts that the rules were given beside those of the output. */
  facts: Record<string, unknown>;
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
  const facts = ruledBefore?.facts ?? (await factsFor(ended, found.finding, parts));
  const concluded = await parts.database.tenant(context.tenant, async (tx) => {
    const ruling = ruledBefore ?? (await ruled(tx, ended, { finding: found.finding, facts }, parts));
    const { finding, verdicts } = ruling;
    const decisionId = v7();
    const info = infoOf(ended, { decisionId, grounded: found.grounded, verdicts: verdicts.flat() });
    const reviewId =
      finding.type === 'NeedsReview' && !run.sink ? await requestReview(tx, ended, finding, parts) : null;
    const result = resultOf(finding, { info, reviewId, text: trace.text });
    const versionIds = await versionsOf(tx, ended, parts);
    const used = { versionIds, promptVersions: [...trace.prompts].sort() };
    const made = { documentIds: [...trace.documents], ...used, ...trace.keptInput };
    if (!(await frame.end(tx, { state: 'FINISHED', result, error: null, ...made }))) return null;
    const shown = withoutAnswer.has(finding.type)
      ? waiting.filter((part) => !answering.has(part.type))
      : waiting;
    if (trace.question && isRepeatable(trace) && result.type === 'Answer') {
      await parts.ports.semanticAnswers.add(tx, { runId: frame.runId, ...trace.question });
    }
    const outcome: RunOutcome = {
      runId: frame.runId,
      result,
      decisionId,
      verdicts,
      shadowVerdicts: ruling.shadow,
      ruleFacts: facts,
    };
    const log = { id: frame.runId, epoch: frame.epoch };
    const appended = parts.runLog.append(tx, log, [...shown, { type: 'RunFinished', result }]);
    await Promise.all([appended, run.sink?.(tx, outcome)]);
    await keepPseudonyms(tx, frame.runId, trace.pseudonyms, parts.keys);
    await record(tx, ended, parts, {
      decisionId,
      engine: ended.engine,
      outcome: result.type,
      info,
      output: 'output' in finding ? finding.output : null,
      code: finding.type === 'Refused' ? finding.code : null,
      ruling,
    });
    return outcome;
  });
  ended.meter.committed();
  return concluded;
}

/**
 * The versions that a result was made from. A step is never looked up, so what it does not know nobody asks, and its
 * owner knows whether its document is still there.
 * @throws AppError `NOT_FOUND` when a document was erased meanwhile: nothing that was made from it is written
 */
async function versionsOf(tx: Transaction, { trace, open }: EndedRun, parts: RunnerParts): Promise<string[]> {
  trace.sawVersions(trace.evidence.map(({ documentId, versionId }) => [documentId, versionId]));
  if (open.capability.step === null) {
    const documents = new Set([...trace.documents].map((id) => id.toLowerCase()));
    const current = await parts.ports.documents.versions(tx, [...documents]);
    trace.isErased = current.size < documents.size;
    if (trace.isErased) throw new AppError('NOT_FOUND', { thing: 'A document that the run was made from' });
    const unknown = new Set(trace.unversioned.map((id) => id.toLowerCase()));
    const found = [...current].filter(([document]) => unknown.has(document));
    trace.sawVersions(found.map(([document, { versionId }]) => [document, versionId]));
  }
  return [...trace.versions];
}

/**
 * Whether others may be given the answer for questions of their own: not one that is another's, was cut, or of which
 * screening found something, for whoever asked may have told the model what to say.
 */
function isRepeatable({ reused, truncated, findings }: RunTrace): boolean {
  return reused === null && !truncated && findings.length === 0;
}

/** What an answer that was refused, or that the budget ended in its middle, takes back, as far as nobody has seen it. */
const withoutAnswer: ReadonlySet<Finding['type']> = new Set(['Refused', 'BudgetExceeded']);
const answering: ReadonlySet<RunPart['type']> = new Set([
  'TextDelta',
  'ObjectDelta',
  'ToolCall',
  'ToolResult',
  'Citation',
]);

/** Ends a run without a result; false when it was over or another's. */
export async function concludeFailed(
  ended: EndedRun,
  error: NonNullable<RunRow['error']>,
  parts: RunnerParts,
): Promise<boolean> {
  const { frame, context } = ended.open;
  await frame.publisher.discard();
  const isFailed = await parts.database.tenant(context.tenant, async (tx) => {
    const { documents, prompts, keptInput } = ended.trace;
    const used = { versionIds: [], promptVersions: [...prompts].sort() };
    const made = { documentIds: [...documents], ...used, ...keptInput };
    const isOurs = await frame.end(tx, { state: 'FAILED', result: null, error, ...made });
    // Forgotten by its owner while it went on: its record is kept without its texts.
    if (!isOurs && !(await parts.ports.runRecords.find(tx, frame.runId))) ended.trace.isErased = true;
    // What was shown of an erased document goes with it; a reader of now hears that the run has failed.
    if (ended.trace.isErased) await withdrawRunEvents(tx, frame.runId);
    if (isOurs) {
      await parts.runLog.append(tx, { id: frame.runId, epoch: frame.epoch }, [
        { type: 'RunFailed', ...error },
      ]);
      await keepPseudonyms(tx, frame.runId, ended.trace.pseudonyms, parts.keys);
    }
    const decisionId = v7();
    const info = infoOf(ended, { decisionId, grounded: null, verdicts: [] });
    const outcome = isOurs ? 'Failed' : 'Cancelled';
    const code = isOurs ? error.code : null;
    await record(tx, ended, parts, { decisionId, engine: ended.engine, outcome, info, output: null, code });
    return isOurs;
  });
  ended.meter.committed();
  return isFailed;
}

async function record(tx: Transaction, ended: EndedRun, parts: RunnerParts, end: RunEnd): Promise<void> {
  const { open, trace, meter } = ended;
  measure(ended, parts);
  const tree = spansOf(ended, end);
  await Promise.all([
    parts.ports.traces.record(tx, open.context, tree),
    parts.outbox.audit(tx, open.context, decisionRecord(open, trace, meter, end)),
    ...verdictRecords(ended, end.output).map((entry) => parts.outbox.audit(tx, open.context, entry)),
    parts.outbox.event(tx, open.context, 'run.finished', finishedEvent(open, meter, end)),
  ]);
  await meter.settle(tx);
}

/** What screening found in runs. */
function measure({ trace }: EndedRun, { metrics }: RunnerParts): void {
  const flagged = trace.findings.filter(({ kind }) => kind.startsWith('instruction'));
  if (flagged.length > 0) metrics.injectionFlags.inc({ action: trace.screening }, flagged.length);
}

/** The facts of what a run is about that its rules ask for; read before the transaction in which it ends. */
export async function factsFor(
  { open }: EndedRun,
  finding: Finding,
  { ports }: RunnerParts,
): Promise<Record<string, unknown>> {
  if (!('output' in finding)) return {};
  const [documentId = null, ...others] = open.documentIds;
  const about = {
    capability: open.capability.definition.id,
    documentId: others.length > 0 ? null : documentId,
  };
  return (await ports.ruleSets.facts?.(open.context, about)) ?? {};
}

/** Judges a finding by the rules bound to its capability. */
export async function ruled(
  tx: Transaction,
  { open, trace }: EndedRun,
  { finding, facts }: { finding: Finding; facts: Record<string, unknown> },
  parts: RunnerParts,
): Promise<Ruled> {
  if (!('output' in finding)) return { finding, verdicts: [], shadow: [], sets: [], facts };
  const { definition, step } = open.capability;
  const { rules, ports } = parts;
  const { spans } = trace;
  const startedAt = spans.now();
  const { output, ...said } = await judge(
    tx,
    { rules, ruleSets: ports.ruleSets },
    { capability: definition.id, step, output: finding.output, facts },
  );
  const verdicts = said.verdicts.flat();
  if (verdicts.length > 0) spans.past('rules', definition.id, startedAt, spanOfVerdicts(verdicts));
  const kept = {
    ...finding,
    output: output === finding.output ? output : await validOutput(open, output),
  };
  return { finding: step === 'recommend' ? kept : judged(kept, verdicts), ...said, facts };
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
    model: trace.reused ? trace.reused.result.result.model : meter.model,
    screening: trace.screening,
    evidence: unique(trace.evidence),
    costUsd: meter.costUsd,
    // A price that is not known is no estimate of zero.
    estimatedCostUsd: meter.nanoUsd === null ? null : meter.estimatedCostUsd,
    inputTokens: meter.inputTokens,
    outputTokens: meter.outputTokens,
    truncated: trace.truncated,
    cached: trace.reused && 'SEMANTIC',
    ...(open.variant && { seed: open.variant.seed ?? null, pinned: true }),
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
