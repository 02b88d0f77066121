import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { type ExecutionArgs, type FormattedExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { handleProtocols, makeServer, type OperationResult, type SubscribePayload } from 'graphql-ws';
import { AppError } from 'tributary/sdk';
import { v7 as uuid } from 'uuid';
import { WebSocketServer } from 'ws';
import { findAppError, trustedError } from '#platform/errors';
import { authenticate, requestFacts } from '../caller.js';
import { isAllowedOrigin } from '../http/cross-site.js';
import type { Operations } from '../operation/operations.js';
import { parseParams } from '../operation/params.js';
import type { PreparedOperation } from '../operation/prepare.js';
import type { PublicError } from '../operation/public-result.js';
import { OperationStream } from '../operation/stream.js';
import type { GatewayParts } from '../ports.js';
import { type SocketExtra, serveSocket } from './connection.js';
import { SocketSession } from './session.js';

export interface SocketParts extends Pick<GatewayParts, 'config' | 'identity' | 'log'> {
  operations: Operations;
  isDraining(): boolean;
}

interface SocketContext {
  readonly connectionParams?: Readonly<Record<string, unknown>> | undefined;
  readonly extra: SocketExtra;
}

/** `/graphql` over WebSockets, by the protocol graphql-transport-ws. */
export class SocketServer {
  readonly #parts: SocketParts;
  readonly #webSockets: WebSocketServer;
  readonly #protocol;

  constructor(parts: SocketParts) {
    this.#parts = parts;
    this.#webSockets = new WebSocketServer({
      noServer: true,
      maxPayload: parts.config.limits.bodyBytes,
      perMessageDeflate: false,
      handleProtocols,
    });
    // The operation begins in `onSubscribe`, where it can still be refused with an error frame.
    const begun = ({ contextValue }: ExecutionArgs) => contextValue as OperationResult;
    this.#protocol = makeServer<Record<string, unknown>, SocketExtra>({
      connectionInitWaitTimeout: 3000,
      onConnect: (context) => this.#signIn(context),
      onSubscribe: (context, id, payload) => this.#begin(context, id, payload),
      execute: begun,
      subscribe: begun,
      onNext: (_context, _id, _payload, _args, event) => event as FormattedExecutionResult,
      onError: (_context, _id, _payload, errors) => this.#formatted(errors),
      onComplete: ({ extra }, id) => extra.session.drop(id),
    });
  }

  /** Takes over an HTTP connection, or refuses it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refused = this.#refused(request);
    if (refused) {
      // Nobody listens to a socket that was taken off HTTP: its error would end the process.
      socket.once('error', () => socket.destroy());
      const body = JSON.stringify({ errors: this.#describe(refused) });
      socket.end(
        `HTTP/1.1 ${refused.status} Refused\r\nconnection: close\r\ncontent-type: application/json\r\n` +
          `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
      return;
    }
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const { log } = this.#parts;
      const session = new SocketSession({
        socket: webSocket,
        log,
        describe: (error) => this.#describe(error),
      });
      serveSocket(this.#protocol, webSocket, { request, session }, log);
    });
  }

  /** Closes every socket, behind the last words of its streams. */
  async goAway(): Promise<void> {
    await setImmediate();
    for (const socket of this.#webSockets.clients) socket.close(1001, 'Going away');
  }

  close(): void {
    for (const socket of this.#webSockets.clients) socket.terminate();
    this.#webSockets.close();
  }

  #refused({ headers, url }: IncomingMessage): AppError | null {
    const { origins } = this.#parts.config.gateway;
    if ((url ?? '').split('?', 1)[0] !== '/graphql') return new AppError('NOT_FOUND', { thing: 'The page' });
    if (headers.origin !== undefined && !isAllowedOrigin(headers.origin, headers.host, origins)) {
      return new AppError('ORIGIN_NOT_ALLOWED');
    }
    return this.#parts.isDraining() ? new AppError('SHUTTING_DOWN') : null;
  }

  async #signIn({ connectionParams, extra }: SocketContext): Promise<boolean> {
    const { identity, config, log } = this.#parts;
    const { headers } = extra.request;
    const given = connectionParams?.authorization ?? connectionParams?.Authorization ?? headers.authorization;
    const authorization = typeof given === 'string' ? given : undefined;
    try {
      const facts = requestFacts(headers, config.limits.requestMs);
      extra.session.signIn(await authenticate(identity, authorization, facts));
      return true;
    } catch (error) {
      if (!(error instanceof AppError)) log.error({ err: error }, 'A WebSocket could not be authenticated');
      return false;
    }
  }

  async #begin(
    { extra: { session } }: SocketContext,
    id: string,
    payload: SubscribePayload,
  ): Promise<ExecutionArgs | GraphQLError[]> {
    const { operations, config } = this.#parts;
    // Each operation of a socket is a request of its own.
    const facts = requestFacts({ traceparent: session.caller.context.traceparent }, config.limits.requestMs);
    const context = { ...session.caller.context, ...facts };
    const admit = ({ parsed }: PreparedOperation) =>
      parsed.type === 'subscription' ? session.enter(config.limits.subscriptionsPerConnection) : null;
    try {
      const params = parseParams(payload);
      const { parsed, result } = await operations.run({ params, context, signal: session.left, admit });
      if (result instanceof OperationStream) session.carry(id, result);
      else if (parsed.type === 'subscription') return (result.errors ?? []).map(asGraphQLError);
      return { schema: anySchema, document: parsed.document, contextValue: result };
    } catch (error) {
      return operations.refuse(error, context.requestId).errors.map(asGraphQLError);
    }
  }

  #describe(error: AppError): PublicError[] {
    return this.#parts.operations.refuse(error, uuid()).errors;
  }

  /** Errors that refused an operation are public already; what a stream ended with is not. */
  #formatted(errors: readonly GraphQLError[]): PublicError[] {
    return errors.flatMap((error) => {
      const isPublic = !findAppError(error) && trustedError(error, '') !== null;
      return isPublic ? [error.toJSON() as PublicError] : this.#parts.operations.refuse(error, uuid()).errors;
    });
  }
}

/** The library wants one beside the arguments; ours are executed already. */
const anySchema = new GraphQLSchema({});

function asGraphQLError({ message, ...options }: PublicError): GraphQLError {
  const error = new GraphQLError(message, { extensions: options.extensions, path: options.path ?? null });
  return Object.assign(error, { toJSON: () => ({ message, ...options }) });
}
