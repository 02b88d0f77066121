import type { ExecutionResult } from 'graphql';
import { createClient } from 'graphql-ws';
import { AppError } from 'tributary/sdk';
import { WebSocket } from 'ws';
import type { OperationScope } from '../operation/scope.js';
import type { SubgraphCall } from './call.js';
import { withData } from './event-data.js';
import { EventQueue } from './event-queue.js';
import { paramsOf, type RemoteOptions, readResult } from './remote.js';

/** Events that may wait for the reader; the stream of one that falls further behind ends. */
const waitingAtMost = 1000;

/**
 * A subscription of a subgraph in another process, over a socket of its own. The library's client queues without a
 * bound; this one ends with `SLOW_CONSUMER`, for nothing may be skipped in silence.
 */
export function remoteStream(
  { name, url, identity }: RemoteOptions,
  call: SubgraphCall,
  { request, signal }: OperationScope,
): AsyncIterable<ExecutionResult> {
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: async () => ({ authorization: `Bearer ${await identity.seal(request)}` }),
  });
  const events = new EventQueue(waitingAtMost, () => {
    signal.removeEventListener('abort', leave);
    stop();
    void client.dispose();
  });
  const leave = () => events.end(null);
  const { query, variables, operationName } = paramsOf(call);
  const stop = client.subscribe(
    { query, variables, operationName: operationName ?? null },
    {
      next: (event) => events.push(withData(readResult(event))),
      error: (error) => fail(events, error, name),
      complete: leave,
    },
  );
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave, { once: true });
  return events;
}

/** An error frame carries public errors: they become the last event. Anything else is the subgraph's absence. */
function fail(events: EventQueue, error: unknown, name: string): void {
  if (Array.isArray(error)) {
    events.push(readResult({ data: {}, errors: error }));
    events.end(null);
  } else {
    events.end(new AppError('UNAVAILABLE', { thing: `The subgraph ${name}` }, { cause: error }));
  }
}
