import { AppError } from 'tributary/sdk';

/** A command of `npm run tributary`. */
export interface Command {
  /** What `--help` prints. */
  readonly usage: string;
  /** Does it with the arguments behind its name; returns the exit code. */
  run(args: readonly string[]): Promise<number>;
}

/** Wrong use of the command line; ends the process with 64 (EX_USAGE). */
export function badUsage(reason: string): AppError {
  return new AppError('BAD_USER_INPUT', { reason });
}

type Verb = (args: string[]) => Promise<number>;

/** Runs the verb that the first argument names, as in `tenants create`. */
export function runVerb(args: readonly string[], verbs: Readonly<Record<string, Verb>>): Promise<number> {
  const [name = '', ...rest] = args;
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb) {
    const known = Object.keys(verbs).join(', ');
    throw badUsage(name === '' ? `Say which: ${known}` : `${name} is none of ${known}`);
  }
  return verb(rest);
}

/** The positional arguments, as many as have a name. */
export function named(positionals: readonly string[], ...names: string[]): string[] {
  const missing = names[positionals.length];
  if (missing !== undefined) throw badUsage(`${missing} is missing`);
  if (positionals.length > names.length)
    throw badUsage(`${positionals[names.length]} is one argument too many`);
  return [...positionals];
}

/** A whole number of an option. */
export function count(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw badUsage(`--${name} must be from 1 to ${most}`);
  return value;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Rows with their columns under each other, or one JSON object a line. */
export function printRows<Row extends object>(rows: readonly Row[], json: boolean | undefined): void {
  if (json) for (const row of rows) print(JSON.stringify(row));
  else for (const line of columns(rows)) print(line);
}

function columns<Row extends object>(rows: readonly Row[]): string[] {
  const [first] = rows;
  if (!first) return ['none'];
  const cells = [Object.keys(first), ...rows.map((row) => Object.values(row).map(shown))];
  const widths = cells[0]?.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0))) ?? [];
  return cells.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.join(',') || '-' : String(value);
}
