import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAllowedOrigin } from './cross-site.js';
import { safeHeaders } from './reply.js';

const methods = 'GET, POST, PUT, OPTIONS';
const requestHeaders =
  'authorization, content-type, accept, apollo-require-preflight, x-apollo-operation-name, x-request-id, x-tributary-cost, traceparent, mcp-protocol-version, last-event-id';
const shownHeaders = 'x-request-id, retry-after';

/** Allows the listed origins to read answers; answers preflights. True when the request is done with. */
export function handleCors(
  request: IncomingMessage,
  response: ServerResponse,
  origins: readonly string[],
): boolean {
  const { origin, host } = request.headers;
  if (origin !== undefined) {
    response.setHeader('vary', 'origin');
    if (isAllowedOrigin(origin, host, origins)) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-expose-headers', shownHeaders);
    }
  }
  if (request.method !== 'OPTIONS') return false;
  response.writeHead(204, {
    ...safeHeaders,
    'access-control-allow-methods': methods,
    'access-control-allow-headers': requestHeaders,
    'access-control-max-age': '600',
  });
  response.end();
  return true;
}
