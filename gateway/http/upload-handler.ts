import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from 'tributary/sdk';
import { authenticate, requestFacts } from '../caller.js';
import type { Operations } from '../operation/operations.js';
import type { GatewayParts } from '../ports.js';
import { replyJson, replyRefusal } from './reply.js';

/** A large file over a slow line may take this long. */
const uploadMs = 15 * 60_000;

export interface UploadHandlerParts extends Pick<GatewayParts, 'uploads' | 'identity'> {
  operations: Pick<Operations, 'refuse'>;
}

/**
 * `PUT /uploads/<token>`: the token is the permission, the bytes go to the blobs as they come. Who names itself all the
 * same has to be of the tenant that the token was made for.
 */
export async function handleUpload(
  { uploads, identity, operations }: UploadHandlerParts,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const facts = requestFacts(request.headers, uploadMs);
  const left = new AbortController();
  response.once('close', () => left.abort());
  try {
    if (request.method !== 'PUT') throw new AppError('METHOD_NOT_ALLOWED');
    const { authorization, 'content-length': length } = request.headers;
    const caller = authorization === undefined ? null : await authenticate(identity, authorization, facts);
    const received = await uploads.receive(token, request.iterator({ destroyOnReturn: false }), {
      contentLength: length === undefined ? null : Number(length),
      contentType: request.headers['content-type'] ?? null,
      tenant: caller?.context.tenant ?? null,
      signal: AbortSignal.any([left.signal, AbortSignal.timeout(uploadMs)]),
    });
    replyJson(response, 200, received, { 'x-request-id': facts.requestId });
  } catch (error) {
    const refusal = operations.refuse(error, facts.requestId);
    const headers = refusal.status === 405 ? { allow: 'PUT' } : {};
    replyRefusal(response, refusal, {
      contentType: 'application/json; charset=utf-8',
      requestId: facts.requestId,
      headers,
    });
  }
}
