import type { ApolloServerOptions } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
  getOperationAST,
  parse,
  print,
} from 'graphql';
import type { ExecutedSubgraph, Subgraph } from '#platform';
import type { GraphContext } from './context.js';

type ApolloSource = Pick<Extract<ApolloServerOptions<GraphContext>, { gateway: unknown }>, 'gateway'>;
type Executor = NonNullable<Awaited<ReturnType<NonNullable<ApolloSource['gateway']>['load']>>['executor']>;

/** What Apollo Server answers from: the subgraph's schema, or whoever executes it. */
export function apolloSource(subgraph: Subgraph): { schema: GraphQLSchema } | ApolloSource {
  if ('schema' in subgraph) return { schema: subgraph.schema };
  const apiSchema = describedSchema(subgraph);
  const executor: Executor = async ({ document, request, operationName, context }) => {
    const call = {
      document,
      variables: request.variables ?? {},
      operationName: operationName ?? null,
      context: context as GraphContext,
    };
    return (await execute(subgraph, call)) as Awaited<ReturnType<Executor>>;
  };
  return {
    gateway: {
      onSchemaLoadOrUpdate(tell) {
        tell({ apiSchema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      load: async () => ({ executor }),
      stop: async () => undefined,
    },
  };
}

/** The same for graphql-ws. */
export function socketSource(subgraph: Subgraph) {
  if ('schema' in subgraph) return { schema: subgraph.schema };
  const run = ({ document, variableValues, operationName, contextValue }: ExecutionArgs) =>
    execute(subgraph, {
      document,
      variables: variableValues ?? {},
      operationName: operationName ?? null,
      context: contextValue as GraphContext,
    });
  return { schema: describedSchema(subgraph), execute: run, subscribe: run };
}

interface Call {
  document: DocumentNode;
  variables: Readonly<Record<string, unknown>>;
  operationName: string | null;
  context: GraphContext;
}

function execute(subgraph: ExecutedSubgraph, { document, context, ...call }: Call) {
  const isSubscription = getOperationAST(document, call.operationName)?.operation === 'subscription';
  return subgraph.execute({ ...call, query: print(document), isSubscription }, context);
}

/** Operations are checked against it; it resolves nothing. */
function describedSchema({ sdl }: ExecutedSubgraph): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(sdl) }]);
}
