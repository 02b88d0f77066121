import { AppError } from 'tributary/sdk';

/** Whether a text holds neither a NUL nor half a character. */
export const isPlain = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/**
 * Checks text of an argument: neither NUL, which Postgres cannot hold, nor half a character, which has no UTF-8 and no
 * canonical JSON. Errors: `BAD_USER_INPUT`.
 */
export function plainText<Text extends string | null | undefined>(field: string, text: Text): Text {
  if (typeof text === 'string' && !isPlain(text)) {
    throw new AppError('BAD_USER_INPUT', { reason: `${field} holds a NUL or half a character` });
  }
  return text;
}

/** Checks every key and text of a JSON argument as `plainText` does. Errors: `BAD_USER_INPUT`. */
export function plainJson(field: string, value: unknown): void {
  JSON.stringify(value, (key, part: unknown) => {
    plainText(field, key);
    return typeof part === 'string' ? plainText(field, part) : part;
  });
}
