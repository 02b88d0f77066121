import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from 'tributary/sdk';
import { requestFacts } from '../caller.js';
import type { Operations } from '../operation/operations.js';
import type { GatewayParts } from '../ports.js';
import { readBody } from './body.js';
import { replyJson, replyRefusal } from './reply.js';

const mostBytes = 65_536;
const bodyMs = 10_000;

/**
 * `POST /hooks/<id>`: JSON of another system, signed as Standard Webhooks says; the signature is the permission. What was
 * sent before with the same id is answered alike, and does nothing.
 */
export async function handleHook(
  { hooks, operations }: Pick<GatewayParts, 'hooks'> & { operations: Pick<Operations, 'refuse'> },
  hookId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { requestId } = requestFacts(request.headers, bodyMs);
  try {
    if (request.method !== 'POST') throw new AppError('METHOD_NOT_ALLOWED');
    if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
      throw new AppError('UNSUPPORTED_CONTENT_TYPE');
    const body = await readBody(request, mostBytes, bodyMs);
    const received = await hooks.receive(hookId, { headers: request.headers, body, requestId });
    replyJson(response, 200, received, { 'x-request-id': requestId });
  } catch (error) {
    const refusal = operations.refuse(error, requestId);
    replyRefusal(response, refusal, { contentType: 'application/json; charset=utf-8', requestId });
  }
}
