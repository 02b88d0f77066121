import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, type RequestContext, z } from 'tributary/sdk';
import { authenticate, type Caller, type RequestFacts, requestFacts } from '../caller.js';
import type { Generations } from '../generation/generations.js';
import { parseJson, readBody } from '../http/body.js';
import { checkContentType, isAllowedOrigin } from '../http/cross-site.js';
import { leaving, reply, replyRefusal } from '../http/reply.js';
import type { Operations } from '../operation/operations.js';
import type { GatewayParts } from '../ports.js';
import { callTool } from './call-tool.js';
import { checkHost } from './known-host.js';
import { NoticeStreams } from './notice-streams.js';
import type { ProtocolHandlers } from './protocol.js';
import type { Tools } from './tools.js';

export interface McpHandlerParts
  extends Pick<GatewayParts, 'config' | 'identity' | 'limits' | 'registry' | 'log' | 'recordToolCall'> {
  operations: Operations;
  generations: Generations;
  tools: Tools;
}

const json = 'application/json; charset=utf-8';
/** Numbers of JSON-RPC 2.0. */
const invalidRequest = -32_600;
const internalError = -32_603;
/** What of the request the protocol reads. */
const protocolHeaders = ['accept', 'content-type', 'mcp-protocol-version'] as const;

/**
 * `/mcp`: registered operations as tools of the Model Context Protocol, over streamable HTTP without sessions. The SDK
 * is loaded by the first request.
 */
export class McpHandler {
  readonly #parts: McpHandlerParts;
  readonly #notices: NoticeStreams;

  constructor(parts: McpHandlerParts) {
    this.#parts = parts;
    this.#notices = new NoticeStreams(parts);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const facts = requestFacts(request.headers, this.#parts.config.limits.requestMs);
    try {
      this.#checkSite(request);
      if (request.method === 'GET') return await this.#listen(request, response, facts);
      if (request.method !== 'POST') throw new AppError('METHOD_NOT_ALLOWED');
      checkContentType(request);
      const caller = await this.#caller(request, facts);
      const body = await this.#read(request);
      const { isMessage } = await import('./protocol.js');
      if (!isMessage(body))
        throw new AppError('BAD_USER_INPUT', { reason: 'The body is no message of JSON-RPC 2.0' });
      await this.#message(request, response, caller, body);
    } catch (error) {
      this.#refuse(response, error, facts);
    }
  }

  /** Ends the streams of those who listen. */
  close(): void {
    this.#notices.close();
  }

  /** A page of another site may not call, nor one whose name was made to lead to this machine. */
  #checkSite({ headers }: IncomingMessage): void {
    const { gateway } = this.#parts.config;
    checkHost(headers.host, gateway);
    if (headers.origin !== undefined && !isAllowedOrigin(headers.origin, headers.host, gateway.origins))
      throw new AppError('ORIGIN_NOT_ALLOWED');
  }

  #caller({ headers }: IncomingMessage, facts: RequestFacts): Promise<Caller> {
    return authenticate(this.#parts.identity, headers.authorization, facts);
  }

  async #read(request: IncomingMessage): Promise<unknown> {
    const { bodyBytes, requestMs } = this.#parts.config.limits;
    const body = parseJson(await readBody(request, bodyBytes, requestMs));
    if (Array.isArray(body)) throw new AppError('BATCHING_DISABLED');
    return body;
  }

  async #message(
    request: IncomingMessage,
    response: ServerResponse,
    { context }: Caller,
    body: unknown,
  ): Promise<void> {
    const isCall =
      typeof body === 'object' && body !== null && 'method' in body && body.method === 'tools/call';
    // A call is counted with what it calls.
    if (!isCall) await this.#parts.limits.take(context.tenant, 1);
    const { answer } = await import('./protocol.js');
    const exchange = await answer(webRequest(request), body, this.#handlers(context, leaving(response)));
    try {
      const { status } = exchange.response;
      const text = await exchange.response.text();
      const body = status < 400 ? text : JSON.stringify(withCode(text, context.requestId));
      reply(response, status, json, body, { 'x-request-id': context.requestId });
    } finally {
      await exchange.close();
    }
  }

  async #listen(request: IncomingMessage, response: ServerResponse, facts: RequestFacts): Promise<void> {
    const caller = await this.#caller(request, facts);
    const { context } = caller;
    await this.#parts.limits.take(context.tenant, 1);
    const leave = this.#notices.enter(context);
    try {
      const { answer } = await import('./protocol.js');
      const handlers = this.#handlers(context, leaving(response));
      const exchange = await answer(webRequest(request), undefined, handlers);
      await this.#notices.serve(exchange, caller, response);
    } finally {
      leave();
    }
  }

  #handlers(context: RequestContext, signal: AbortSignal): ProtocolHandlers {
    const { operations, generations, tools } = this.#parts;
    return {
      requestId: context.requestId,
      list: () => tools.list(context.tenant, generations.newest),
      call: (name, args) => callTool(this.#parts, { name, arguments: args, context, signal }),
      tell: (thrown) => {
        const [error] = operations.refuse(thrown, context.requestId).errors;
        const { message = '', extensions = {} } = error ?? {};
        return { message, code: String(extensions.code) };
      },
    };
  }

  #refuse(response: ServerResponse, thrown: unknown, { requestId }: RequestFacts): void {
    const refusal = this.#parts.operations.refuse(thrown, requestId);
    const [error] = refusal.errors;
    const number = refusal.status < 500 ? invalidRequest : internalError;
    const body = rpcError(number, error?.message ?? '', error?.extensions ?? {});
    replyRefusal(response, refusal, { contentType: json, requestId, body, headers: allowed(refusal.status) });
  }
}

const rpcError = (code: number, message: string, data: object) => ({
  jsonrpc: '2.0',
  id: null,
  error: { code, message, data },
});

const sdkError = z.object({ error: z.object({ message: z.string() }) });

/** What the SDK refuses (a version of the protocol, an `accept`) has its words, and a code of ours. */
function withCode(text: string, requestId: string): object {
  const { error } = sdkError.parse(JSON.parse(text));
  return rpcError(invalidRequest, error.message, { code: 'BAD_USER_INPUT', requestId, retryable: false });
}

const allowed = (status: number) => (status === 405 ? { allow: 'GET, POST' } : {});

function webRequest({ method = 'GET', headers }: IncomingMessage): Request {
  const kept = new Headers();
  for (const name of protocolHeaders) {
    const value = headers[name];
    if (typeof value === 'string') kept.set(name, value);
  }
  return new Request('http://gateway/mcp', { method, headers: kept });
}
