import type { ErrorCode } from './error-catalogue.js';
import { AppError } from './errors.js';

/** The types of the graph that an expected failure is. */
export type FailureType = 'InvalidInput' | 'NotFound' | 'Forbidden' | 'Conflict';

/** An expected failure as a member of a mutation's union. */
export interface FailureOutcome {
  readonly __typename: FailureType;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

// Who is not signed in, asks too much or meets a fault of ours gets an error, not an outcome.
const asErrors: ReadonlySet<ErrorCode> = new Set(['UNAUTHENTICATED', 'RATE_LIMITED']);

/** What an error is among the outcomes of a mutation; null for what is thrown on. */
export function failureTypeOf(error: AppError): FailureType | null {
  const { code, status } = error;
  if (asErrors.has(code)) return null;
  if (status === 404) return 'NotFound';
  if (status === 403) return 'Forbidden';
  if (status === 409 || status === 410) return 'Conflict';
  return [400, 413, 415, 422].includes(status) ? 'InvalidInput' : null;
}

/**
 * Runs the work of a mutation: an expected `AppError` becomes a member of `union XResult = XPayload | InvalidInput |
 * NotFound | Forbidden | Conflict`, all else is thrown on. What the work gives names its own `__typename`.
 */
export async function outcomeOf<Payload extends { readonly __typename: string }>(
  work: () => Promise<Payload>,
): Promise<Payload | FailureOutcome> {
  try {
    return await work();
  } catch (error) {
    const type = error instanceof AppError ? failureTypeOf(error) : null;
    if (!(error instanceof AppError) || type === null) throw error;
    const { code, message, hint } = error;
    return { __typename: type, code, message, hint };
  }
}
