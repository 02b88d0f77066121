import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { AppError } from 'tributary/sdk';
import type { CostWeights } from './cost-weights.js';

/** Most items that one page may ask for. */
const pageAtMost = 100;
const pageArguments: readonly string[] = ['first', 'last'];
type Sizes = ReadonlyMap<string, number>;
const noSizes: Sizes = new Map();

/**
 * The static cost of a valid operation by the IBM cost specification: what it would cost if every list were as long
 * as its slicing argument or assumed size says. Types of a union are alternatives: the dearest counts.
 * @throws AppError `BAD_USER_INPUT` for a page of more than 100 items.
 */
export function costOf(
  schema: GraphQLSchema,
  weights: CostWeights,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  return new CostWalk(schema, weights, document, variables).selections(operation.selectionSet, root, noSizes);
}

class CostWalk {
  readonly #schema: GraphQLSchema;
  readonly #weights: CostWeights;
  readonly #variables: Record<string, unknown>;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #known = new Map<SelectionSetNode, Map<string, number>>();

  constructor(
    schema: GraphQLSchema,
    weights: CostWeights,
    document: DocumentNode,
    variables: Record<string, unknown>,
  ) {
    this.#schema = schema;
    this.#weights = weights;
    this.#variables = variables;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
    }
  }

  selections(set: SelectionSetNode, type: GraphQLNamedType, sizes: Sizes): number {
    if (isAbstractType(type)) {
      const costs = this.#schema.getPossibleTypes(type).map((member) => this.#ofObject(set, member, sizes));
      return Math.max(0, ...costs);
    }
    return isObjectType(type) ? this.#ofObject(set, type, sizes) : 0;
  }

  #ofObject(set: SelectionSetNode, type: GraphQLObjectType, sizes: Sizes): number {
    const known = sizes === noSizes ? this.#known.get(set)?.get(type.name) : undefined;
    if (known !== undefined) return known;
    let cost = 0;
    for (const selection of set.selections) cost += this.#selection(selection, type, sizes);
    if (sizes === noSizes) {
      const byType = this.#known.get(set) ?? new Map<string, number>();
      this.#known.set(set, byType.set(type.name, cost));
    }
    return cost;
  }

  #selection(selection: SelectionNode, type: GraphQLObjectType, sizes: Sizes): number {
    switch (selection.kind) {
      case Kind.FIELD: {
        const field = type.getFields()[selection.name.value];
        return field ? this.#field(selection, field, sizes) : 0;
      }
      case Kind.INLINE_FRAGMENT: {
        const condition = selection.typeCondition?.name.value ?? type.name;
        return this.#applies(condition, type) ? this.#ofObject(selection.selectionSet, type, sizes) : 0;
      }
      case Kind.FRAGMENT_SPREAD: {
        const fragment = this.#fragments.get(selection.name.value);
        if (!fragment || !this.#applies(fragment.typeCondition.name.value, type)) return 0;
        return this.#ofObject(fragment.selectionSet, type, sizes);
      }
    }
  }

  #applies(condition: string, type: GraphQLObjectType): boolean {
    if (condition === type.name) return true;
    const conditionType = this.#schema.getType(condition);
    return isAbstractType(conditionType) && this.#schema.isSubType(conditionType, type);
  }

  #field(node: FieldNode, field: GraphQLField<unknown, unknown>, sizes: Sizes): number {
    const cost = this.#weights.field(field);
    const args = this.#argumentsOf(node, field);
    const sliced = Math.max(...cost.slicingArguments.map((name) => numberOr(args.get(name), -1)), -1);
    const size = sliced >= 0 ? sliced : (cost.assumedSize ?? pageAtMost);
    const own = cost.isList ? (sizes.get(field.name) ?? size) : 1;
    const below: Sizes =
      cost.sizedFields.length === 0 ? noSizes : new Map(cost.sizedFields.map((name) => [name, size]));
    const type = getNamedType(field.type);
    const inner =
      node.selectionSet && isCompositeType(type) ? this.selections(node.selectionSet, type, below) : 0;
    let total = own * (cost.weight + inner);
    for (const argument of field.args) {
      if (args.get(argument.name) !== undefined) total += this.#weights.argument(argument);
    }
    return total;
  }

  #argumentsOf(node: FieldNode, field: GraphQLField<unknown, unknown>): Map<string, unknown> {
    const values = new Map<string, unknown>();
    for (const { name, defaultValue } of field.args) {
      const given = node.arguments?.find((argument) => argument.name.value === name);
      const value = given ? this.#value(given.value) : undefined;
      values.set(name, value === undefined ? defaultValue : value);
      if (pageArguments.includes(name)) checkPage(name, value);
    }
    return values;
  }

  /** Numbers only: nothing else sizes a list; other values are just there. */
  #value(node: ValueNode): unknown {
    if (node.kind === Kind.VARIABLE) return this.#variables[node.name.value];
    if (node.kind === Kind.INT) return Number(node.value);
    return node.kind === Kind.NULL ? null : true;
  }
}

function checkPage(name: string, value: unknown): void {
  if (typeof value !== 'number' || (value >= 1 && value <= pageAtMost)) return;
  throw new AppError('BAD_USER_INPUT', { reason: `${name} must be from 1 to ${pageAtMost}` });
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
