import { execute, parse, subscribe } from 'graphql';
import type { ExecutedSubgraph } from '#platform';
import { type BuiltSubgraph, createGraphContext } from '#platform/graph';

/** A subgraph behind an executor, as a plugin in a thread of its own is: nobody sees its schema. */
export function executedSubgraph({ name, sdl, schema }: BuiltSubgraph): ExecutedSubgraph {
  return {
    name,
    sdl,
    async execute({ query, variables, operationName, isSubscription }, { request, signal, denied }) {
      const contextValue = createGraphContext(request, signal, (_request, denial) => denied(denial));
      const document = parse(query);
      const args = {
        schema,
        document,
        rootValue: {},
        contextValue,
        variableValues: variables,
        operationName,
      };
      return isSubscription ? subscribe(args) : execute(args);
    },
  };
}
