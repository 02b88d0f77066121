/** Reads a program's arguments; wrong use is said in one line and ends the process with 64 (EX_USAGE). */
export function orUsage<Read>(read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    if (!isArgumentError(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(64);
  }
}

/** What `parseArgs` throws. */
export function isArgumentError(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
