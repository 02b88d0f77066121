import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import { AppError, type RequestContext } from 'tributary/sdk';
import { WebSocketServer } from 'ws';
import type { Identity, Logger, Subgraph } from '#platform';
import { toPublicError } from '#platform/errors';
import { loggerFor } from '#platform/telemetry';
import { createGraphContext, type GraphContext } from './context.js';
import type { RecordDenial } from './denials.js';
import { apolloSource, socketSource } from './serve-source.js';

export interface ServeOptions {
  identity: Pick<Identity, 'open'>;
  host: string;
  /** 0 chooses a free one. */
  port: number;
  log: Logger;
  recordDenial?: RecordDenial;
}

export interface ServedGraph {
  readonly url: string;
  close(): Promise<void>;
}

type CreateContext = (request: RequestContext, signal: AbortSignal) => GraphContext;

const longestBody = 10 * 1024 * 1024;

/**
 * Serves a subgraph to gateways of other processes: Apollo Server over HTTP, and graphql-transport-ws beside it. Every
 * request must carry the sealed context of the one it is made for; without it nothing is read and nothing told.
 */
export async function serveSubgraph(
  subgraph: Subgraph,
  { identity, host, port, log, recordDenial }: ServeOptions,
): Promise<ServedGraph> {
  const { name } = subgraph;
  const apollo = new ApolloServer<GraphContext>({
    ...apolloSource(subgraph),
    introspection: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    plugins: [ApolloServerPluginLandingPageDisabled(), publicErrors(name, log)],
  });
  await apollo.start();
  const createContext: CreateContext = (context, signal) => createGraphContext(context, signal, recordDenial);

  const server = createServer((request, response) => {
    answer(apollo, identity, createContext, request, response).catch((error: unknown) =>
      refuse(response, error, log),
    );
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: longestBody,
    perMessageDeflate: false,
    handleProtocols,
  });
  const protocol = subscriptions(subgraph, identity, createContext, log);
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const left = new AbortController();
      const closed = protocol.opened(
        {
          protocol: webSocket.protocol,
          // To a socket that is gone nothing is sent, and its streams are not asked for more.
          send: (data) =>
            new Promise<void>((resolve) => {
              if (webSocket.readyState === webSocket.OPEN) webSocket.send(data, () => resolve());
              else left.signal.addEventListener('abort', () => resolve(), { once: true });
            }),
          close: (code, reason) => webSocket.close(code, reason),
          onMessage: (handle) =>
            webSocket.on('message', (data) => {
              handle(String(data)).catch(() => webSocket.close(4400, 'Invalid message'));
            }),
        },
        { left: left.signal },
      );
      webSocket.once('error', (err) => log.debug({ err, subgraph: name }, 'A WebSocket broke'));
      webSocket.once('close', (code, reason) => {
        left.abort();
        closed(code, String(reason)).catch((err: unknown) =>
          log.warn({ err }, 'A WebSocket could not be closed'),
        );
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/graphql`,
    async close() {
      for (const socket of sockets.clients) socket.close(1001, 'Going away');
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await apollo.stop();
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  apollo: ApolloServer<GraphContext>,
  identity: Pick<Identity, 'open'>,
  createContext: CreateContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const context = await contextOf(identity, request.headers.authorization);
  const body = parseBody(await readBody(request));
  const left = new AbortController();
  response.once('close', () => left.abort(new AppError('TIMEOUT')));
  const headers = new HeaderMap();
  for (const [header, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(header, Array.isArray(value) ? value.join(', ') : value);
  }
  const {
    status,
    headers: answered,
    body: text,
  } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method ?? 'POST', headers, body, search: '' },
    context: async () => createContext(context, left.signal),
  });
  response.writeHead(status ?? 200, Object.fromEntries(answered));
  response.end(text.kind === 'complete' ? text.string : '');
}

function subscriptions(
  subgraph: Subgraph,
  identity: Pick<Identity, 'open'>,
  createContext: CreateContext,
  log: Logger,
) {
  const { name } = subgraph;
  const callers = new WeakMap<AbortSignal, RequestContext>();
  const publish = (error: GraphQLError, signal: AbortSignal): GraphQLFormattedError => {
    const caller = callers.get(signal);
    const circumstances = { requestId: caller?.requestId ?? '', place: name, path: error.path };
    return toPublicError(error, { ...circumstances, log: caller ? loggerFor(log, caller) : log }).toJSON();
  };
  return makeServer<Record<string, unknown>, { left: AbortSignal }>({
    ...socketSource(subgraph),
    async onConnect({ connectionParams, extra }) {
      try {
        callers.set(extra.left, await contextOf(identity, connectionParams?.authorization));
        return true;
      } catch {
        return false;
      }
    },
    context: ({ extra }) => {
      const caller = callers.get(extra.left);
      if (!caller) throw new AppError('UNAUTHENTICATED');
      return createContext(caller, extra.left);
    },
    onNext: ({ extra }, _id, _payload, _args, { errors, ...result }) =>
      errors
        ? ({
            ...result,
            errors: errors.map((error) => publish(error, extra.left)),
          } as FormattedExecutionResult)
        : undefined,
    onError: ({ extra }, _id, _payload, errors) => errors.map((error) => publish(error, extra.left)),
  });
}

/** Replaces what Apollo would say of errors by what may be said. */
function publicErrors(name: string, log: Logger): ApolloServerPlugin<GraphContext> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ response, errors, contextValue }) {
        if (!errors || response.body.kind !== 'single') return;
        const { requestId } = contextValue.request;
        const own = loggerFor(log, contextValue.request);
        response.body.singleResult.errors = errors.map((error) =>
          toPublicError(error, { requestId, log: own, place: name, path: error.path }).toJSON(),
        );
      },
    }),
  };
}

async function contextOf(identity: Pick<Identity, 'open'>, authorization: unknown): Promise<RequestContext> {
  const token = typeof authorization === 'string' ? authorization.match(/^bearer +(\S+)$/i)?.[1] : undefined;
  if (token === undefined) throw new AppError('UNAUTHENTICATED');
  return identity.open(token);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > longestBody) throw new AppError('PAYLOAD_TOO_LARGE', { max: longestBody });
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('BAD_USER_INPUT', { reason: 'The body is not JSON' }, { cause });
  }
}

function refuse(response: ServerResponse, error: unknown, log: Logger): void {
  if (response.headersSent || response.destroyed) return;
  const status = error instanceof AppError ? error.status : 500;
  const body = JSON.stringify({ errors: [toPublicError(error, { requestId: '', log }).toJSON()] });
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(body);
}
