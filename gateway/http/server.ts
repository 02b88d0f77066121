import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AppError } from 'tributary/sdk';
import { requestFacts } from '../caller.js';
import type { McpHandler } from '../mcp/mcp-handler.js';
import type { Operations } from '../operation/operations.js';
import type { GatewayParts } from '../ports.js';
import { handleCheck } from './check-handler.js';
import { handleCors } from './cors.js';
import { replyGraphiql, wantsGraphiql } from './graphiql.js';
import type { GraphqlHandler } from './graphql-handler.js';
import { handleHook } from './hook-handler.js';
import { page } from './page.js';
import { reply, replyJson, replyRefusal } from './reply.js';
import { handleTools, type ToolsHandlerParts } from './tools-handler.js';
import { handleUpload } from './upload-handler.js';

export interface HttpParts
  extends Pick<
    GatewayParts,
    'config' | 'uploads' | 'hooks' | 'publicKeys' | 'identity' | 'scrape' | 'health' | 'log'
  > {
  operations: Operations;
  graphql: GraphqlHandler;
  mcp: McpHandler;
  toolsOf: ToolsHandlerParts['toolsOf'];
  /** True once the process has begun to stop. */
  isDraining(): boolean;
}

const html = 'text/html; charset=utf-8';
const text = 'text/plain; charset=utf-8';
const headersMs = 10_000;
const keepAliveMs = 65_000;
const hookPath = /^\/hooks\/([\w-]{1,64})$/;
const uploadPath = /^\/uploads\/([\w.~-]{1,512})$/;

/** The routes of the gateway. Not listening yet. */
export function createHttpServer(parts: HttpParts): Server {
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    route(parts, request, response).catch((error) => {
      const { requestId } = requestFacts(request.headers, 0);
      const refusal = parts.operations.refuse(error, requestId);
      replyRefusal(response, refusal, { contentType: 'application/json; charset=utf-8', requestId });
    });
  };
  return createServer(
    {
      requestTimeout: 0,
      headersTimeout: headersMs,
      keepAliveTimeout: keepAliveMs,
      maxHeaderSize: 16_384,
      noDelay: true,
    },
    handle,
  );
}

async function route(parts: HttpParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { config, health } = parts;
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (handleCors(request, response, config.gateway.origins)) return;
  switch (path) {
    case '/livez':
      return reply(response, 200, text, 'ok\n');
    case '/readyz':
      return replyReadiness(parts, await health.check(), response);
    case '/metrics': {
      const { contentType, body } = await parts.scrape();
      return reply(response, 200, contentType, body);
    }
    case '/.well-known/jwks.json':
      return replyJson(response, 200, parts.publicKeys);
    case '/':
      return reply(response, 200, html, page({ graphiql: config.gateway.graphiql }));
    case '/graphql':
      checkNotDraining(parts);
      if (config.gateway.graphiql && wantsGraphiql(request)) return replyGraphiql(response);
      return parts.graphql.handle(request, response);
    case '/mcp':
      checkNotDraining(parts);
      return parts.mcp.handle(request, response);
    case '/operations/check':
      checkNotDraining(parts);
      return handleCheck(parts, request, response);
    case '/operations/tools':
      checkNotDraining(parts);
      return handleTools(parts, request, response);
  }
  const hookId = path.match(hookPath)?.[1];
  if (hookId !== undefined) {
    checkNotDraining(parts);
    return handleHook(parts, hookId, request, response);
  }
  const token = path.match(uploadPath)?.[1];
  if (token === undefined) throw new AppError('NOT_FOUND', { thing: 'The page' });
  checkNotDraining(parts);
  return handleUpload(parts, token, request, response);
}

function replyReadiness(
  { isDraining }: HttpParts,
  { ready, parts }: { ready: boolean; parts: Record<string, string> },
  response: ServerResponse,
): void {
  const isReady = ready && !isDraining();
  replyJson(response, isReady ? 200 : 503, { ready: isReady, parts });
}

function checkNotDraining({ isDraining }: HttpParts): void {
  if (isDraining()) throw new AppError('SHUTTING_DOWN');
}
