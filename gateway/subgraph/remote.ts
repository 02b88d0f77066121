import { defaultPrintFn } from '@graphql-mesh/transport-common';
import type { ExecutionResult } from 'graphql';
import { AppError, z } from 'tributary/sdk';
import { request as httpRequest } from 'undici';
import type { Identity, Logger } from '#platform';
import { toPublicError } from '#platform/errors';
import { orAborted } from '../abort.js';
import type { OperationScope } from '../operation/scope.js';
import type { SubgraphCall, SubgraphExecutor } from './call.js';
import { callScope } from './call-scope.js';
import { remoteStream } from './remote-stream.js';

export interface RemoteOptions {
  name: string;
  url: string;
  identity: Pick<Identity, 'seal'>;
  limitMs: number;
  log: Logger;
}

const longestAnswer = 10 * 1024 * 1024;

const resultSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
});

/** Calls a subgraph of another process: over HTTP, subscriptions over a WebSocket. */
export function remoteExecutor(options: RemoteOptions): SubgraphExecutor {
  const { name, limitMs, log } = options;
  return async (call) => {
    const scope = callScope(call, limitMs);
    try {
      return call.operationType === 'subscription'
        ? await remoteStream(options, call, scope)
        : await orAborted(post(options, call, scope), scope.signal);
    } catch (error) {
      const coded =
        error instanceof AppError
          ? error
          : new AppError('UNAVAILABLE', { thing: `The subgraph ${name}` }, { cause: error });
      if (coded !== error)
        log.warn(
          { err: error, subgraph: name, requestId: scope.request.requestId },
          'A subgraph did not answer',
        );
      return {
        data: null,
        errors: [toPublicError(coded, { requestId: scope.request.requestId, log, place: name })],
      };
    } finally {
      scope.end();
    }
  };
}

async function post(
  { url, identity }: RemoteOptions,
  call: SubgraphCall,
  { request, signal }: OperationScope,
): Promise<ExecutionResult> {
  const { body } = await httpRequest(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${await identity.seal(request)}`,
      'x-request-id': request.requestId,
      traceparent: request.traceparent,
    },
    body: JSON.stringify(paramsOf(call)),
    signal,
  });
  return readResult(await readText(body));
}

export function paramsOf({ document, variables, operationName }: SubgraphCall) {
  return { query: defaultPrintFn(document), variables: variables ?? {}, operationName };
}

/** Checks the form of an answer; its errors are public already, but are looked at again where they leave. */
export function readResult(value: unknown): ExecutionResult {
  return resultSchema.parse(value) as unknown as ExecutionResult;
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > longestAnswer) throw new AppError('PAYLOAD_TOO_LARGE', { max: longestAnswer });
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
}
