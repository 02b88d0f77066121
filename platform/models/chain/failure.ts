import { AppError } from 'tributary/sdk';
import { type FailureClass, ProviderFailure } from '../providers/provider.js';

/** What is thrown in an attempt as a failure with a class. */
export function failureOf(error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  return new ProviderFailure({ class: 'malformed' }, { cause: error });
}

const readByThen: ReadonlySet<FailureClass> = new Set(['timeout', 'malformed', 'interrupted', 'empty']);

/** What another try at the same target can mend. */
const passing: ReadonlySet<FailureClass> = new Set([
  'rate-limit',
  'overloaded',
  'timeout',
  'connection',
  'malformed',
  'interrupted',
  'empty',
]);

export function isRetryable({ class: kind }: ProviderFailure): boolean {
  return passing.has(kind);
}

/** A fault of the target, which another one need not have; not one of the request. */
export function isOutage(failure: ProviderFailure): boolean {
  return isRetryable(failure) || failure.class === 'authentication' || failure.status === 404;
}

/** What counts against the target. That it says nothing does not: a prompt can bring it to that, and would be everybody's harm. */
export function isOfTarget(failure: ProviderFailure): boolean {
  return isOutage(failure) && failure.class !== 'empty';
}

/** Whether the provider read the prompt, so that it may bill for it though it did not say so. */
export function mayBeBilled({ class: kind, status }: ProviderFailure): boolean {
  return status === null && readByThen.has(kind);
}

/** What the one who asked is told; never the provider's own words, which can hold the prompt. */
export function errorOf(failure: ProviderFailure): AppError {
  if (failure.class === 'context-window') return new AppError('CONTEXT_TOO_LONG', {}, { cause: failure });
  if (failure.class === 'content-policy') return new AppError('CONTENT_REFUSED', {}, { cause: failure });
  const retryable = isRetryable(failure);
  return new AppError('MODEL_FAILED', { reason: reasonOf(failure) }, { cause: failure, retryable });
}

function reasonOf({ class: kind, status }: ProviderFailure): string {
  if (status !== null && status >= 300) return `it answered ${status}`;
  if (kind === 'timeout') return 'it did not answer in time';
  if (kind === 'connection') return 'no connection to it';
  if (kind === 'interrupted') return 'its answer broke off';
  if (kind === 'empty') return 'it said nothing';
  if (kind === 'malformed') return 'its answer has another form than its protocol';
  return kind;
}
