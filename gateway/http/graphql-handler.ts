import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from 'tributary/sdk';
import { authenticate, type Caller, callerSpanOf, type RequestFacts, requestFacts } from '../caller.js';
import type { Operations } from '../operation/operations.js';
import { includeCost, type OperationParams, parseParams } from '../operation/params.js';
import type { PreparedOperation } from '../operation/prepare.js';
import { OperationStream } from '../operation/stream.js';
import type { GatewayParts } from '../ports.js';
import { watchSession } from '../session-watch.js';
import { parseJson, readBody } from './body.js';
import { checkContentType } from './cross-site.js';
import { EventStream } from './event-stream.js';
import { type AnswerForm, contentTypes, negotiate } from './negotiate.js';
import { leaving, reply, replyRefusal } from './reply.js';

export interface GraphqlHandlerParts extends Pick<GatewayParts, 'config' | 'identity' | 'log'> {
  operations: Operations;
}

/** `/graphql` over HTTP: one operation a request, answered as JSON or as server-sent events. */
export class GraphqlHandler {
  readonly #parts: GraphqlHandlerParts;

  constructor(parts: GraphqlHandlerParts) {
    this.#parts = parts;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const facts = requestFacts(request.headers, this.#parts.config.limits.requestMs);
    const form = negotiate(request.headers.accept);
    try {
      if (form === null)
        throw new AppError('BAD_USER_INPUT', { reason: 'None of the accepted types can be served' });
      const { params: sent, caller } = await this.#read(request, facts);
      const params = {
        ...sent,
        includesCost: sent.includesCost || request.headers['x-tributary-cost'] === includeCost,
      };
      const left = leaving(response);
      const admit = (operation: PreparedOperation) => checkTransport(operation, request, form);
      const { result } = await this.#parts.operations.run({
        params,
        context: caller.context,
        callerSpan: callerSpanOf(request.headers),
        signal: left,
        admit,
      });
      if (result instanceof OperationStream) await this.#stream(result, caller, response);
      else if (form === 'events') await this.#single(result, facts, response);
      else
        reply(response, 200, contentTypes[form], JSON.stringify(result), { 'x-request-id': facts.requestId });
    } catch (error) {
      const refusal = this.#parts.operations.refuse(error, facts.requestId);
      const contentType = contentTypes[form ?? 'json'];
      replyRefusal(response, refusal, { contentType, requestId: facts.requestId });
    }
  }

  async #read(
    request: IncomingMessage,
    facts: RequestFacts,
  ): Promise<{ params: OperationParams; caller: Caller }> {
    const { method } = request;
    const { bodyBytes, requestMs } = this.#parts.config.limits;
    if (method !== 'POST' && method !== 'GET') throw new AppError('METHOD_NOT_ALLOWED');
    checkContentType(request);
    const caller = await authenticate(this.#parts.identity, request.headers.authorization, facts);
    if (method === 'GET') return { params: parseParams(queryOf(request)), caller };
    const body = await readBody(request, bodyBytes, requestMs);
    return { params: parseParams(parseJson(body)), caller };
  }

  async #stream(stream: OperationStream, caller: Caller, response: ServerResponse): Promise<void> {
    const events = new EventStream(response, caller.context.requestId);
    const stop = watchSession(caller, this.#parts.log, () => stream.end('UNAUTHENTICATED'));
    try {
      for await (const event of stream) if (!(await events.next(event))) throw stream.reason('SLOW_CONSUMER');
      events.complete();
    } catch (error) {
      events.fail(this.#parts.operations.refuse(error, caller.context.requestId));
    } finally {
      stop();
    }
  }

  async #single(result: object, { requestId }: RequestFacts, response: ServerResponse): Promise<void> {
    const events = new EventStream(response, requestId);
    await events.next(result);
    events.complete();
  }
}

function checkTransport({ parsed }: PreparedOperation, { method }: IncomingMessage, form: AnswerForm): null {
  if (method === 'GET' && parsed.type === 'mutation') throw new AppError('METHOD_NOT_ALLOWED');
  if (parsed.type === 'subscription' && form !== 'events') {
    throw new AppError('BAD_USER_INPUT', {
      reason: 'A subscription needs accept: text/event-stream, or a WebSocket',
    });
  }
  return null;
}

function queryOf(request: IncomingMessage): unknown {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const json = (name: string) => {
    const text = searchParams.get(name);
    return text === null || text === '' ? null : parseJson(text);
  };
  return {
    query: searchParams.get('query'),
    operationName: searchParams.get('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
    id: searchParams.get('id'),
    documentId: searchParams.get('documentId'),
  };
}
