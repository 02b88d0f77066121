import { AppError, z } from 'tributary/sdk';

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.looseObject({
        message: z.string(),
        path: z
          .array(z.union([z.string(), z.number()]))
          .max(50)
          .nullish(),
        extensions: z.looseObject({ code: z.unknown() }).partial().nullish(),
      }),
    )
    .nullish(),
});

/** What a remote plugin answered, in the form of a GraphQL response; nothing in it is trusted. */
export type RemoteAnswer = z.output<typeof answerSchema>;
export type RemoteError = NonNullable<RemoteAnswer['errors']>[number];

/** @throws AppError `PLUGIN_PART_INVALID` */
export function readAnswer(plugin: string, value: unknown): RemoteAnswer {
  const result = answerSchema.safeParse(value);
  if (result.success) return result.data;
  throw malformed(plugin, result.error);
}

/** @throws AppError `PLUGIN_PART_INVALID` */
export function parseAnswer(plugin: string, bytes: Uint8Array): RemoteAnswer {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw malformed(plugin, cause);
  }
  return readAnswer(plugin, value);
}

function malformed(plugin: string, cause: unknown): AppError {
  return new AppError('PLUGIN_PART_INVALID', { plugin, reason: 'it is no GraphQL response' }, { cause });
}
