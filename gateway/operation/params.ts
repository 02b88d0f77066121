import { AppError, z } from 'tributary/sdk';

const object = z.record(z.string(), z.unknown());

const paramsSchema = z.object({
  query: z.string().nullish(),
  operationName: z.string().nullish(),
  variables: object.nullish(),
  extensions: object.nullish(),
  id: z.string().nullish(),
  documentId: z.string().nullish(),
});

const persistedSchema = z.object({ persistedQuery: z.object({ sha256Hash: z.string() }) });

/** The value of the extension `cost`, and of the header `x-tributary-cost`. */
export const includeCost = 'include';

/** What a client sends, over whichever transport. */
export interface OperationParams {
  query: string | null;
  operationName: string | null;
  variables: Record<string, unknown>;
  /** The hash of a registered operation. */
  hash: string | null;
  /** Whether the answer is to say what its runs cost. */
  includesCost: boolean;
}

/** @throws AppError `BATCHING_DISABLED`, `BAD_USER_INPUT`. */
export function parseParams(body: unknown): OperationParams {
  if (Array.isArray(body)) throw new AppError('BATCHING_DISABLED');
  const result = paramsSchema.safeParse(body);
  if (!result.success) {
    const [issue] = result.error.issues;
    const where = issue?.path.join('.') || 'body';
    throw new AppError('BAD_USER_INPUT', { reason: `The request is not valid at ${where}` });
  }
  const { query, operationName, variables, extensions, id, documentId } = result.data;
  return {
    // The WebSocket protocol demands a text; beside a hash it may be empty.
    query: query || null,
    operationName: operationName || null,
    variables: variables ?? {},
    hash: hashOf(extensions) ?? plainHash(documentId ?? id),
    includesCost: extensions?.cost === includeCost,
  };
}

function hashOf(extensions: Record<string, unknown> | null | undefined): string | null {
  const result = persistedSchema.safeParse(extensions ?? {});
  return result.success ? result.data.persistedQuery.sha256Hash : null;
}

/** Clients may say `sha256:…`. */
function plainHash(id: string | null | undefined): string | null {
  return id ? id.replace(/^sha256:/, '') : null;
}
