import { AppError, z } from 'tributary/sdk';
import { condition } from './condition.js';
import { duration } from './duration.js';
import { type Problem, problemOf, problemsBeyond } from './problems.js';
import { stepList } from './step.js';
import { triggerEvents } from './trigger-events.js';

const trigger = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('event'),
    event: z.enum(triggerEvents),
    /** Which of them; over the facts trigger, document and fields. */
    when: condition.optional(),
  }),
  z.strictObject({
    type: z.literal('schedule'),
    every: duration.refine((ms) => ms >= 10_000, 'must be at least 10s').optional(),
    /** In UTC. */
    dailyAt: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 07:30')
      .optional(),
  }),
  z.strictObject({ type: z.literal('webhook'), when: condition.optional() }),
  z.strictObject({
    type: z.literal('call'),
    /** `managers` need `automation:manage` to start it; `everyone` needs `runs:start`. */
    by: z.enum(['managers', 'everyone']).default('managers'),
    /** Names that the input must have. */
    required: z.array(z.string().min(1).max(100)).max(50).default([]),
  }),
]);

const limits = z.strictObject({
  /** So many runs begin in an hour; what would be one more is not begun. */
  runsPerHour: z.int().min(1).max(10_000).default(1_000),
  /** All of a run. */
  timeout: duration.prefault('30d'),
});

/** A workflow as data; the docs of each type stand in docs/automation.md. */
export const definitionSchema = z.strictObject({
  $schema: z.string().optional(),
  /** The version of this form. */
  format: z.literal(1),
  title: z.string().min(1).max(200),
  description: z.string().max(2_000).optional(),
  trigger,
  limits: limits.prefault({}),
  steps: stepList,
  /** Done when a run has failed, after its compensation. */
  onFailure: stepList.optional(),
});
export type Definition = z.output<typeof definitionSchema>;
export type Trigger = Definition['trigger'];

const mostBytes = 100_000;

/** What is wrong with a definition by itself; nothing when it can be saved. */
export function problemsOf(given: unknown): Problem[] {
  if (JSON.stringify(given ?? null).length > mostBytes) {
    return [{ path: 'definition', reason: `is larger than ${mostBytes} bytes`, mend: 'Make two of it.' }];
  }
  const parsed = definitionSchema.safeParse(given);
  return parsed.success ? problemsBeyond(parsed.data) : parsed.error.issues.map(problemOf);
}

/** The definition, parsed. Errors: `WORKFLOW_INVALID` with the first problem. */
export function definitionOf(given: unknown): Definition {
  const [first, ...others] = problemsOf(given);
  if (!first) return definitionSchema.parse(given);
  throw invalid(first, others.length);
}

export function invalid({ path, reason, mend }: Problem, others = 0): AppError {
  const more = others > 0 ? ` ${others} more: ask checkWorkflow.` : '';
  return new AppError('WORKFLOW_INVALID', { path, reason, mend: `${mend}${more}` });
}
