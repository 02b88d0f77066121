import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  isCompositeType,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { AppError } from 'tributary/sdk';
import type { Config } from '#platform/config';
import { CodedGraphQLError } from './coded-error.js';
import { costOf } from './cost.js';
import { CostWeights } from './cost-weights.js';
import type { ParsedOperation } from './documents.js';
import { askingForCosts } from './run-costs.js';

const shownErrors = 5;

/** What the schema of one generation demands of an operation. */
export class SchemaRules {
  readonly #schema: GraphQLSchema;
  readonly #config: Config;
  readonly #weights = new CostWeights();
  readonly #valid = new WeakMap<ParsedOperation, readonly string[]>();
  readonly #withCosts = new WeakMap<ParsedOperation, DocumentNode>();

  constructor(schema: GraphQLSchema, config: Config) {
    this.#schema = schema;
    this.#config = config;
  }

  /**
   * Checks an operation once; the answer is the coordinates of the fields that it uses. `mayExplain` tells all that
   * graphql-js says in any profile.
   * @throws AppError `INTROSPECTION_DISABLED`, `GRAPHQL_VALIDATION_FAILED`.
   */
  validate(parsed: ParsedOperation, mayExplain = this.#config.gateway.suggestions): readonly string[] {
    const known = this.#valid.get(parsed);
    if (known) return known;
    this.#checkIntrospection(parsed);
    const errors = validate(this.#schema, parsed.whole, undefined, { maxErrors: shownErrors });
    if (errors.length > 0) throw invalid(errors, mayExplain);
    const coordinates = coordinatesOf(this.#schema, parsed);
    this.#valid.set(parsed, coordinates);
    return coordinates;
  }

  /** @throws AppError `BAD_USER_INPUT`. */
  variables(parsed: ParsedOperation, given: Record<string, unknown>): Record<string, unknown> {
    const result = getVariableValues(this.#schema, parsed.operation.variableDefinitions ?? [], given, {
      maxErrors: 1,
    });
    if (result.coerced) return result.coerced;
    const [error] = result.errors;
    throw new AppError('BAD_USER_INPUT', { reason: this.#variableReason(error) });
  }

  /** @throws AppError `COST_TOO_HIGH`, `BAD_USER_INPUT`. */
  cost(parsed: ParsedOperation, variables: Record<string, unknown>): number {
    const max = this.#config.limits.cost;
    const estimated = costOf(this.#schema, this.#weights, parsed.document, parsed.operation, variables);
    if (estimated > max) throw new AppError('COST_TOO_HIGH', { estimated, max });
    return estimated;
  }

  /** The operation with what its runs cost, rewritten once. */
  withCosts(parsed: ParsedOperation): DocumentNode {
    const known = this.#withCosts.get(parsed);
    if (known) return known;
    const made = askingForCosts(parsed.document, this.#schema);
    this.#withCosts.set(parsed, made);
    return made;
  }

  #checkIntrospection({ shape, isIntrospection }: ParsedOperation): void {
    if (!shape.rootNames.has('__schema') && !shape.rootNames.has('__type')) return;
    if (!this.#config.gateway.introspection) throw new AppError('INTROSPECTION_DISABLED');
    if (isIntrospection) return;
    throw new AppError('BAD_USER_INPUT', {
      reason: 'Introspection and data cannot be asked for in one operation',
    });
  }

  #variableReason(error: GraphQLError | undefined): string {
    if (this.#config.gateway.suggestions && error) return error.message;
    const name = error?.message.match(/^Variable "(\$\w+)"/)?.[1];
    return name === undefined
      ? 'A variable does not fit its type'
      : `The variable ${name} does not fit its type`;
  }
}

/** In development all that graphql-js says; elsewhere the place only, for its words name parts of the schema. */
function invalid([first, ...others]: readonly GraphQLError[], mayExplain: boolean): AppError {
  if (!first || !mayExplain) return new CodedGraphQLError('GRAPHQL_VALIDATION_FAILED', '', first?.locations);
  return new CodedGraphQLError('GRAPHQL_VALIDATION_FAILED', first.message, first.locations, others);
}

function coordinatesOf(schema: GraphQLSchema, { document }: ParsedOperation): string[] {
  const coordinates = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        const parent = types.getParentType();
        if (isCompositeType(parent) && !name.value.startsWith('__'))
          coordinates.add(`${parent.name}.${name.value}`);
      },
    }),
  );
  return [...coordinates];
}
