import { deserialize, serialize } from 'node:v8';
import { AppError, type ErrorShape, errorShape } from 'tributary/sdk';

/** A thrown value as it crosses between threads. */
export interface WireError {
  /** Null when it was not coded. */
  readonly shape: ErrorShape | null;
  /** For the log of the host; never shown to callers. */
  readonly message: string;
  readonly stack: string | null;
}

/** What one side of a link tells of what it threw, and makes of what the other did. */
export interface ErrorForms {
  write(thrown: unknown): WireError;
  read(error: WireError): AppError;
}

/** Packs plain data: no prototype and no function crosses. The bytes can be transferred. */
export function pack(value: unknown, plugin: string, mostBytes: number): Uint8Array<ArrayBuffer> {
  let bytes: Buffer;
  try {
    bytes = serialize(value);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 200) : 'it is not plain data';
    throw new AppError('PLUGIN_PART_INVALID', { plugin, reason }, { cause });
  }
  if (bytes.byteLength > mostBytes) throw new AppError('PAYLOAD_TOO_LARGE', { max: mostBytes });
  return bytes as Uint8Array<ArrayBuffer>;
}

export function unpack(bytes: Uint8Array): unknown {
  return deserialize(bytes);
}

/** The plugin's side: tells all of an error, for the host's log; what services threw is coded already. */
export const errorsOfPlugin: ErrorForms = {
  write(thrown) {
    if (thrown instanceof AppError) {
      const { cause } = thrown;
      return { shape: thrown.toShape(), message: cause ? textOf(cause) : thrown.message, stack: null };
    }
    return {
      shape: null,
      message: textOf(thrown),
      stack: thrown instanceof Error ? (thrown.stack ?? null) : null,
    };
  },
  read: ({ shape }) => (shape ? AppError.fromShape(shape) : new AppError('INTERNAL')),
};

/** The host's side: tells a plugin only what a caller may know; what is not coded is a fault of the plugin. */
export function errorsOfHost(plugin: string): ErrorForms {
  return {
    write: (thrown) => ({ shape: errorShape(thrown), message: '', stack: null }),
    read: ({ shape, message, stack }) =>
      shape
        ? withCause(AppError.fromShape(shape), message)
        : new AppError('PLUGIN_FAULT', { plugin }, { cause: { message, stack } }),
  };
}

function withCause(error: AppError, message: string): AppError {
  if (message !== '' && message !== error.message) error.cause = { message };
  return error;
}

function textOf(thrown: unknown): string {
  try {
    return (thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)).slice(0, 2000);
  } catch {
    return 'a value that cannot be shown';
  }
}
