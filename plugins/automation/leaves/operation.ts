import { AppError, catalogue, isErrorCode, z } from 'tributary/sdk';
import { keyOf, type LeafKind, noLook, readInput } from './leaf-kind.js';

const input = z.object({
  operation: z.string(),
  variables: z.record(z.string(), z.unknown()),
  key: z.string().optional(),
  repeatable: z.boolean(),
});
const failures = new Set(['InvalidInput', 'NotFound', 'Forbidden', 'Conflict']);
const outcome = z.looseObject({
  __typename: z.string().optional(),
  code: z.string(),
  message: z.string(),
});

/** Whether the same again does no harm, as far as the step says. */
const isSafe = (given: unknown): boolean => {
  const parsed = input.safeParse(given);
  return !parsed.success || parsed.data.repeatable || parsed.data.key !== undefined;
};

/** A registered operation with the rights of the run's actor. */
export const operationKind: LeafKind<'operation'> = {
  type: 'operation',
  template: ({ operation, variables, key, repeatable }) => ({
    operation,
    variables,
    repeatable,
    ...(key && { key }),
  }),
  isRepeatable: isSafe,
  mayRetry: (given, isLate) => !isLate || isSafe(given),
  async perform(given, { operations }, call) {
    const { operation, variables, key } = readInput(input, given, call.path);
    const asked = key === undefined ? variables : placed(variables, key.split('.'), keyOf(call));
    const { data, errors } = await within(call.signal, operations.execute(operation, asked));
    const [error] = errors;
    if (error) throw said(call.path, error);
    for (const value of Object.values((data ?? {}) as Record<string, unknown>)) {
      const failed = outcome.safeParse(value).data;
      if (failed && (failures.has(failed.__typename ?? '') || isErrorCode(failed.code))) {
        throw said(call.path, failed);
      }
    }
    return { state: 'DONE', output: data, isPrivate: true };
  },
  look: noLook,
};

/** The error of a field, by the code that it came with. */
function said(path: string, { code, message }: { code: string; message: string }): AppError {
  const retryable = isErrorCode(code) && catalogue[code].retryable;
  const reason = `${path}: ${code}: ${message}`;
  return new AppError('WORKFLOW_STEP_FAILED', { reason, mend: 'Correct the variables.' }, { retryable });
}

/** The variables with a value at a place among them. */
function placed(
  variables: Readonly<Record<string, unknown>>,
  [first = '', ...rest]: readonly string[],
  value: string,
): Record<string, unknown> {
  if (rest.length === 0) return { ...variables, [first]: value };
  const inner = variables[first];
  const kept = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  return { ...variables, [first]: placed(kept, rest, value) };
}

/** Who executes it has a deadline of his own, and need not heed the signal. */
async function within<Answer>(signal: AbortSignal, work: Promise<Answer>): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  work.catch(() => undefined);
  try {
    signal.throwIfAborted();
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
