import { z } from 'tributary/sdk';
import { condition } from './condition.js';
import { duration } from './duration.js';
import { pathPattern } from './expression.js';
import { triggerEvents } from './trigger-events.js';

/* Steps that do something. A `template` may hold `{{$.…}}`, also in texts within it. */

export const stepName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]{0,39}$/, 'must be 1 to 40 letters, digits and _, a small letter first');
const template = z.string().min(1).max(4_000);
const templates = z.record(z.string(), z.json());
const outcome = z.enum(['Answer', 'NeedsReview', 'Refused', 'BudgetExceeded', 'InsufficientEvidence']);
const goesOn = z.enum(['FAIL', 'CONTINUE']);
const day = '1d';

const capability = {
  type: z.literal('capability'),
  capability: z.string().min(1).max(100),
  input: templates,
  engine: z.enum(['MODEL', 'BUILT_IN']).optional(),
  /** Outcomes after which the workflow goes on. */
  accept: z.array(outcome).min(1).default(['Answer']),
};
const rule = {
  type: z.literal('rule'),
  set: z.string().min(1).max(100),
  facts: templates,
  kind: z.string().max(100).optional(),
};
const operation = {
  type: z.literal('operation'),
  operation: z.string().min(1).max(100),
  variables: templates.default({}),
  /** Where among the variables the key goes that makes it happen once, such as `input.idempotencyKey`. */
  key: z
    .string()
    .regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, 'must be names joined by dots, such as input.idempotencyKey')
    .optional(),
  /** It may happen twice without harm, so it is done again after a crash. */
  repeatable: z.boolean().default(false),
};
const approval = {
  type: z.literal('approval'),
  reason: template,
  /** Exactly what the person is shown. */
  shown: z.json().default({}),
  document: template.optional(),
  assignee: template.optional(),
  approvals: z.union([z.literal(1), z.literal(2)]).default(1),
  deadline: duration.prefault('7d'),
  escalate: z.strictObject({ after: duration, to: template }).optional(),
  exclude: z.array(template).max(20).default([]),
  onRejected: goesOn.default('FAIL'),
  onExpired: goesOn.default('FAIL'),
};
const notify = {
  type: z.literal('notify'),
  to: z.array(template).min(1).max(50),
  title: template,
  body: template,
  topic: z
    .string()
    .regex(/^[a-z][a-z0-9.-]{0,99}$/, 'must be small letters, digits, dots and hyphens')
    .default('automation.workflow'),
  template: z.string().max(100).optional(),
  link: template.optional(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  document: template.optional(),
  urgent: z.boolean().default(false),
};
const wait = {
  type: z.literal('wait'),
  for: duration.optional(),
  /** A time, ISO 8601. */
  until: template.optional(),
  /** A domain event, and which of them; `event` is the fact that its payload is. */
  event: z.enum(triggerEvents).optional(),
  where: condition.optional(),
  giveUp: duration.prefault('7d'),
  onGiveUp: goesOn.default('FAIL'),
};
const goal = {
  type: z.literal('goal'),
  goal: template,
  tools: z.array(z.string().min(1).max(100)).max(20),
  maxSteps: z.int().min(1).max(8).default(8),
  budgetUsd: z.number().positive().max(100).default(1),
  /** Whether it may propose changes, each of which waits for an approval. */
  approvals: z.enum(['ASK', 'NONE']).default('ASK'),
  giveUp: duration.prefault(day),
};

const retry = z.strictObject({
  attempts: z.int().min(1).max(10).default(3),
  /** Before the second attempt; it doubles from there. */
  backoff: duration.prefault('2s'),
});
const again = {
  /** Errors that may pass are tried again; three times in all unless said. */
  retry: retry.prefault({}),
  timeout: duration.prefault('60s'),
};

/** What undoes a step; its templates also see the step's own output. */
const undo = z.discriminatedUnion('type', [
  z.strictObject({ ...capability, ...again }),
  z.strictObject({ ...operation, ...again }),
  z.strictObject({ ...notify, ...again }),
]);
export type Undo = z.output<typeof undo>;

export const common = {
  name: stepName,
  description: z.string().max(500).optional(),
  /** It is passed over where this does not hold. */
  when: condition.optional(),
};
const ofLeaf = {
  ...common,
  ...again,
  /** What comes of a failure: the end of the run, or the next step. */
  onError: goesOn.default('FAIL'),
  compensate: undo.optional(),
};

export const leaf = z.discriminatedUnion('type', [
  z.strictObject({ ...ofLeaf, ...capability }),
  z.strictObject({ ...ofLeaf, ...rule }),
  z.strictObject({ ...ofLeaf, ...operation }),
  z.strictObject({ ...ofLeaf, ...approval }),
  z.strictObject({ ...ofLeaf, ...notify }),
  z.strictObject({ ...ofLeaf, ...wait }),
  z.strictObject({ ...ofLeaf, ...goal }),
]);
export type Leaf = z.output<typeof leaf>;
export type LeafType = Leaf['type'];
/** A leaf of this type, or what undoes one. */
export type LeafOf<Type extends LeafType> = Extract<Leaf | Undo, { type: Type }>;

/** A list, given as a path to it or as it is. */
export const listOf = z.union([
  z.string().regex(pathPattern, 'must be a path such as $.trigger.lines, or a list'),
  z.array(z.json()).max(100),
]);
