import { defaultPrintFn } from '@graphql-mesh/transport-common';
import type { ExecutionResult } from 'graphql';
import type { CallContext, ExecutedSubgraph, Logger } from '#platform';
import { toPublicError } from '#platform/errors';
import { loggerFor } from '#platform/telemetry';
import { orAborted } from '../abort.js';
import type { OperationScope } from '../operation/scope.js';
import { isAsyncIterable, mapStream } from '../stream.js';
import type { SubgraphExecutor } from './call.js';
import { callScope } from './call-scope.js';
import { withData } from './event-data.js';
import type { InProcessOptions } from './in-process.js';

interface ExecutedOptions extends Pick<InProcessOptions, 'name' | 'createContext' | 'limitMs'> {
  subgraph: Pick<ExecutedSubgraph, 'execute'>;
  log: Logger;
}

/** Calls a subgraph that somebody else of this process executes, such as the thread of a plugin. */
export function executedExecutor(options: ExecutedOptions): SubgraphExecutor {
  const { subgraph, createContext, limitMs } = options;
  return async (call) => {
    const scope = callScope(call, limitMs);
    const publish = (result: ExecutionResult) => published(result, scope, options);
    const failed = (error: unknown) => publish({ data: null, errors: [error as Error as never] });
    const operation = {
      query: defaultPrintFn(call.document),
      variables: call.variables ?? {},
      operationName: call.operationName ?? null,
      isSubscription: call.operationType === 'subscription',
    };
    try {
      const context = createContext(scope.request, scope.signal) as CallContext;
      const result = await orAborted(subgraph.execute(operation, context), scope.signal);
      if (!isAsyncIterable(result)) return publish(result);
      return mapStream(
        result,
        async (event) => withData(publish(event)),
        (error) => (scope.signal.aborted ? null : withData(failed(error))),
      );
    } catch (error) {
      return failed(error);
    } finally {
      scope.end();
    }
  };
}

function published(
  result: ExecutionResult,
  { request }: OperationScope,
  { log, name }: ExecutedOptions,
): ExecutionResult {
  if (!result.errors) return result;
  const circumstances = { requestId: request.requestId, log: loggerFor(log, request), place: name };
  const errors = result.errors.map((error) => toPublicError(error, { ...circumstances, path: error.path }));
  return { ...result, errors };
}
