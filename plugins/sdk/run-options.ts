import { z } from 'zod';
import { AppError } from './errors.js';
import type { RunOptions, RunPriority } from './services/index.js';

const runPriorities = ['INTERACTIVE', 'NORMAL', 'BATCH'] as const satisfies readonly RunPriority[];
const pinned = z.object({
  prompts: z
    .array(z.object({ prompt: z.string(), version: z.string() }))
    .max(100)
    .nullish(),
  model: z.string().max(200).nullish(),
  engine: z.enum(['MODEL', 'BUILT_IN']).nullish(),
});
const graphOptions = z.object({
  priority: z.enum(runPriorities).nullish(),
  deadlineMs: z.int().min(100).max(300_000).nullish(),
  seed: z.int().nullish(),
  pin: pinned.nullish(),
});

/** The shared input type of fields that capabilities answer; `runOptionsOf` reads it. */
export type RunOptionsInput = z.input<typeof graphOptions>;

/**
 * The options of a run as fields of the graph take them (`RunOptionsInput`), for the services `runs`.
 * Errors: `BAD_USER_INPUT`.
 */
export function runOptionsOf(given: unknown): RunOptions {
  const parsed = graphOptions.safeParse(given ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AppError('BAD_USER_INPUT', {
      reason: `${['options', ...(issue?.path ?? [])].join('.')}: ${issue?.message}`,
    });
  }
  const { priority, deadlineMs, seed, pin } = parsed.data;
  return {
    ...(priority && { priority }),
    ...(typeof deadlineMs === 'number' && { deadlineMs }),
    ...(typeof seed === 'number' && { seed }),
    ...(pin && { pin: pinOf(pin) }),
  };
}

function pinOf({ prompts, model, engine }: z.output<typeof pinned>): NonNullable<RunOptions['pin']> {
  const versions = (prompts ?? []).map(({ prompt, version }) => [prompt, version] as const);
  return {
    ...(versions.length > 0 && { prompts: Object.fromEntries(versions) }),
    ...(model && { model }),
    ...(engine && { engine }),
  };
}
