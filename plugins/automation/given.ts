import { AppError, z } from 'tributary/sdk';

/** Parses what somebody gave. Errors: `BAD_USER_INPUT` naming the argument. */
export function given<Schema extends z.ZodType>(
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
