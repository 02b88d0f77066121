import type { AddressInfo } from 'node:net';
import { AppError, type OperationTool, type RequestContext } from 'tributary/sdk';
import type { OperationProblem } from '#platform';
import { startEngine } from './generation/engine.js';
import { Generation } from './generation/generation.js';
import { Generations } from './generation/generations.js';
import { GraphqlHandler } from './http/graphql-handler.js';
import { createHttpServer } from './http/server.js';
import { McpHandler } from './mcp/mcp-handler.js';
import { Tools } from './mcp/tools.js';
import { Operations } from './operation/operations.js';
import type { OperationParams } from './operation/params.js';
import type { PublicResult } from './operation/public-result.js';
import { OperationStream } from './operation/stream.js';
import type { GatewayParts } from './ports.js';
import { SocketServer } from './socket/server.js';
import type { SubgraphEndpoint } from './subgraph/endpoint.js';
import { keepExecutors } from './subgraph/executors.js';
import { type Composer, createComposer } from './supergraph/composer.js';

export interface GatewayOptions extends GatewayParts {
  /** What the first generation is composed of. */
  endpoints: readonly SubgraphEndpoint[];
  /** Shared with whoever judges a graph before it is served. */
  composer?: Composer;
}

/** An operation that a part of ours executes as an actor: a registered one by its hash, or a document. */
export type ExecuteRequest = Partial<
  Pick<OperationParams, 'query' | 'hash' | 'operationName' | 'variables'>
> & {
  signal?: AbortSignal;
};

export interface Gateway {
  readonly port: number;
  readonly url: string;
  /**
   * Composes these subgraphs and serves new operations from them. `drained` resolves when none runs any more on what
   * was served before.
   * @throws AppError `COMPOSITION_FAILED`
   */
  addGeneration(endpoints: readonly SubgraphEndpoint[]): Promise<{ id: string; drained: Promise<void> }>;
  /** What a caller of this document would be refused for; null for nothing. */
  check(document: string): OperationProblem | null;
  /** The registered operations of a tenant that are tools, as they are served now. */
  tools(tenant: string): Promise<OperationTool[]>;
  /** Queries and mutations with the actor's rights, through every check that a client's would pass. */
  execute(context: RequestContext, request: ExecuteRequest): Promise<PublicResult>;
  /** Readiness ends first, then streams are sent away, then the rest is waited for. */
  close(options: { graceMs: number }): Promise<void>;
}

const spreadMs = 5000;

/**
 * Starts the one endpoint of the graph.
 * @throws AppError `COMPOSITION_FAILED`, `UNAVAILABLE` when the query planner is missing.
 */
export async function startGateway({
  endpoints,
  composer = createComposer(),
  ...parts
}: GatewayOptions): Promise<Gateway> {
  const generations = new Generations(parts.log);
  const executorsOf = keepExecutors(parts);
  const addGeneration = async (subgraphs: readonly SubgraphEndpoint[]) => {
    const supergraph = await composer.supergraph(subgraphs);
    const engine = await startEngine(supergraph.supergraph, executorsOf(subgraphs));
    const generation = new Generation(supergraph, engine);
    return { id: generation.id, drained: generations.add(generation) };
  };
  await addGeneration(endpoints);

  let isClosing = false;
  const isDraining = () => isClosing;
  const operations = new Operations(parts, generations);
  const graphql = new GraphqlHandler({ ...parts, operations });
  const sockets = new SocketServer({ ...parts, operations, isDraining });
  const tools = new Tools({
    registry: parts.registry,
    fits: (document, generation) => operations.check(document, generation) === null,
  });
  const mcp = new McpHandler({ ...parts, operations, generations, tools });
  const toolsOf = (tenant: string) => tools.operations(tenant, generations.newest);
  const server = createHttpServer({ ...parts, operations, graphql, mcp, toolsOf, isDraining });
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  const { host, port } = parts.config.gateway;
  await listen(server, host, port);
  const address = server.address() as AddressInfo;

  return {
    port: address.port,
    url: parts.config.gateway.url ?? `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    addGeneration,

    check: (document) => operations.check(document),

    tools: toolsOf,

    async execute(context, { signal = new AbortController().signal, ...given }) {
      const params = {
        query: null,
        hash: null,
        operationName: null,
        variables: {},
        includesCost: false,
        ...given,
      };
      const { result } = await operations.run({ params, context, signal });
      if (!(result instanceof OperationStream)) return result;
      await result.return();
      throw new AppError('BAD_USER_INPUT', { reason: 'A subscription has no single result' });
    },

    async close({ graceMs }) {
      isClosing = true;
      mcp.close();
      const timer = setTimeout(() => {
        server.closeAllConnections();
        sockets.close();
      }, graceMs);
      // While readers are sent away, whoever asks is still told that this process is not ready.
      await operations.sendAway(Math.min(spreadMs, graceMs / 2));
      await sockets.goAway();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await generations.close();
      server.closeIdleConnections();
      await closed;
      clearTimeout(timer);
      sockets.close();
    },
  };
}

function listen(server: ReturnType<typeof createHttpServer>, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (cause: NodeJS.ErrnoException) => reject(cannotListen(cause, port));
  server.once('error', fail);
  server.listen(port, host, () => {
    server.off('error', fail);
    resolve();
  });
  return promise;
}

/** What whoever starts us can mend. */
function cannotListen(cause: NodeJS.ErrnoException, port: number): Error {
  if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES') return cause;
  const why =
    cause.code === 'EADDRINUSE' ? 'another process listens there' : 'this user may not listen there';
  return new AppError('CONFIG_INVALID', { key: 'PORT', reason: `${port}: ${why}` }, { cause });
}
