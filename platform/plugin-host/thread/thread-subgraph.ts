import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  parse,
  subscribe,
} from 'graphql';
import type { Manifest, RequestContext, SubgraphDefinition } from 'tributary/sdk';
import { createGraphContext } from '#platform/graph/executable';
import { buildPluginSubgraph } from '../subgraph.js';
import type { Link } from './link.js';
import type { Asked, AskedOfHost, WireResult } from './messages.js';
import { type Caller, proxyServices } from './service-proxies.js';
import { errorsOfPlugin } from './wire.js';

const parsedDocuments = 1000;

/** The subgraph of a plugin, executed in its thread. */
export class ThreadSubgraph {
  readonly sdl: string;
  readonly #schema: GraphQLSchema;
  readonly #callers = new WeakMap<RequestContext, Caller>();
  readonly #granted: Pick<Caller, 'plugin' | 'granted'>;
  readonly #parsed = new Map<string, DocumentNode>();

  constructor({ id, permissions }: Manifest, definition: SubgraphDefinition) {
    this.#granted = { plugin: id, granted: permissions };
    const { sdl, schema } = buildPluginSubgraph(
      id,
      definition,
      (request) => proxyServices(this.#callers.get(request) as Caller),
      (work) => work(),
    );
    this.sdl = sdl;
    this.#schema = schema;
  }

  execute(asked: Asked['execute'], link: Link, signal: AbortSignal) {
    const { request, scope, operation } = asked;
    this.#callers.set(request, { ...this.#granted, link, scope });
    const contextValue = createGraphContext(request, signal, async (_request, denial) => {
      const payload: AskedOfHost['denied'] = { scope, denial };
      await link.call('denied', payload, signal);
    });
    const args = {
      schema: this.#schema,
      document: this.#parse(operation.query),
      rootValue: {},
      contextValue,
      variableValues: operation.variables,
      operationName: operation.operationName,
    };
    return operation.isSubscription ? events(args) : result(args);
  }

  #parse(query: string): DocumentNode {
    const known = this.#parsed.get(query);
    if (known) return known;
    const document = parse(query, { noLocation: true });
    if (this.#parsed.size >= parsedDocuments) this.#parsed.clear();
    this.#parsed.set(query, document);
    return document;
  }
}

type Args = Parameters<typeof execute>[0];

async function result(args: Args): Promise<WireResult> {
  return wired(await execute(args));
}

/** Every event is a result; one that could not begin is its only event. `return` reaches the source at once. */
function events(args: Args): AsyncGenerator<WireResult, null> {
  let source: AsyncGenerator<ExecutionResult> | null = null;
  let isOver = false;
  const end = { done: true as const, value: null };
  return {
    async next() {
      if (isOver) return end;
      const begun = source ?? (await subscribe(args));
      if (!(Symbol.asyncIterator in begun)) {
        isOver = true;
        return { done: false, value: wired(begun) };
      }
      source = begun as AsyncGenerator<ExecutionResult>;
      if (isOver) await source.return(undefined);
      const step = await source.next();
      isOver ||= step.done === true;
      return step.done ? end : { done: false, value: wired(step.value) };
    },
    async return() {
      isOver = true;
      await source?.return(undefined);
      return end;
    },
    async throw(error) {
      await source?.return(undefined);
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return(null);
    },
  };
}

function wired({ data, errors }: ExecutionResult): WireResult {
  return {
    data: data ?? null,
    errors:
      errors?.map((error) => ({
        path: error.path ?? null,
        error: errorsOfPlugin.write(causeOf(error)),
      })) ?? null,
  };
}

function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}
