import { createHash } from 'node:crypto';
import {
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  valueFromASTUntyped,
} from 'graphql';
import { AppError } from 'tributary/sdk';
import type { OperationTool, RegisteredOperation } from './port.js';

/** Far above what the gateway lets pass; here it only bounds the work of parsing. */
const mostTokens = 20_000;

/**
 * The operation as it is registered: without `@tool`, printed in one form, with the hash of that text.
 * @throws AppError `BAD_USER_INPUT`, saying what it must be instead.
 */
export function parseOperation(text: string, source: RegisteredOperation['source']): RegisteredOperation {
  const document = parsed(text);
  const found = document.definitions.filter(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [operation] = found;
  if (!operation?.name || found.length > 1) throw invalid('it must have one operation, with a name');
  const tool = operation.directives?.find(({ name }) => name.value === 'tool');
  const directives = (operation.directives ?? []).filter((directive) => directive !== tool);
  const definitions = document.definitions.map((definition) =>
    definition === operation ? { ...operation, directives } : definition,
  );
  const printed = print({ ...document, definitions });
  return {
    name: operation.name.value,
    hash: createHash('sha256').update(printed).digest('hex'),
    document: printed,
    tool: tool ? toolOf(tool, operation.operation) : null,
    source,
    plugin: null,
  };
}

/** A tool says beforehand that it changes something; a stream of events is no tool. */
function toolOf({ arguments: args = [] }: DirectiveNode, type: OperationTypeNode): OperationTool {
  const values = Object.fromEntries(args.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
  const { description = '', mutation = false, ...others } = values;
  const [other] = Object.keys(others);
  if (other !== undefined) throw invalid(`@tool takes description and mutation, not ${other}`);
  if (typeof description !== 'string') throw invalid('the description of @tool must be a string');
  if (typeof mutation !== 'boolean') throw invalid('mutation of @tool must be true or false');
  if (type === OperationTypeNode.SUBSCRIPTION) throw invalid('a subscription cannot be a tool');
  if (type === OperationTypeNode.MUTATION && !mutation)
    throw invalid('a tool that changes something says so: @tool(description: "…", mutation: true)');
  return { description, mutation };
}

function parsed(text: string): DocumentNode {
  try {
    return parse(text, { noLocation: true, maxTokens: mostTokens });
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : 'it is not GraphQL');
  }
}

function invalid(reason: string): AppError {
  return new AppError('BAD_USER_INPUT', { reason });
}
