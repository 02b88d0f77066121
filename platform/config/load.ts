import { readFileSync } from 'node:fs';
import { AppError } from 'tributary/sdk';
import { z } from 'zod';
import { buildConfig, type Config } from './config.js';
import { type Values, type Variable, type VariableName, variables } from './variables.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks the settings. An empty value counts as not set.
 * @throws AppError `CONFIG_INVALID`, naming the variable.
 */
export function loadConfig(environment: Environment = process.env): Config {
  return buildConfig(readValues(environment));
}

/**
 * `loadConfig` for an entry point: a bad value is printed and ends the process with 78 (EX_CONFIG).
 */
export function loadConfigOrExit(environment: Environment = process.env): Config {
  try {
    return loadConfig(environment);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    process.stderr.write(`${error.message}. ${error.hint}\n`);
    process.exit(78);
  }
}

/** The settings as `--print-config` shows them: one `NAME=value` a line, secrets as stars. */
export function describeConfig(environment: Environment = process.env): string {
  const values = readValues(environment);
  return names()
    .map((name) => `${name}=${shown(name, values[name])}`)
    .join('\n');
}

/** Every variable with its default, for the generated page of the documentation. */
export function listVariables(): { name: string; default: string; secret: boolean; description: string }[] {
  const values = readValues({});
  return names().map((name) => ({
    name,
    default: values[name] === undefined ? '' : text(values[name]),
    secret: variables[name].secret,
    description: variables[name].description,
  }));
}

function names(): VariableName[] {
  return Object.keys(variables) as VariableName[];
}

function readValues(environment: Environment): Values {
  const entries = names().map((name) => {
    const result = variables[name].schema.safeParse(rawValue(environment, name, variables[name]));
    if (!result.success) {
      const reason = result.error.issues.map((issue) => issue.message).join('; ');
      throw new AppError('CONFIG_INVALID', { key: name, reason });
    }
    return [name, result.data] as const;
  });
  return Object.fromEntries(entries) as unknown as Values;
}

function rawValue(environment: Environment, name: VariableName, variable: Variable): string | undefined {
  const path = variable.secret ? environment[`${name}_FILE`] : undefined;
  if (path === undefined || path === '') return environment[name] || undefined;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new AppError(
      'CONFIG_INVALID',
      { key: `${name}_FILE`, reason: 'the file cannot be read' },
      { cause },
    );
  }
}

function shown(name: VariableName, value: unknown): string {
  if (value === undefined) return '';
  if (!variables[name].secret) return text(value);
  // A connection string is useful without its password; any other secret is hidden whole.
  const url = z.url().safeParse(value);
  if (!url.success) return value === variables[name].schema.safeParse(undefined).data ? text(value) : '***';
  const masked = new URL(url.data);
  if (masked.password !== '') masked.password = '***';
  for (const key of masked.searchParams.keys()) masked.searchParams.set(key, '***');
  return masked.href;
}

function text(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
