import {
  type DocumentNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type OperationTypeNode,
  parse,
} from 'graphql';
import { AppError } from 'tributary/sdk';
import type { Config } from '#platform/config';
import { LruCache } from '../lru-cache.js';
import { checkShape } from './check-shape.js';
import { CodedGraphQLError } from './coded-error.js';
import { measure, type Shape } from './shape.js';
import { checkTokens } from './tokens.js';

/** One operation of a document, parsed and measured, not yet compared with a schema. */
export interface ParsedOperation {
  /** The text as it was sent. */
  readonly text: string;
  /** The operation with the fragments it uses, and nothing else. */
  readonly document: DocumentNode;
  /** The whole document, for validation. */
  readonly whole: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly type: OperationTypeNode;
  readonly shape: Shape;
  readonly isIntrospection: boolean;
}

const introspectionFields: readonly string[] = ['__schema', '__type'];
const keptDocuments = 2000;
/** Longer texts are parsed each time: a cache of them would be large. */
const longestKept = 20_000;

/** Parses operations within the limits; the same text is parsed once. */
export class Documents {
  readonly #parsed = new LruCache<string, ParsedOperation>(keptDocuments);
  readonly #config: Config;

  constructor(config: Config) {
    this.#config = config;
  }

  /**
   * @throws AppError `MAX_TOKENS`, `GRAPHQL_PARSE_FAILED`, `BAD_USER_INPUT` (no such operation) and those of
   * `checkShape`.
   */
  parse(text: string, operationName: string | null): ParsedOperation {
    const key = operationName === null ? text : `${operationName}\n${text}`;
    const known = this.#parsed.get(key);
    if (known) return known;
    const parsed = this.#read(text, operationName);
    if (text.length <= longestKept) this.#parsed.set(key, parsed);
    return parsed;
  }

  #read(text: string, operationName: string | null): ParsedOperation {
    const { limits, gateway } = this.#config;
    checkTokens(text, limits.tokens);
    const whole = parseText(text, !gateway.registeredOnly);
    const operation = chosen(whole, operationName);
    const shape = measure(whole, operation);
    const isIntrospection = [...shape.rootNames].every(
      (name) => introspectionFields.includes(name) || name === '__typename',
    );
    checkShape(shape, limits, isIntrospection && gateway.introspection);
    const document = onlyOperation(whole, operation);
    return { text, whole, document, operation, type: operation.operation, shape, isIntrospection };
  }
}

function parseText(text: string, mayExplain: boolean): DocumentNode {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof GraphQLError) || !mayExplain)
      throw new AppError('GRAPHQL_PARSE_FAILED', {}, { cause: error });
    throw new CodedGraphQLError('GRAPHQL_PARSE_FAILED', error.message, error.locations);
  }
}

function chosen(document: DocumentNode, name: string | null): OperationDefinitionNode {
  const operations = document.definitions.filter(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const found = name === null ? operations : operations.filter((operation) => operation.name?.value === name);
  const [operation] = found;
  if (!operation) {
    throw new AppError('BAD_USER_INPUT', { reason: 'The document has no operation of that name' });
  }
  if (found.length > 1) {
    throw new AppError('BAD_USER_INPUT', {
      reason: 'The document has several operations: send operationName',
    });
  }
  return operation;
}

/** The planner takes one operation, so the others are left out. */
function onlyOperation(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const definitions = document.definitions.filter(
    (definition) => definition === operation || definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  return {
    kind: Kind.DOCUMENT,
    definitions: definitions.map((node) => (node === operation ? plannable(operation) : node)),
  };
}

/**
 * The planner's executor takes an operation that begins with `__typename` and goes on with a fragment for an
 * introspection, and answers nulls: there `__typename` goes last.
 */
function plannable(operation: OperationDefinitionNode): OperationDefinitionNode {
  const { selections } = operation.selectionSet;
  const first = selections.findIndex((selection) => selection.kind !== Kind.FIELD);
  const before = selections.slice(0, Math.max(0, first));
  if (
    before.length === 0 ||
    before.some((field) => field.kind !== Kind.FIELD || field.name.value !== '__typename')
  ) {
    return operation;
  }
  const reordered = [...selections.slice(first), ...before];
  return { ...operation, selectionSet: { ...operation.selectionSet, selections: reordered } };
}
