import { defaultPrintFn } from '@graphql-mesh/transport-common';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import type { RequestContext } from 'tributary/sdk';
import type { Logger } from '#platform';
import { toPublicError } from '#platform/errors';
import { orAborted } from '../abort.js';
import { LruCache } from '../lru-cache.js';
import { isAsyncIterable, mapStream } from '../stream.js';
import type { SubgraphCall, SubgraphExecutor } from './call.js';
import { callScope } from './call-scope.js';

export interface InProcessOptions {
  name: string;
  schema: GraphQLSchema;
  /** The context that resolvers get, one a call. */
  createContext(request: RequestContext, signal: AbortSignal): object;
  /** Longest time of a call that is no subscription. */
  limitMs: number;
  log: Logger;
}

type Compiled = CompiledQuery | ExecutionResult;
const compiledDocuments = 1000;

/** Executes a subgraph of this process: each document is compiled once by graphql-jit. */
export function inProcessExecutor(options: InProcessOptions): SubgraphExecutor {
  const { name, schema, createContext, limitMs, log } = options;
  const cache = new LruCache<string, Compiled>(compiledDocuments);

  const compiled = ({ document, operationName }: SubgraphCall): Compiled => {
    const text = defaultPrintFn(document);
    const known = cache.get(text);
    if (known) return known;
    const made = compileQuery(schema, document, operationName, { disablingCapturingStackErrors: true });
    cache.set(text, made);
    return made;
  };

  return async (call) => {
    const query = compiled(call);
    const scope = callScope(call, limitMs);
    const publish = publisher(name, scope.request.requestId, log);
    if (!isCompiledQuery(query)) return publish(query);
    const context = createContext(scope.request, scope.signal);
    const variables = call.variables ?? {};
    try {
      if (call.operationType !== 'subscription' || !query.subscribe) {
        return publish(await orAborted(query.query({}, context, variables), scope.signal));
      }
      const result = await orAborted(query.subscribe({}, context, variables), scope.signal);
      // An event without data must not let the planner's executor show the data of the event before.
      return isAsyncIterable(result)
        ? mapStream(result, (event) => withData(publish(event)))
        : publish(result as ExecutionResult);
    } catch (error) {
      return {
        data: null,
        errors: [toPublicError(error, { requestId: scope.request.requestId, log, place: name })],
      };
    } finally {
      scope.end();
    }
  };
}

function publisher(
  place: string,
  requestId: string,
  log: Logger,
): (result: ExecutionResult) => ExecutionResult {
  return (result) =>
    result.errors
      ? {
          ...result,
          errors: result.errors.map((error) =>
            toPublicError(error, { requestId, log, place, path: error.path }),
          ),
        }
      : result;
}

function withData(result: ExecutionResult): ExecutionResult {
  return result.data ? result : { ...result, data: {} };
}
