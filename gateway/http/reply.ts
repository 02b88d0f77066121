import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Refusal } from '../operation/public-result.js';

/** On every answer: nothing is guessed, nothing is kept. */
export const safeHeaders = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' } as const;

/** How long a client may go on to send what is thrown away after the answer. */
const lingerMs = 500;

export function reply(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Uint8Array,
  headers: OutgoingHttpHeaders = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  response.writeHead(status, {
    ...safeHeaders,
    'content-type': contentType,
    'content-length': length,
    ...headers,
  });
  response.end(body);
}

export function replyJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers?: OutgoingHttpHeaders,
): void {
  reply(response, status, 'application/json; charset=utf-8', JSON.stringify(body), headers);
}

export function replyRefusal(
  response: ServerResponse,
  { status, errors, retryAfterSeconds }: Refusal,
  {
    contentType,
    requestId,
    headers = {},
  }: { contentType: string; requestId: string; headers?: OutgoingHttpHeaders },
): void {
  const all: OutgoingHttpHeaders = { 'x-request-id': requestId, ...headers };
  if (retryAfterSeconds !== null) all['retry-after'] = String(Math.max(1, Math.ceil(retryAfterSeconds)));
  if (status === 405) all.allow ??= 'POST';
  if (status === 401) all['www-authenticate'] = 'Bearer';
  if (!response.req.complete) closeAfter(response, all);
  reply(response, status, contentType, JSON.stringify({ errors }), all);
}

/** The request was not read to its end: what still comes is thrown away, then the socket is closed. */
function closeAfter(response: ServerResponse, headers: OutgoingHttpHeaders): void {
  const { req: request } = response;
  headers.connection = 'close';
  response.once('finish', () => {
    request.resume();
    setTimeout(() => request.socket.destroy(), lingerMs).unref();
  });
}
