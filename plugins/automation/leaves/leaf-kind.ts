import { createHash } from 'node:crypto';
import { AppError, type Granted, z } from 'tributary/sdk';
import type { Condition } from '../definition/condition.js';
import type { LeafOf, LeafType } from '../definition/leaf.js';
import type { Data } from '../engine/walk.js';
import type { Waiting } from '../engine/workflow-run.js';

/** What steps are done with. */
export const leafNeeds = [
  'clock',
  'documents',
  'notifications.send',
  'operations',
  'reviews',
  'rules',
  'runs',
] as const;
export type LeafServices = Granted<(typeof leafNeeds)[number]>;

/** About the step that is done. */
export interface Call {
  readonly runId: string;
  readonly path: string;
  readonly attempt: number;
  readonly workflow: string;
  /** Whose rights it has. */
  readonly actor: string;
  /** What the run was made from so far. */
  readonly documentIds: readonly string[];
  readonly startedAt: string;
  now(): Date;
  /** Events that came for it, as far as its actor may know of them; the oldest first. */
  arrivals(): Promise<Readonly<Record<string, unknown>>[]>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** So long a step may wait where it stands. */
  readonly patienceMs: number;
}

export type Performed =
  | {
      readonly state: 'DONE';
      readonly output: unknown;
      /** What the output was made from, beside the ids that stand in it. */
      readonly documentIds?: readonly string[];
      /** Only its actor may see it. */
      readonly isPrivate?: boolean;
    }
  | {
      readonly state: 'WAITING';
      readonly waiting: Waiting;
      /** What wakes the run; the events with this subject of which the condition holds. */
      readonly watch?: { readonly subject: string; readonly where: Condition | null };
    };

/** How steps of one type are done. `Input` is the step with its places filled. */
export interface LeafKind<Type extends LeafType = LeafType> {
  readonly type: Type;
  /** What is filled with the data before it is done. */
  template(step: LeafOf<Type>, data: Data): Readonly<Record<string, unknown>>;
  /** Whether it may be done again when nobody knows whether it was. */
  isRepeatable(input: unknown): boolean;
  /** Whether it may be tried again after an error; `isLate`: it may have happened all the same. */
  mayRetry(input: unknown, isLate: boolean): boolean;
  perform(input: unknown, services: LeafServices, call: Call): Promise<Performed>;
  /** What it waits for, looked at again. */
  look(input: unknown, waiting: Waiting, services: LeafServices, call: Call): Promise<Performed>;
}

/** The input of a step once its places are filled. Errors: `WORKFLOW_STEP_FAILED` naming the part. */
export function readInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  path: string,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('WORKFLOW_STEP_FAILED', {
    reason: `${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    mend: 'Look what its templates were filled with.',
  });
}

/** A step of an end that nobody need wait for. */
export function stopped(path: string, reason: string, mend: string): AppError {
  return new AppError('WORKFLOW_STEP_FAILED', { reason: `${path}: ${reason}`, mend });
}

const longestKey = 100;

/** Names a step for what must happen once, in at most 100 characters. */
export function keyOf({ runId, path }: Pick<Call, 'runId' | 'path'>): string {
  const whole = `${runId}/${path}`;
  if (whole.length <= longestKey) return whole;
  return `${runId}/${createHash('sha256').update(path).digest('hex').slice(0, 40)}`;
}

/** A time so many milliseconds after another. */
export const later = (from: Date | string, ms: number): string =>
  new Date(new Date(from).getTime() + ms).toISOString();

export const isPast = (at: string | null, { now }: Pick<Call, 'now'>): boolean =>
  at !== null && Date.parse(at) <= now().getTime();

/** For steps that do not wait. */
export async function noLook(): Promise<Performed> {
  throw new AppError('INTERNAL', { reason: 'a step waits that has nothing to wait for' });
}
