import { AppError, type Verdict } from 'tributary/sdk';
import type { EngineEnd } from './answer.js';
import { evidenceOf, type Grounding, isInside } from './grounding.js';
import type { OpenRun } from './run-frame.js';
import type { RunTrace } from './run-trace.js';
import { quotedPlaces } from './step-places.js';

/** What a run found, before its result is written: an outcome and its reason. */
export type Finding =
  | { type: 'Answer'; output: unknown }
  | { type: 'NeedsReview'; reason: string; output: unknown }
  | { type: 'Refused'; code: string; reason: string }
  | { type: 'InsufficientEvidence'; reason: string }
  | { type: 'BudgetExceeded'; reason: string; resetsAt: string };

/** A finding with whether its evidence stands; null when it claims none. */
export interface Grounded {
  finding: Finding;
  grounded: boolean | null;
}

export const outputBlocked: Finding = {
  type: 'Refused',
  code: 'OUTPUT_BLOCKED',
  reason: 'The output was stopped by screening.',
};
export const inputBlocked: Finding = {
  type: 'Refused',
  code: 'INPUT_BLOCKED',
  reason: 'The input was stopped by screening.',
};

export function findingOf(end: EngineEnd): Finding {
  if (end.type === 'blocked') return outputBlocked;
  if (end.type === 'output') return { type: 'Answer', output: end.output };
  const { type, reason, output, code } = end.outcome;
  if (type === 'NeedsReview') return { type, reason, output };
  return type === 'Refused' ? { type, code, reason } : { type, reason };
}

/** The outcome that an error of the model layer stands for; null for what is none. */
export function expectedFinding(error: unknown): Finding | null {
  if (!(error instanceof AppError)) return null;
  const { code, message: reason, details } = error;
  if (code === 'CONTENT_REFUSED') return { type: 'Refused', code, reason };
  if (code !== 'BUDGET_EXCEEDED') return null;
  return { type: 'BudgetExceeded', reason, resetsAt: String(details.resetsAt ?? new Date().toISOString()) };
}

/** Compares an answer with its evidence; a capability that must be grounded and is not needs a person. */
export async function ground(
  finding: Finding,
  open: OpenRun,
  input: unknown,
  trace: RunTrace,
  grounding: Grounding,
): Promise<Grounded> {
  if (!('output' in finding)) return { finding, grounded: null };
  const { definition, step } = open.capability;
  const places = step ? quotedPlaces(step, finding.output, input) : [];
  const stand = await Promise.all(places.map((place) => grounding.stands(place)));
  const founded = places.filter((_, index) => stand[index]);
  trace.evidence.push(...founded.map(evidenceOf));
  const misplaced = trace.citations.filter((citation) => !isInside(citation, trace.text));
  const failures = trace.unfounded + misplaced.length + places.length - founded.length;
  const isBare = step === null && trace.text !== '' && trace.citations.length === 0;
  const claims = failures + trace.citations.length + founded.length > 0;
  const grounded = failures > 0 ? false : claims ? true : definition.grounded && isBare ? false : null;
  if (!definition.grounded || grounded !== false || finding.type !== 'Answer') return { finding, grounded };
  const reason = isBare ? 'The answer cites nothing.' : 'A citation does not stand where it says.';
  return { finding: { type: 'NeedsReview', reason, output: finding.output }, grounded };
}

/** What verdicts make of a finding. Proposals are judged one by one: their owner stores each with its own. */
export function judged(finding: Finding, verdicts: readonly Verdict[]): Finding {
  if (!('output' in finding)) return finding;
  const rejected = verdicts.find(({ result }) => result === 'REJECTED');
  if (rejected) return { type: 'Refused', code: 'RULE_REJECTED', reason: rejected.reason ?? rejected.rule };
  const review = verdicts.find(({ result }) => result === 'REVIEW');
  if (!review || finding.type === 'NeedsReview') return finding;
  return { type: 'NeedsReview', reason: review.reason ?? review.rule, output: finding.output };
}
