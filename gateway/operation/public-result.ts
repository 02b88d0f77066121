import type { ExecutionResult, GraphQLError } from 'graphql';
import { AppError } from 'tributary/sdk';
import type { Logger } from '#platform';
import { findAppError, toPublicError, trustedError } from '#platform/errors';
import { CodedGraphQLError } from './coded-error.js';

export interface PublicError {
  message: string;
  path?: readonly (string | number)[];
  locations?: readonly { line: number; column: number }[];
  extensions: Record<string, unknown>;
}

/** What leaves the gateway: plain data in the order of the specification. */
export interface PublicResult {
  data?: unknown;
  errors?: PublicError[];
  extensions?: Record<string, unknown>;
}

interface Circumstances {
  requestId: string;
  log: Logger;
}

/** Masks what is not public. The engine collects the errors of all events of a stream in one list: it is emptied. */
export function publicResult(result: ExecutionResult, { requestId, log }: Circumstances): PublicResult {
  const errors = (result.errors as GraphQLError[] | undefined)?.splice(0) ?? [];
  const data = result.data ?? null;
  if (errors.length === 0) return { data };
  return {
    data,
    errors: errors.map((error) =>
      plain(trustedError(error, requestId) ?? toPublicError(error, { requestId, log, path: error.path })),
    ),
  };
}

/** A request that was refused, or that failed as a whole: no data. */
export interface Refusal {
  status: number;
  errors: PublicError[];
  retryAfterSeconds: number | null;
}

export function refusal(
  thrown: unknown,
  { requestId, log, mayExplain }: Circumstances & { mayExplain: boolean },
): Refusal {
  const error = findAppError(thrown) ?? new AppError('INTERNAL');
  const first = plain(toPublicError(thrown, { requestId, log }));
  const { retryAfter, estimated, max } = error.details;
  if (error.code === 'COST_TOO_HIGH' && mayExplain) Object.assign(first.extensions, { estimated, max });
  const errors = [first];
  if (error instanceof CodedGraphQLError) {
    if (error.locations) first.locations = error.locations;
    const { extensions } = first;
    errors.push(
      ...error.others.map(({ message, locations }) => ({
        message,
        extensions,
        ...(locations && { locations }),
      })),
    );
  }
  return {
    status: error.status,
    errors,
    retryAfterSeconds: typeof retryAfter === 'number' ? retryAfter : null,
  };
}

function plain({ message, path, extensions }: GraphQLError): PublicError {
  return path === undefined ? { message, extensions } : { message, path, extensions };
}
