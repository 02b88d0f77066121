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
  const isRead = response.req.complete || response.req.method === 'GET';
  response.writeHead(status, {
    ...safeHeaders,
    'content-type': contentType,
    'content-length': length,
    ...(!isRead && { connection: 'close' }),
    ...headers,
  });
  if (isRead) response.end(body);
  else endLater(response, body);
}

/**
 * The client still sends. What comes is thrown away for a while, for a socket that is closed with bytes unread loses
 * the answer on its way; then the socket is closed.
 */
function endLater(response: ServerResponse, body: string | Uint8Array): void {
  const { req: request } = response;
  response.write(body);
  request.resume();
  const end = () => {
    clearTimeout(timer);
    response.end();
    request.socket.destroySoon();
  };
  const timer = setTimeout(end, lingerMs);
  request.once('end', end);
  request.once('error', end);
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
    body = { errors },
  }: {
    contentType: string;
    requestId: string;
    headers?: OutgoingHttpHeaders;
    /** Where another protocol than GraphQL tells of errors in a form of its own. */
    body?: object;
  },
): void {
  const all: OutgoingHttpHeaders = { 'x-request-id': requestId, ...headers };
  if (retryAfterSeconds !== null) all['retry-after'] = String(Math.max(1, Math.ceil(retryAfterSeconds)));
  if (status === 405) all.allow ??= 'POST';
  if (status === 401) all['www-authenticate'] = 'Bearer';
  reply(response, status, contentType, JSON.stringify(body), all);
}

/** Ends when the client goes before the answer is out. */
export function leaving(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
