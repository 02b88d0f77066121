import { defaultPrintFn } from '@graphql-mesh/transport-common';
import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
} from 'graphql';
import { type CompiledQuery, compileQuery } from 'graphql-jit';
import { AppError, type RequestContext } from 'tributary/sdk';
import type { Logger } from '#platform';
import { toPublicError } from '#platform/errors';
import { loggerFor } from '#platform/telemetry';
import { orAborted } from '../abort.js';
import { LruCache } from '../lru-cache.js';
import type { OperationScope } from '../operation/scope.js';
import { isAsyncIterable, mapStream } from '../stream.js';
import type { SubgraphCall, SubgraphExecutor } from './call.js';
import { callScope } from './call-scope.js';
import { withData } from './event-data.js';
import { hasVariablesInScalars } from './variables-in-scalars.js';

export interface InProcessOptions {
  name: string;
  schema: GraphQLSchema;
  /** The context that resolvers get, one a call. */
  createContext(request: RequestContext, signal: AbortSignal): object;
  /** Longest time of a call that is no subscription. */
  limitMs: number;
  log: Logger;
}

type Query = Pick<CompiledQuery, 'query'>;
type Compiled = Query | ExecutionResult;
type Result = ExecutionResult | AsyncIterable<ExecutionResult>;
const compiledDocuments = 1000;

/** Executes a subgraph of this process. */
export function inProcessExecutor(options: InProcessOptions): SubgraphExecutor {
  const subgraph = new InProcessSubgraph(options);
  return async (call) => {
    const scope = callScope(call, options.limitMs);
    try {
      return await subgraph.execute(call, scope);
    } catch (error) {
      return subgraph.failed(error, scope);
    } finally {
      scope.end();
    }
  };
}

/** Each document is compiled once by graphql-jit. */
class InProcessSubgraph {
  readonly #options: InProcessOptions;
  readonly #compiled = new LruCache<string, Compiled>(compiledDocuments);

  constructor(options: InProcessOptions) {
    this.#options = options;
  }

  async execute(call: SubgraphCall, scope: OperationScope): Promise<Result> {
    const query = this.#compile(call);
    if (!isQuery(query)) return this.#published(query, scope);
    const { schema, createContext } = this.#options;
    const context = createContext(scope.request, scope.signal);
    const variables = call.variables ?? {};
    if (call.operationType !== 'subscription') {
      return this.#published(await orAborted(query.query({}, context, variables), scope.signal), scope);
    }
    // graphql-jit would give the operation's variables to `subscribe` as the field's arguments; events are its own.
    const { document } = call;
    const begun = createSourceEventStream({
      schema,
      document,
      contextValue: context,
      variableValues: variables,
    });
    const source = await orAborted(begun, scope.signal);
    if (!isAsyncIterable(source)) return this.#published(source, scope);
    return mapStream(
      source,
      async (event) => withData(this.#published(await query.query(event, context, variables), scope)),
      (error) => (scope.signal.aborted ? null : withData(this.failed(error, scope))),
    );
  }

  failed(error: unknown, scope: OperationScope): ExecutionResult {
    return { data: null, errors: [this.#public(error, scope)] };
  }

  #compile({ document, operationName }: SubgraphCall): Compiled {
    const text = defaultPrintFn(document);
    const known = this.#compiled.get(text);
    if (known) return known;
    const { schema } = this.#options;
    const options = { disablingCapturingStackErrors: true };
    const made = hasVariablesInScalars(schema, document)
      ? interpreted(schema, document)
      : expectCompiled(compileQuery(schema, document, operationName, options));
    this.#compiled.set(text, made);
    return made;
  }

  #published(result: ExecutionResult, scope: OperationScope): ExecutionResult {
    if (!result.errors) return result;
    return { ...result, errors: result.errors.map((error) => this.#public(error, scope, error.path)) };
  }

  #public(error: unknown, { request }: OperationScope, path?: readonly (string | number)[]) {
    const { log, name } = this.#options;
    const circumstances = { requestId: request.requestId, log: loggerFor(log, request), place: name, path };
    return toPublicError(error, circumstances);
  }
}

/**
 * The gateway has validated the document but for what only the subgraph knows: which literals its scalars take. The
 * fault names types, which whoever asks need not know.
 */
function expectCompiled(compiled: Compiled): Compiled {
  const [fault] = isQuery(compiled) ? [] : (compiled.errors ?? []);
  if (!fault) return compiled;
  throw new AppError(
    'BAD_USER_INPUT',
    { reason: 'an argument has a value that it does not take' },
    { cause: fault },
  );
}

function isQuery(compiled: Compiled): compiled is Query {
  return 'query' in compiled;
}

/** What graphql-jit cannot compile is executed by graphql-js. */
function interpreted(schema: GraphQLSchema, document: DocumentNode): Query {
  return {
    query: (rootValue, contextValue, variableValues) =>
      execute({ schema, document, rootValue, contextValue, variableValues }),
  };
}
