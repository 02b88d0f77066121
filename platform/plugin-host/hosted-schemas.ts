import { AppError, z } from 'tributary/sdk';

/** What somebody else gave must fit. @throws AppError `BAD_USER_INPUT` */
export function given(schema: z.ZodType, value: unknown, where: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('BAD_USER_INPUT', { reason: firstIssue(parsed.error, where) });
}

/** What the plugin made must fit. @throws AppError `PLUGIN_PART_INVALID` */
export function made<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  plugin: string,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('PLUGIN_PART_INVALID', { plugin, reason: firstIssue(parsed.error, what) });
}

/** The first thing that is wrong, with its place. */
export function firstIssue({ issues: [issue] }: z.ZodError, where: string): string {
  return `${[where, ...(issue?.path ?? [])].join('.')}: ${issue?.message}`;
}

/** As who gives something sees it. */
export const inputSchema = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
