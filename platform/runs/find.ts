import type { CapabilityStep, Engine } from 'tributary/sdk';
import type { CapabilityRun, Screening } from '#platform';
import { answer } from './answer.js';
import { enginesOf } from './fallback.js';
import {
  expectedFinding,
  type Finding,
  findingOf,
  type Grounded,
  ground,
  inputBlocked,
  outputBlocked,
} from './findings.js';
import { Grounding } from './grounding.js';
import { openPseudonyms } from './kept-pseudonyms.js';
import type { RunMeter } from './meter.js';
import { ModelTime } from './model-time.js';
import { repeatAnswer } from './repeat-answer.js';
import { callerOf, type Ended } from './run-caller.js';
import type { OpenRun } from './run-frame.js';
import type { RunTrace } from './run-trace.js';
import type { RunnerParts } from './runner-parts.js';
import { screenInput, screenOutput } from './screening.js';
import { findSimilar, questionOf } from './semantic-cache.js';
import { textsOf } from './texts.js';

interface Asking {
  run: CapabilityRun;
  open: OpenRun;
  trace: RunTrace;
  meter: RunMeter;
}
/** What was found, and by which engine. */
export type Found = Grounded & { engine: Engine };

/**
 * Screens the input, asks for an answer to the same question, else the engine, and compares what it found with its
 * evidence. `execute` runs another capability within this run.
 */
export async function find(
  asking: Asking,
  parts: RunnerParts,
  execute: (nested: CapabilityRun) => Promise<Ended>,
): Promise<Found> {
  const { open, trace, meter } = asking;
  const none = { grounded: null, engine: enginesOf(open, parts)[0] ?? 'BUILT_IN' };
  const screening = await parts.screening.of(open.context);
  const pseudonyms = await openPseudonyms(screening, open, open.input, parts);
  trace.hidesBy(pseudonyms);
  const screened = open.capability.definition.inspects
    ? { input: open.input }
    : screenInput(screening, open.input, trace);
  if (!screened) return { ...none, finding: inputBlocked };
  const { input } = screened;
  const reused = await reuse(asking, input, parts, screening);
  if (reused) return reused;
  const grounding = new Grounding(trace.texts, (id) => parts.ports.documents.read(open.context, id));
  const modelTime = new ModelTime();
  const caller = callerOf({ ...asking, modelTime: modelTime.signal, pseudonyms }, parts, execute);
  const answering = { open, input, caller, trace, meter, grounding, modelTime, screening, log: parts.log };
  try {
    const end = await answer(answering, parts);
    const finding = screenedFinding(findingOf(end), open, trace, screening);
    const grounded = await ground(finding, open, input, trace, grounding);
    if (open.capability.step === null && screening.installed) trace.showEvidence(screening);
    return { ...asReviewed(grounded, trace), engine: end.engine };
  } catch (error) {
    const finding = expectedFinding(error);
    if (!finding) throw error;
    return { ...none, finding };
  }
}

/** The stored answer to a question that means the same; null when there is none. One that is asked for anew comes before it from now on. */
async function reuse(
  { run, open, trace }: Asking,
  input: unknown,
  parts: RunnerParts,
  screening: Screening,
): Promise<Found | null> {
  if (run.sink || open.variant || !open.capability.definition.semanticCache) return null;
  const span = trace.spans.begin('cache', open.capability.definition.id);
  trace.question = await questionOf(open, input, parts);
  const similar = run.anew ? null : trace.question && (await findSimilar(trace.question, open, parts));
  span.set({ hit: similar ? 'SEMANTIC' : 'MISS' });
  span.end();
  return similar && repeatAnswer(similar, open, trace, parts, screening);
}

/** What a step reads quotes its document and is stored as it is; what others show as text is screened. */
function screenedFinding(
  finding: Finding,
  { capability }: OpenRun,
  trace: RunTrace,
  screening: Screening,
): Finding {
  if (finding.type === 'BudgetExceeded' || finding === outputBlocked) return finding;
  if (givesAway(finding, trace)) {
    trace.sawLeak();
    return outputBlocked;
  }
  // What an inspecting capability gives back is its caller's own text.
  if (capability.definition.inspects) return finding;
  if ((capability.step !== null && !saysText.has(capability.step)) || !screening.installed) return finding;
  const { output, reason } = { output: null, reason: null, ...finding };
  const screened = screenOutput(screening, { output, reason }, trace);
  return screened ? ({ ...finding, ...withoutNothing(screened.output) } as Finding) : outputBlocked;
}

/** Steps whose output is text for people. */
const saysText: ReadonlySet<CapabilityStep> = new Set(['relate', 'recommend']);

function withoutNothing(parts: unknown): object {
  return Object.fromEntries(Object.entries(parts as object).filter(([, part]) => part !== null));
}

/** Whether a text of it, or several together, hold what no reader may see of the prompt. */
function givesAway(finding: Finding, trace: RunTrace): boolean {
  const watch = trace.watch();
  return watch !== null && [...textsOf(finding)].some((text) => watch.push(text));
}

/** An answer that screening wants a person to look at. */
function asReviewed(grounded: Grounded, trace: RunTrace): Grounded {
  const { finding } = grounded;
  if (!trace.wantsReview || finding.type !== 'Answer') return grounded;
  const reason = 'Screening found something that a person should look at.';
  return { ...grounded, finding: { type: 'NeedsReview', reason, output: finding.output } };
}
