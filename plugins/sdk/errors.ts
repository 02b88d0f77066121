import { catalogue, type ErrorCode } from './error-catalogue.js';

/** What fills the message of an error; plain values, no personal text. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** How an error crosses a thread, a process or the graph: plain data. */
export interface ErrorShape {
  code: string;
  message: string;
  hint: string;
  retryable: boolean;
  details: ErrorDetails;
}

/**
 * The one error that our code throws on purpose. The code is looked up in the catalogue, whose message and hint
 * are filled from `details` (`{name}` stands for `details.name`). Anything else that is thrown is masked.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly hint: string;
  readonly retryable: boolean;
  /** The HTTP status that a request which fails with this error is answered with. */
  readonly status: number;

  constructor(
    code: ErrorCode,
    details: ErrorDetails = {},
    options: { cause?: unknown; retryable?: boolean } = {},
  ) {
    const entry = catalogue[code];
    super(fill(entry.message, details), { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = details;
    this.hint = fill(entry.hint, details);
    this.retryable = options.retryable ?? entry.retryable;
    this.status = entry.status;
  }

  toShape(): ErrorShape {
    return {
      code: this.code,
      message: this.message,
      hint: this.hint,
      retryable: this.retryable,
      details: this.details,
    };
  }

  /** Rebuilds an error that crossed a thread or a process; an unknown code becomes `INTERNAL`. */
  static fromShape(shape: ErrorShape): AppError {
    const code: ErrorCode = isErrorCode(shape.code) ? shape.code : 'INTERNAL';
    return new AppError(code, shape.details, { retryable: shape.retryable });
  }
}

/** Whether the catalogue has this code. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(catalogue, code);
}

/** The shape of any thrown value; what is not an `AppError` is masked as `INTERNAL`. */
export function errorShape(thrown: unknown): ErrorShape {
  return (thrown instanceof AppError ? thrown : new AppError('INTERNAL')).toShape();
}

function fill(template: string, details: ErrorDetails): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = details[name];
    return value === undefined || value === null ? whole : String(value);
  });
}
