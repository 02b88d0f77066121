import { AppError } from 'tributary/sdk';
import type { OperationScope } from '../operation/scope.js';
import type { SubgraphCall } from './call.js';

/**
 * The scope of one call. A query's is its operation's, so is that of a subscription; a call that joins fields to an
 * event of a stream gets `limitMs`.
 */
export function callScope(call: SubgraphCall, limitMs: number): OperationScope & { end(): void } {
  const scope = call.context?.scope;
  if (!scope) throw new AppError('INTERNAL', {}, { cause: 'a subgraph call without its operation' });
  if (!scope.isStream || call.operationType === 'subscription') return { ...scope, end: () => undefined };
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(new AppError('TIMEOUT')), limitMs);
  timer.unref();
  return {
    request: { ...scope.request, deadline: Date.now() + limitMs },
    signal: AbortSignal.any([scope.signal, timeout.signal]),
    isStream: false,
    end: () => clearTimeout(timer),
  };
}
