import { z } from 'zod';

/** What answered: a language model or a deterministic algorithm of the plugin. */
export const engines = ['MODEL', 'BUILT_IN'] as const;
/** One of `engines`. */
export type Engine = (typeof engines)[number];

/** Both ends of a citation: the place in the answer, and the place in a document version with its quote. */
export const citationSchema = z.object({
  /** Code points of the run's text, end exclusive. */
  answerStart: z.int().nonnegative(),
  answerEnd: z.int().nonnegative(),
  documentId: z.uuid(),
  versionId: z.uuid(),
  page: z.int().positive(),
  /** Code points of the page's text, end exclusive. */
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  quote: z.string(),
});
/** Both ends of a citation; see `citationSchema`. */
export type Citation = z.infer<typeof citationSchema>;

/** What a versioned rule said of an output; `reason` is null when it holds. */
export interface Verdict {
  rule: string;
  version: number;
  result: 'PASSED' | 'FIXED' | 'REVIEW' | 'REJECTED';
  reason: string | null;
}

/** An entity (usually a document version) that an output rests on. */
export interface EvidenceRef {
  documentId: string;
  versionId: string;
  page: number | null;
  start: number | null;
  end: number | null;
  quote: string | null;
  score: number | null;
}

/** How a stored result was found: for the same question, or for one that means the same. */
export type CacheHit = 'EXACT' | 'SEMANTIC';

/** What every result shows about how it came to be. */
export interface ResultInfo {
  runId: string;
  decisionId: string | null;
  capability: string;
  pluginVersion: string;
  engine: Engine;
  promptVersion: string | null;
  model: string | null;
  screening: 'ALLOWED' | 'MODIFIED' | 'BLOCKED' | 'UNSCREENED';
  grounded: boolean | null;
  evidence: EvidenceRef[];
  verdicts: Verdict[];
  /** Nano-dollars as a decimal string of dollars; null when the price is not known. */
  costUsd: string | null;
  /** What it was expected to cost at most before it began, in the same form; null when a price is not known. */
  estimatedCostUsd: string | null;
  inputTokens: number;
  outputTokens: number;
  /** Whether something was cut: the context did not fit, or the model stopped at its longest answer. */
  truncated: boolean;
  /** From which cache it comes; null when it was made for this run. */
  cached: CacheHit | null;
  /** The seed that models were given, and whether it was made with a pin or a seed. */
  seed?: number | null;
  pinned?: boolean | null;
  durationMs: number;
  createdAt: string;
}

/** The expected outcomes of a run; `output` fits the capability's output schema. */
export type AIResult =
  | { type: 'Answer'; text: string | null; output: unknown; result: ResultInfo }
  | { type: 'NeedsReview'; reason: string; reviewId: string | null; output: unknown; result: ResultInfo }
  | { type: 'Refused'; code: string; reason: string; result: ResultInfo }
  | { type: 'BudgetExceeded'; reason: string; resetsAt: string; result: ResultInfo }
  | { type: 'InsufficientEvidence'; reason: string; result: ResultInfo };

/** One part of a run's append-only log; noun then verb, discriminated by `type`. */
export type RunPart =
  | { type: 'RunStarted'; capability: string; engine: Engine }
  /** `resumed`: here another model goes on where the first broke off; what was said before stays. */
  | { type: 'TextDelta'; text: string; resumed?: true }
  | { type: 'ObjectDelta'; path: string; value: unknown }
  | { type: 'ToolCall'; callId: string; tool: string; arguments: unknown }
  | { type: 'ToolResult'; callId: string; result: unknown; error: string | null }
  | ({ type: 'Citation' } & Citation)
  | { type: 'Usage'; inputTokens: number; outputTokens: number; costUsd: string | null }
  | { type: 'RunRestarted'; epoch: number; reason: string }
  | { type: 'RunFinished'; result: AIResult }
  | { type: 'RunFailed'; code: string; message: string; retryable: boolean }
  | { type: 'RunCancelled'; by: string };

/** A part as readers get it. `cursor` is opaque: run, epoch, sequence. A citation names its document, if it may be read. */
export type RunEvent = { runId: string; cursor: string; document?: { id: string } | null } & RunPart;

/** The parts after which a run has no further ones. */
export const terminalParts: ReadonlySet<RunPart['type']> = new Set([
  'RunFinished',
  'RunFailed',
  'RunCancelled',
]);

/**
 * What an engine may yield: text (a string), or a part. What it returns is its output; without a return the joined
 * text is `output.text`. Instead of an output it may return an expected outcome.
 */
export type EnginePart =
  | string
  | { type: 'ObjectDelta'; path: string; value: unknown }
  | ({ type: 'Citation' } & Citation)
  | { type: 'Evidence'; evidence: EvidenceRef[] }
  /** The model broke off; from here on the text is continued by another target, behind what was said. */
  | { type: 'TextResumed'; target: string }
  /** A tool is called. `callId` is one of the run's own; readers see the arguments as screening leaves them. */
  | { type: 'ToolCall'; callId: string; tool: string; arguments: unknown }
  /**
   * What the call came to. `denied` says in a word why it was not made, such as `tainted`; the audit log has it as
   * `tool.denied`.
   */
  | { type: 'ToolResult'; callId: string; result: unknown; error: string | null; denied?: string };

/** An outcome that is no output and no error; an engine returns it. Made by `insufficientEvidence`, `refused`, `needsReview`. */
export class ExpectedOutcome {
  constructor(
    readonly type: 'NeedsReview' | 'Refused' | 'InsufficientEvidence',
    readonly reason: string,
    readonly output: unknown = null,
    readonly code: string = type,
  ) {}
}
/** The documents do not say; the reason is shown to people. */
export const insufficientEvidence = (reason: string) => new ExpectedOutcome('InsufficientEvidence', reason);
/** The capability does not answer this; the code is one of its own, in capitals. */
export const refused = (code: string, reason: string) => new ExpectedOutcome('Refused', reason, null, code);
/** The output stands, but a person has to look at it. */
export const needsReview = (reason: string, output: unknown) =>
  new ExpectedOutcome('NeedsReview', reason, output);
