import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  valueFromASTUntyped,
} from 'graphql';
import { AppError } from 'tributary/sdk';
import type { RegisteredOperation } from './port.js';

/** Where operations lie below the repository; one a file. */
const operationFiles: readonly string[] = ['examples/operations/*.graphql', 'plugins/*/operations/*.graphql'];

/**
 * Reads the registered operations.
 * @throws AppError `CONFIG_INVALID`, naming the file, when one has no single named operation or its name is taken.
 */
export async function readOperationFiles(
  root: string,
  patterns = operationFiles,
): Promise<RegisteredOperation[]> {
  const paths: string[] = [];
  for await (const path of glob([...patterns], { cwd: root })) paths.push(path);
  const operations: RegisteredOperation[] = [];
  for (const path of paths.sort()) {
    const operation = readOperation(await readFile(join(root, path), 'utf8'), path);
    if (operations.some(({ name }) => name === operation.name)) {
      throw invalid(path, `the operation ${operation.name} is registered already`);
    }
    operations.push(operation);
  }
  return operations;
}

/** The operation as it is registered: without `@tool`, printed in one form, with the hash of that text. */
export function readOperation(text: string, path: string): RegisteredOperation {
  const document = parsed(text, path);
  const found = document.definitions.filter(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [operation] = found;
  if (!operation?.name || found.length > 1) throw invalid(path, 'it must have one operation, with a name');
  const tool = operation.directives?.find(({ name }) => name.value === 'tool');
  const stripped = {
    ...operation,
    directives: (operation.directives ?? []).filter((directive) => directive !== tool),
  };
  const definitions = document.definitions.map((definition) =>
    definition === operation ? stripped : definition,
  );
  const printed = print({ ...document, definitions });
  return {
    name: operation.name.value,
    hash: createHash('sha256').update(printed).digest('hex'),
    document: printed,
    tool: tool ? toolOf(tool) : null,
  };
}

function toolOf({ arguments: args = [] }: DirectiveNode): RegisteredOperation['tool'] {
  const values = Object.fromEntries(args.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
  return { description: String(values.description ?? ''), mutation: values.mutation === true };
}

function parsed(text: string, path: string): DocumentNode {
  try {
    return parse(text, { noLocation: true });
  } catch (cause) {
    throw invalid(path, cause instanceof Error ? cause.message : 'it is not GraphQL');
  }
}

function invalid(path: string, reason: string): AppError {
  return new AppError('CONFIG_INVALID', { key: path, reason });
}
