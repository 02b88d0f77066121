/** What the server answered instead of data: a code of the error catalogue with what to do about it. */
export class ClientError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly details: {
      hint?: string;
      retryable?: boolean;
      requestId?: string;
      status?: number;
      first?: string;
    } = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'ClientError';
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    return this.details.retryable ?? false;
  }
}

export interface GraphErrorShape {
  message: string;
  extensions?: { code?: string; hint?: string; retryable?: boolean; requestId?: string; first?: string };
}

export function errorOf(errors: readonly GraphErrorShape[], status?: number): ClientError {
  const [first] = errors;
  const { code = 'INTERNAL', ...details } = first?.extensions ?? {};
  return new ClientError(code, first?.message ?? 'The server answered with an error', { ...details, status });
}
