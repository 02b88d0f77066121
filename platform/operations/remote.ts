import { AppError, type RequestContext, z } from 'tributary/sdk';
import { request as httpRequest } from 'undici';
import type { Identity } from '#platform';
import type { OperationAnswer } from './operations.js';

export interface RemoteGateway {
  /** `GATEWAY_URL`. */
  url: string;
  identity: Pick<Identity, 'seal'>;
}

const deadlineMs = 30_000;
const answerSchema = z.object({
  data: z.unknown(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.record(z.string(), z.unknown()).optional() }))
    .optional(),
});

/** Sends an operation to the gateway of another process, as the actor. */
export async function postOperation(
  { url, identity }: RemoteGateway,
  context: RequestContext,
  { hash, query, variables }: { hash: string; query: string; variables: Record<string, unknown> },
): Promise<OperationAnswer> {
  try {
    const { body } = await httpRequest(new URL('/graphql', url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: `Sealed ${await identity.seal(context)}`,
        'x-request-id': context.requestId,
        traceparent: context.traceparent,
      },
      body: JSON.stringify({
        query,
        variables,
        extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
      }),
      signal: AbortSignal.timeout(deadlineMs),
    });
    return answerSchema.parse(await body.json());
  } catch (cause) {
    throw new AppError('UNAVAILABLE', { thing: 'The gateway' }, { cause });
  }
}
