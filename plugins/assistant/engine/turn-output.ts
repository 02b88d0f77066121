import { type RunSummary, z } from 'tributary/sdk';
import { passageShape } from './passages.js';

/** What became of a call. */
export const stepOutcomes = [
  'DONE',
  'FAILED',
  'DENIED',
  'WAITING',
  'REJECTED',
  'EXPIRED',
  'UNKNOWN',
] as const;

const step = z.object({
  callId: z.string(),
  tool: z.string(),
  arguments: z.json(),
  outcome: z.enum(stepOutcomes),
  /** Why it was not done. */
  error: z.string().nullable(),
  approvalId: z.uuid().nullable(),
  /** The run that was made for it. */
  runId: z.uuid().nullable(),
  /** What the model was told of it. */
  content: z.string(),
});
/** One call of a tool. */
export type Step = z.infer<typeof step>;

/** What one part of a turn came to; the next part goes on from it. */
export const turnOutput = z.object({
  text: z.string(),
  /** `WAITING`: for approvals. `STOPPED`: at the limit of its steps or of what it may cost. */
  state: z.enum(['ANSWERED', 'WAITING', 'STOPPED']),
  reason: z.string().nullable(),
  /** Those of the whole turn so far. */
  steps: z.array(step),
  /** The tools that the turn began with. */
  tools: z.array(z.string()),
  passages: z.array(passageShape),
});
export type TurnOutput = z.output<typeof turnOutput>;

/** What a run of a part came to, if it did and may be seen. */
export const outputOf = (run: Pick<RunSummary, 'result'> | null | undefined): TurnOutput | null =>
  run?.result && 'output' in run.result ? (turnOutput.safeParse(run.result.output).data ?? null) : null;
