import { z } from 'zod';
import { define } from './define.js';
import type { Granted, ServiceName } from './services/index.js';

/** What a work would take, before it is started. */
export const workEstimateSchema = z.object({
  /** How many items it has, as far as that is known. */
  items: z.int().min(0),
  /** At most, in US dollars as a decimal string; null when a price is not known. */
  costUsd: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .nullable(),
});
/** What a work would take, before it is started. */
export type WorkEstimate = z.output<typeof workEstimateSchema>;

/** One page of a work's items: their keys, each of them once in the whole work, at most 200 characters long. */
export const workPageSchema = z
  .object({
    keys: z.array(z.string().min(1).max(200)).max(1_000),
    /** Whether no page follows. */
    end: z.boolean(),
  })
  .refine(({ keys, end }) => end || keys.length > 0, { error: 'a page without items has to be the last one' })
  .refine(({ keys }) => new Set(keys).size === keys.length, { error: 'a key stands there twice' });
/** One page of a work's items. */
export type WorkPage = z.output<typeof workPageSchema>;

/** What an item's end may tell: what it cost, in US dollars as a decimal string. */
export const workItemEndSchema = z.union([
  z.undefined(),
  z.null(),
  z.object({ costUsd: workEstimateSchema.shape.costUsd }),
]);

/** What the last argument of an item's code tells. */
export interface WorkProgress {
  /** UUID of the work: with the item's key it names an effect that must not happen twice. */
  readonly workId: string;
  /** From 1: an item whose error is retryable is tried three times. */
  readonly attempt: number;
  /** Ends when the work is cancelled, when the item has had its time, or when the system stops. */
  readonly signal: AbortSignal;
}

interface AnyWorkDefinition<Payload extends z.ZodType, Needs extends ServiceName> {
  /** `<plugin>.<work>`, as the manifest names it. */
  readonly id: string;
  readonly description: string;
  /** The services that its code gets, bound to the rights of who started it. Not `models`: run a capability. */
  readonly needs: readonly Needs[];
  readonly payload: Payload;
  /** What who starts it must be allowed, `runs:start` if not given. */
  readonly permission?: string;
  /** What it would take. Nothing is started. Errors: those that tell why it cannot be started. */
  estimate(payload: z.output<Payload>, services: Granted<Needs>): Promise<WorkEstimate>;
}

/** Long work over many items, as its author writes it. The host pages, runs, remembers, cancels and resumes it. */
export interface WorkDefinition<
  Payload extends z.ZodType = z.ZodType,
  Needs extends ServiceName = ServiceName,
> extends AnyWorkDefinition<Payload, Needs> {
  /** Items that run at once, 4 by default and at most 16. */
  readonly concurrency?: number;
  /** Milliseconds that one item may take, 60,000 by default and at most 600,000. */
  readonly timeoutMs?: number;
  /**
   * The next items: those after the last key of the page before, null for the first page. It is asked again for the
   * same page after a crash, so the order of the keys must stay: page by an id that only grows.
   */
  items(payload: z.output<Payload>, services: Granted<Needs>, after: string | null): Promise<WorkPage>;
  /**
   * Does one item. It may be told twice of the same item after a crash: give its effect a key of work and item. An
   * error fails this item alone, but for those that would fail all of them, such as `BUDGET_EXCEEDED`.
   */
  run(
    key: string,
    payload: z.output<Payload>,
    services: Granted<Needs>,
    progress: WorkProgress,
  ): Promise<z.input<typeof workItemEndSchema> | void>;
}

/** Long work that the plugin conducts by jobs of its own, and of which it reports by the service `works`. */
export interface ConductedWorkDefinition<
  Payload extends z.ZodType = z.ZodType,
  Needs extends ServiceName = ServiceName,
> extends AnyWorkDefinition<Payload, Needs> {
  /** Begins it and reports it as started; returns the id that it reports by. */
  start(
    payload: z.output<Payload>,
    services: Granted<Needs>,
    call: { readonly actor: string; readonly signal: AbortSignal },
  ): Promise<{ workId: string }>;
  /** Ends it, and reports that. Errors: `NOT_FOUND`, `CONFLICT` (it is over). */
  cancel(workId: string, services: Granted<Needs>): Promise<void>;
}

/** Any work, as the host handles it. */
export type AnyWork = WorkDefinition | ConductedWorkDefinition;

/**
 * Declares long work over many items: with an estimate before the start, progress that people see, cancelling, resuming
 * and a limit a tenant. It goes on after a crash with the items that had not ended.
 */
export function defineWork<Payload extends z.ZodType, const Needs extends ServiceName>(
  definition: WorkDefinition<Payload, Needs>,
): WorkDefinition<Payload, Needs> {
  return define(definition);
}

/** Declares long work that the plugin conducts itself: it is shown, started and cancelled beside all other work. */
export function defineConductedWork<Payload extends z.ZodType, const Needs extends ServiceName>(
  definition: ConductedWorkDefinition<Payload, Needs>,
): ConductedWorkDefinition<Payload, Needs> {
  return define(definition);
}
