import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, z } from 'tributary/sdk';
import { authenticate, requestFacts } from '../caller.js';
import type { Operations } from '../operation/operations.js';
import type { GatewayParts } from '../ports.js';
import { parseJson, readBody } from './body.js';
import { replyJson } from './reply.js';

export interface CheckHandlerParts extends Pick<GatewayParts, 'config' | 'identity'> {
  operations: Pick<Operations, 'check'>;
}

const bodySchema = z.object({ document: z.string() });

/** `POST /operations/check`: whether a document may be registered; asked by another process of ours, and by nobody else. */
export async function handleCheck(
  { config, identity, operations }: CheckHandlerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { bodyBytes, requestMs } = config.limits;
  const facts = requestFacts(request.headers, requestMs);
  const { authorization } = request.headers;
  if (request.method !== 'POST') throw new AppError('METHOD_NOT_ALLOWED');
  if (!/^sealed /i.test(authorization ?? '')) throw new AppError('NOT_FOUND', { thing: 'The page' });
  await authenticate(identity, authorization, facts);
  const body = bodySchema.safeParse(parseJson(await readBody(request, bodyBytes, requestMs)));
  if (!body.success) throw new AppError('BAD_USER_INPUT', { reason: 'The request is not valid at document' });
  replyJson(
    response,
    200,
    { problem: operations.check(body.data.document) },
    { 'x-request-id': facts.requestId },
  );
}
