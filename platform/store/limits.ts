import { AppError } from 'tributary/sdk';

const longestName = 200;

/** A name that can be stored. Errors: `BAD_USER_INPUT`. */
export function checkedName(name: string): string {
  if (name.length > 0 && name.length <= longestName && name.isWellFormed() && !name.includes('\0'))
    return name;
  const reason = `The name ${name.slice(0, 40)} is empty, not text, or longer than ${longestName} characters`;
  throw new AppError('BAD_USER_INPUT', { reason });
}

/** How many are asked for: 20 if not said, 100 at most. */
export function pageSize(first = 20): number {
  return Math.min(Math.max(Math.trunc(first), 1), 100);
}
