import {
  getExecutorForUnifiedGraph,
  Logger as HiveLogger,
  LegacyLogger,
} from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import type { Executor } from '@graphql-tools/utils';
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationTypeNode,
  parse,
} from 'graphql';
import { AppError } from 'tributary/sdk';
import type { OperationScope } from '../operation/scope.js';
import type { SubgraphExecutor } from '../subgraph/call.js';

export interface EngineRequest {
  document: DocumentNode;
  variables: Record<string, unknown>;
  operationType: OperationTypeNode;
  context: { scope: OperationScope };
}

const probe = parse('{ __typename }', { noLocation: true });

/** Plans and executes operations on one supergraph. */
export interface Engine {
  /** As clients see it, with the directives of the cost specification. */
  readonly schema: GraphQLSchema;
  execute(request: EngineRequest): Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;
  dispose(): Promise<void>;
}

/**
 * Starts Hive's runtime with the query planner in Rust. `createGatewayRuntime` of the same package would add an HTTP
 * server of its own, which disposes itself on SIGTERM while we still drain; its executor alone does not.
 * @throws AppError `UNAVAILABLE` when another engine than the planner in Rust would answer.
 */
export async function startEngine(
  supergraph: string,
  executors: ReadonlyMap<string, SubgraphExecutor>,
): Promise<Engine> {
  let schema: GraphQLSchema | null = null;
  let isPlannedByRouter = false;
  const log = new HiveLogger({ level: false });
  const execute = getExecutorForUnifiedGraph<EngineRequest['context']>({
    getUnifiedGraph: () => supergraph,
    handleUnifiedGraph: async (options) => {
      const handled = await unifiedGraphHandler(options);
      // Only the router runtime has override labels: they come from its planner's native module.
      isPlannedByRouter = handled.overrideLabels !== undefined && typeof handled.executor === 'function';
      return handled;
    },
    onUnifiedGraphChange: (graph) => {
      schema = graph;
    },
    transports: { http: { getSubgraphExecutor: ({ subgraphName }) => executorOf(executors, subgraphName) } },
    transportContext: { log, logger: LegacyLogger.from(log) },
    // The planner batches the entities of a level itself; a second batcher would delay every call by a tick.
    batch: false,
  });
  // A fresh runtime answers its first operation only after its schema is there: load it before anybody asks.
  await execute({ document: probe, context: undefined });
  if (!schema || !isPlannedByRouter) {
    throw new AppError('UNAVAILABLE', { thing: 'The query planner (@graphql-hive/router-runtime)' });
  }
  return {
    schema,
    execute: async (request) => (await execute(request)) as ExecutionResult | AsyncIterable<ExecutionResult>,
    dispose: async () => execute[Symbol.asyncDispose](),
  };
}

function executorOf(executors: ReadonlyMap<string, SubgraphExecutor>, name: string): Executor {
  const executor = executors.get(name);
  if (!executor) throw new AppError('UNAVAILABLE', { thing: `The subgraph ${name}` });
  // The planner hands on the context that it was given: `scope` is in it.
  return executor as unknown as Executor;
}
