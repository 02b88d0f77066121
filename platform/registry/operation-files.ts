import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, z } from 'tributary/sdk';
import { parseOperation } from './operation-document.js';
import type { RegisteredOperation } from './port.js';

/** Where the operations of the system lie below the repository; one a file. Those of plugins come with them. */
const operationFiles: readonly string[] = [
  'subgraphs/*/operations/*.graphql',
  'examples/operations/*.graphql',
];
const filesOfPlugin = 'operations/*.graphql';
const packageSchema = z.object({ tributary: z.object({ plugins: z.array(z.string()) }) });

/**
 * Reads the operations of the system, and those of a folder that an operator named.
 * @throws AppError `CONFIG_INVALID`, naming the file, when one has no single named operation or its name is taken.
 */
export async function readOperationFiles(
  root: string,
  further: string | null = null,
): Promise<RegisteredOperation[]> {
  const found = await readFiles(root, operationFiles);
  const others = further === null ? [] : await readFiles(further, ['*.graphql']);
  return unique([...found, ...others]);
}

/** Reads those that the shipped plugins bring, which `package.json` lists. @throws AppError `CONFIG_INVALID`. */
export async function readShippedOperations(
  root: string,
): Promise<ReadonlyMap<string, readonly RegisteredOperation[]>> {
  const { tributary } = packageSchema.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  const read = async (plugin: string) =>
    [plugin, await readPluginOperations(join(root, 'plugins', plugin))] as const;
  return new Map(await Promise.all(tributary.plugins.map(read)));
}

/**
 * Reads the operations of one plugin: `operations/*.graphql` beside its `plugin.json`.
 * @throws AppError `CONFIG_INVALID`, naming the file.
 */
export async function readPluginOperations(folder: string): Promise<RegisteredOperation[]> {
  return unique(await readFiles(folder, [filesOfPlugin]));
}

/** An operation from a file. @throws AppError `CONFIG_INVALID`, naming it. */
export function readOperation(text: string, path: string): RegisteredOperation {
  try {
    return parseOperation(text, 'FILE');
  } catch (cause) {
    const reason = cause instanceof AppError ? cause.message : 'it is not GraphQL';
    throw new AppError('CONFIG_INVALID', { key: path, reason }, { cause });
  }
}

type FileOperation = readonly [path: string, operation: RegisteredOperation];

async function readFiles(root: string, patterns: readonly string[]): Promise<FileOperation[]> {
  const paths: string[] = [];
  for await (const path of glob(patterns, { cwd: root })) paths.push(path);
  return Promise.all(
    paths.sort().map(async (path) => {
      return [path, readOperation(await readFile(join(root, path), 'utf8'), path)] as const;
    }),
  );
}

function unique(files: readonly FileOperation[]): RegisteredOperation[] {
  const names = new Set<string>();
  for (const [key, { name }] of files) {
    if (names.has(name)) {
      throw new AppError('CONFIG_INVALID', { key, reason: `the operation ${name} is registered already` });
    }
    names.add(name);
  }
  return files.map(([, operation]) => operation);
}
