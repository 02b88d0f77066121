import { AppError } from 'tributary/sdk';
import { validate } from 'uuid';
import { plainText } from '#platform/graph';

/** A part of a list by ascending id; one row more than `first` says that more follow. */
export interface ListRequest {
  first: number;
  after: string | null;
}
export interface ListResult<Row> {
  rows: Row[];
  totalCount: number;
}

/** What is no UUID is no id of ours; Postgres would refuse it with an error. */
export function isId(id: string): boolean {
  return validate(id);
}

const longest = 200;

/** Text of a field, without white space around it. Errors: `BAD_USER_INPUT`. */
export function trimmed(field: string, text: string): string {
  const value = plainText(field, text).trim();
  if (value === '' || value.length > longest) {
    throw new AppError('BAD_USER_INPUT', { reason: `${field} must have 1 to ${longest} characters` });
  }
  return value;
}

export function normalEmail(text: string): string {
  const value = trimmed('email', text).toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(value)) {
    throw new AppError('BAD_USER_INPUT', { reason: 'email must be an address such as ann@example.com' });
  }
  return value;
}

/** Turns the violation of a unique index into `CONFLICT`. */
export async function onDuplicate<Value>(work: Promise<Value>, reason: string): Promise<Value> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === '23505') {
      throw new AppError('CONFLICT', { reason }, { cause });
    }
    throw cause;
  }
}
