import type { IncomingMessage, ServerResponse } from 'node:http';
import { reply } from './reply.js';

/** A browser that opens the address, and does not ask for data. */
export function wantsGraphiql({ method, headers, url }: IncomingMessage): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html') && !(url ?? '').includes('query=');
}

/** The page holds all its scripts; it is large, so it is loaded when first asked for. */
export async function replyGraphiql(response: ServerResponse): Promise<void> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  reply(
    response,
    200,
    'text/html; charset=utf-8',
    renderGraphiQL({
      title: 'Tributary',
      subscriptionsProtocol: 'GRAPHQL_SSE',
      headers: JSON.stringify({ authorization: 'Bearer <the development token that npm start printed>' }),
      shouldPersistHeaders: true,
    }),
  );
}
