import { z } from 'zod';
import { AppError } from './errors.js';

/**
 * What a caller gave, checked and typed. `where` names the argument in the message.
 *
 * Errors: `BAD_USER_INPUT` naming the first part that is wrong.
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where = 'input',
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = [where, ...(issue?.path ?? [])].join('.');
  throw new AppError('BAD_USER_INPUT', { reason: `${path}: ${issue?.message}` });
}

/** For a field that is null for what does not exist: `NOT_FOUND` becomes null, other errors stay. */
export async function nullIfMissing<Found>(work: Promise<Found>): Promise<Found | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}
