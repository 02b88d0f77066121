import { GraphQLScalarType } from 'graphql';
import { AppError, type RequestContext } from 'tributary/sdk';
import type { GraphContext } from './context.js';

/** A root field that was refused for want of a permission. */
export interface Denial {
  /** Its coordinate, such as `Query.usage`. */
  field: string;
  /** The permission, role or scope that would have allowed it. */
  needed: string | null;
}
/** Writes a denial down before its answer leaves. */
export type RecordDenial = (request: RequestContext, denial: Denial) => Promise<void>;

type Resolve = (root: unknown, args: unknown, context: GraphContext, info: unknown) => unknown;
type Fields = Record<string, unknown>;

const rootTypes = ['Query', 'Mutation', 'Subscription'] as const;

/** Has every refusal of a root field recorded, whether it is thrown or one of a mutation's outcomes. */
export function recordDenials<Resolvers extends Record<string, Fields | GraphQLScalarType>>(
  resolvers: Resolvers,
): Resolvers {
  const watched: Record<string, Fields | GraphQLScalarType> = { ...resolvers };
  for (const type of rootTypes) {
    const fields = watched[type];
    if (!fields || fields instanceof GraphQLScalarType) continue;
    watched[type] = Object.fromEntries(
      Object.entries(fields).map(([name, resolver]) => [name, watch(`${type}.${name}`, resolver)]),
    );
  }
  return watched as Resolvers;
}

function watch(field: string, resolver: unknown): unknown {
  if (typeof resolver === 'function') return watchOnce(field, resolver as Resolve);
  const { subscribe, ...rest } = resolver as { subscribe?: unknown };
  return typeof subscribe === 'function'
    ? { ...rest, subscribe: watchStream(field, subscribe as Resolve) }
    : resolver;
}

function watchOnce(field: string, resolve: Resolve): Resolve {
  return async (root, args, context, info) => {
    try {
      const result = await resolve(root, args, context, info);
      const cause = refusalOf(result);
      if (cause) await context.denied(denialOf(field, cause));
      return result;
    } catch (error) {
      throw await recorded(field, context, error);
    }
  };
}

function watchStream(field: string, subscribe: Resolve): Resolve {
  return async (root, args, context, info) => {
    const failed = (error: unknown) => recorded(field, context, error);
    try {
      const events = (await subscribe(root, args, context, info)) as AsyncIterable<unknown>;
      return watchEvents(events[Symbol.asyncIterator](), failed);
    } catch (error) {
      throw await failed(error);
    }
  };
}

/** Not a generator: one would keep a reader that leaves waiting for the next event. */
function watchEvents(
  source: AsyncIterator<unknown>,
  failed: (error: unknown) => Promise<unknown>,
): AsyncIterableIterator<unknown> {
  return {
    async next() {
      try {
        return await source.next();
      } catch (error) {
        throw await failed(error);
      }
    },
    return: async (value) => (await source.return?.(value)) ?? { done: true, value },
    throw: async (error) => {
      await source.return?.();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The error itself, once what it denies is written down. */
async function recorded(field: string, context: GraphContext, error: unknown): Promise<unknown> {
  if (error instanceof AppError && error.status === 403) await context.denied(denialOf(field, error));
  return error;
}

/** What a `Forbidden` was made of. */
function refusalOf(result: unknown): AppError | null {
  const cause = typeof result === 'object' && result !== null && 'cause' in result ? result.cause : null;
  return cause instanceof AppError && cause.status === 403 ? cause : null;
}

function denialOf(field: string, cause: AppError | undefined): Denial {
  const needed = cause?.details.needed ?? cause?.details.permission;
  return { field, needed: typeof needed === 'string' ? needed : null };
}
