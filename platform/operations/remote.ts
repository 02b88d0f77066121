import { AppError, type OperationTool, type RequestContext, z } from 'tributary/sdk';
import { request as httpRequest } from 'undici';
import type { Identity, OperationProblem } from '#platform';
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
const checkSchema = z.object({ problem: z.object({ code: z.string(), message: z.string() }).nullable() });

const toolsSchema = z.object({
  tools: z.array(
    z.object({
      name: z.string(),
      hash: z.string(),
      description: z.string(),
      mutation: z.boolean(),
      parameters: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** Sends an operation to the gateway of another process, as the actor. */
export async function postOperation(
  gateway: RemoteGateway,
  context: RequestContext,
  { hash, query, variables }: { hash: string; query: string; variables: Record<string, unknown> },
): Promise<OperationAnswer> {
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
  return post(gateway, context, '/graphql', { query, variables, extensions }, answerSchema);
}

/** Asks the gateway of another process whether it would serve this document. */
export async function postCheck(
  gateway: RemoteGateway,
  context: RequestContext,
  document: string,
): Promise<OperationProblem | null> {
  const { problem } = await post(gateway, context, '/operations/check', { document }, checkSchema);
  return problem;
}

/** The tools of the actor's tenant, as the gateway of another process serves them. */
export async function postTools(gateway: RemoteGateway, context: RequestContext): Promise<OperationTool[]> {
  const { tools } = await post(gateway, context, '/operations/tools', {}, toolsSchema);
  return tools;
}

async function post<Shape extends z.ZodType>(
  { url, identity }: RemoteGateway,
  context: RequestContext,
  path: string,
  body: object,
  shape: Shape,
): Promise<z.output<Shape>> {
  try {
    const answer = await httpRequest(new URL(path, url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: `Sealed ${await identity.seal(context)}`,
        'x-request-id': context.requestId,
        traceparent: context.traceparent,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(deadlineMs),
    });
    return shape.parse(await answer.body.json());
  } catch (cause) {
    throw new AppError('UNAVAILABLE', { thing: 'The gateway' }, { cause });
  }
}
