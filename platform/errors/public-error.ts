import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { AppError, catalogue, isErrorCode } from 'tributary/sdk';
import type { Logger } from '#platform';

/** What a caller may learn of an error beside its message and path. */
export interface PublicExtensions {
  [name: string]: unknown;
  code: string;
  requestId: string;
  retryable: boolean;
  hint?: string;
}

interface Circumstances {
  requestId: string;
  log: Logger;
  /** Where it happened, for the log. */
  place?: string;
  path?: readonly (string | number)[] | undefined;
}

/**
 * What a caller sees of a thrown value: a coded error as it is, anything else masked as `INTERNAL`, its cause logged
 * here and nowhere else.
 */
export function toPublicError(thrown: unknown, { requestId, log, place, path }: Circumstances): GraphQLError {
  const coded = findAppError(thrown);
  if (!coded || coded.code === 'INTERNAL') {
    log.error({ request_id: requestId, place, path, err: causeOf(thrown) }, 'An unexpected error was masked');
  }
  const error = coded ?? new AppError('INTERNAL');
  const extensions: PublicExtensions = {
    code: error.code,
    requestId,
    retryable: error.retryable,
    hint: error.hint,
  };
  // A stream that ends early tells where to go on.
  if (error.details.cursor !== undefined) extensions.cursor = error.details.cursor;
  return new GraphQLError(error.message, withPath(extensions, path));
}

/**
 * An error that a subgraph of ours has made public already (in this process or behind a sealed token), with this
 * request's id; null when it does not look so and has to be masked.
 */
export function trustedError(
  error: { message: string; path?: readonly (string | number)[] | undefined; extensions?: unknown },
  requestId: string,
): GraphQLError | null {
  const given = (error.extensions ?? {}) as Partial<PublicExtensions>;
  if (typeof given.code !== 'string' || !isErrorCode(given.code) || typeof given.requestId !== 'string')
    return null;
  const extensions: PublicExtensions = {
    code: given.code,
    requestId,
    retryable: given.retryable ?? catalogue[given.code].retryable,
  };
  if (given.hint !== undefined) extensions.hint = given.hint;
  if (given.cursor !== undefined) extensions.cursor = given.cursor;
  return new GraphQLError(error.message, withPath(extensions, error.path));
}

/** The coded error in a chain of wrappers, if there is one. */
export function findAppError(thrown: unknown): AppError | null {
  for (let error = thrown, step = 0; step < 8 && error !== null && typeof error === 'object'; step++) {
    if (error instanceof AppError) return error;
    error = 'originalError' in error ? error.originalError : null;
  }
  return null;
}

function causeOf(thrown: unknown): unknown {
  if (thrown === null || typeof thrown !== 'object') return thrown;
  const original = 'originalError' in thrown ? thrown.originalError : undefined;
  return original ? causeOf(original) : thrown;
}

function withPath(
  extensions: PublicExtensions,
  path: readonly (string | number)[] | undefined,
): GraphQLErrorOptions {
  return path === undefined ? { extensions } : { extensions, path };
}
