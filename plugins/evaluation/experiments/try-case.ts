import {
  type AIResult,
  AppError,
  type EvaluationCase,
  type EvaluatorsService,
  errorShape,
  type RunsService,
} from 'tributary/sdk';
import type { DatasetCase } from '../datasets/dataset.js';
import type { CaseResult, Experiment } from './experiment.js';
import { inputFor } from './plan-experiment.js';

/** How a run ended. */
interface RunEnd {
  readonly runId: string | null;
  readonly outcome: string;
  readonly result: AIResult | null;
}

export interface Trying {
  readonly runs: RunsService;
  readonly evaluators: EvaluatorsService;
  readonly signal: AbortSignal;
}

/** A stored output may not be larger than this, as JSON. */
const largestOutput = 100_000;
const longestReason = 1_000;

/** Runs one variant on one case and scores it. The same request again finds the same run: it is paid once. */
export async function tryCase(
  trying: Trying,
  experiment: Experiment,
  at: number,
  item: DatasetCase,
  baseline: unknown,
): Promise<CaseResult> {
  const end = await runToEnd(trying, experiment, at, item);
  // More than the evidence names: the output is shown to who may read all that it was made from.
  const [run] = end.runId === null ? [] : await trying.runs.find([end.runId]);
  const result = end.result?.result ?? null;
  const output = end.result && 'output' in end.result ? end.result.output : null;
  const scored = await scoresOf(trying.evaluators, experiment.evaluators, {
    id: item.id,
    capability: experiment.variants[at]?.capability ?? experiment.capability,
    input: item.input,
    expected: item.expected,
    output: withText(end.result, output),
    outcome: end.outcome,
    result,
    ...(at === 0 ? {} : { baseline }),
  });
  return {
    experiment: experiment.id,
    variant: at,
    caseId: item.id,
    runId: end.runId,
    outcome: end.outcome,
    output: fitting(output),
    ...scored,
    durationMs: result?.durationMs ?? null,
    costUsd: result?.costUsd ?? null,
    documentIds: [
      ...new Set([
        ...item.documentIds,
        ...(run?.documentIds ?? []),
        ...(result?.evidence ?? []).map(({ documentId }) => documentId),
      ]),
    ],
  };
}

const outcomes: ReadonlySet<string> = new Set<AIResult['type']>([
  'Answer',
  'NeedsReview',
  'Refused',
  'BudgetExceeded',
  'InsufficientEvidence',
]);

/** Whether the run has no result. */
export const hasFailed = ({ outcome }: CaseResult): boolean => !outcomes.has(outcome);

/** A capability that streams text has it beside its output. */
export function withText(result: AIResult | null, output: unknown): unknown {
  return output ?? (result?.type === 'Answer' ? result.text : null);
}

async function runToEnd(
  { runs, signal }: Trying,
  { id, capability, variants }: Experiment,
  at: number,
  item: DatasetCase,
): Promise<RunEnd> {
  const variant = variants[at];
  if (!variant) throw new AppError('INTERNAL', { reason: `there is no variant ${at}` });
  const { prompts, model, engine } = variant;
  try {
    const { runId } = await runs.start({
      capability: variant.capability ?? capability,
      arguments: inputFor(item, variant),
      idempotencyKey: `evaluation ${id} ${at} ${item.id}`,
      anew: true,
      priority: 'BATCH',
      variant: { ...(prompts && { prompts }), ...(model && { model }), ...(engine && { engine }) },
    });
    return await endOf(runs, runId, signal);
  } catch (error) {
    signal.throwIfAborted();
    const { code, retryable } = errorShape(error);
    if (retryable && code !== 'ENGINE_UNAVAILABLE') throw error;
    return { runId: null, outcome: code, result: null };
  }
}

async function endOf(runs: RunsService, runId: string, signal: AbortSignal): Promise<RunEnd> {
  for await (const event of runs.events(runId, null, signal)) {
    if (event.type === 'RunFinished') return { runId, outcome: event.result.type, result: event.result };
    if (event.type === 'RunFailed') return { runId, outcome: event.code, result: null };
    if (event.type === 'RunCancelled') return { runId, outcome: 'RUN_CANCELLED', result: null };
  }
  signal.throwIfAborted();
  throw new AppError('RUN_FAILED');
}

/** Errors that may pass, and that are the evaluator's own all the same. */
const ofItsOwn: ReadonlySet<string> = new Set(['RUN_FAILED', 'INTERNAL']);

type Scored = Pick<CaseResult, 'scores' | 'skipped'>;

/** The scores of all evaluators; one that does not apply or fails says why, and hinders no other. */
export async function scoresOf(
  evaluators: EvaluatorsService,
  asked: readonly { id: string; parameters?: Record<string, unknown> | null }[],
  item: EvaluationCase,
): Promise<Scored> {
  const scores: CaseResult['scores'][number][] = [];
  const skipped: CaseResult['skipped'][number][] = [];
  for (const { id: evaluator, parameters } of asked) {
    try {
      const made = await evaluators.evaluate(evaluator, { ...item, ...(parameters && { parameters }) });
      for (const score of made) {
        scores.push({ evaluator, ...score, reason: score.reason.slice(0, longestReason) });
      }
    } catch (error) {
      const { code, message, details, retryable } = errorShape(error);
      if (retryable && !ofItsOwn.has(code)) throw error;
      const reason = code === 'EVALUATOR_SKIPPED' ? String(details.reason ?? message) : `${code}: ${message}`;
      skipped.push({ evaluator, reason });
    }
  }
  return { scores, skipped };
}

function fitting(output: unknown): unknown {
  const json = JSON.stringify(output ?? null);
  return json.length <= largestOutput ? output : { cut: json.slice(0, largestOutput) };
}
