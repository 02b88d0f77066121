import { type ExecutionResult, execute } from 'graphql';
import { AppError, type RequestContext } from 'tributary/sdk';
import type { Logger } from '#platform';
import { orAborted } from '../abort.js';
import { isAsyncIterable } from '../stream.js';
import type { PreparedOperation } from './prepare.js';
import { type PublicResult, publicResult } from './public-result.js';
import { tellingCosts } from './run-costs.js';
import type { OperationScope } from './scope.js';
import { OperationStream } from './stream.js';

export interface Execution {
  prepared: PreparedOperation;
  context: RequestContext;
  /** Ends when the client leaves. */
  signal: AbortSignal;
  /** Longest time to the answer; for a subscription to its beginning. */
  limitMs: number;
  log: Logger;
}

/** A subscription may run as long as its reader stays. */
const withoutDeadline = Number.MAX_SAFE_INTEGER;

/** A query or mutation. @throws AppError `TIMEOUT`. */
export async function executeOnce(execution: Execution): Promise<PublicResult> {
  const { prepared, context, signal, limitMs, log } = execution;
  const controller = new AbortController();
  const unfollow = follow(signal, controller);
  const timer = setTimeout(() => controller.abort(new AppError('TIMEOUT')), limitMs);
  try {
    const deadline = Math.min(context.deadline, Date.now() + limitMs);
    const request = { ...context, deadline, generation: prepared.generation.id };
    const scope = { request, signal: controller.signal, isStream: false };
    const result = await orAborted(resultOf(prepared, scope), controller.signal);
    if (isAsyncIterable(result))
      throw new AppError('INTERNAL', {}, { cause: 'a stream for a single result' });
    const published = publicResult(result, { requestId: context.requestId, log });
    return prepared.withCosts ? tellingCosts(published) : published;
  } finally {
    clearTimeout(timer);
    unfollow();
  }
}

/** A subscription: its stream, or the errors of one that could not begin. `onEnd` is called for a stream only. */
export async function subscribe(
  execution: Execution & { onEnd: () => void },
): Promise<PublicResult | OperationStream> {
  const { prepared, context, signal, limitMs, log, onEnd } = execution;
  const { generation } = prepared;
  const { requestId } = context;
  const controller = new AbortController();
  const unfollow = follow(signal, controller);
  const timer = setTimeout(() => controller.abort(new AppError('TIMEOUT')), limitMs);
  try {
    const request = { ...context, deadline: withoutDeadline, generation: generation.id };
    const scope = { request, signal: controller.signal, isStream: true };
    const events = await orAborted(resultOf(prepared, scope), controller.signal);
    if (!isAsyncIterable<ExecutionResult>(events)) {
      unfollow();
      return publicResult(events, { requestId, log });
    }
    const goAway = () => stream.end('GOING_AWAY');
    const stream = new OperationStream({
      events,
      controller,
      publish: (event) => {
        const published = publicResult(event, { requestId, log });
        return prepared.withCosts ? tellingCosts(published) : published;
      },
      onEnd: () => {
        unfollow();
        generation.ending.removeEventListener('abort', goAway);
        onEnd();
      },
    });
    if (generation.ending.aborted) goAway();
    generation.ending.addEventListener('abort', goAway, { once: true });
    return stream;
  } catch (error) {
    unfollow();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function resultOf(
  { parsed, variables, generation, withCosts }: PreparedOperation,
  scope: OperationScope,
): Promise<ExecutionResult | AsyncIterable<ExecutionResult>> {
  const { document, type } = parsed;
  if (parsed.isIntrospection) {
    return execute({ schema: generation.schema, document, variableValues: variables });
  }
  const executed = withCosts ?? document;
  return generation.engine.execute({
    document: executed,
    variables,
    operationType: type,
    context: { scope },
  });
}

function follow(signal: AbortSignal, controller: AbortController): () => void {
  const abort = () => controller.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return () => signal.removeEventListener('abort', abort);
}
