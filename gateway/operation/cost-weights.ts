import {
  type ConstDirectiveNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  valueFromASTUntyped,
} from 'graphql';

/** What the cost specification says of one field. */
export interface FieldCost {
  /** Cost of one item of it. */
  weight: number;
  isList: boolean;
  assumedSize: number | null;
  slicingArguments: readonly string[];
  /** Lists below it that its slicing arguments size. */
  sizedFields: readonly string[];
}

type Directed = {
  astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
};

/** Reads `@cost` and `@listSize` (the IBM cost specification) once a field. Without them an object costs 1, a leaf 0. */
export class CostWeights {
  readonly #fields = new WeakMap<GraphQLField<unknown, unknown>, FieldCost>();

  field(field: GraphQLField<unknown, unknown>): FieldCost {
    const known = this.#fields.get(field);
    if (known) return known;
    const size = directive(field, 'listSize');
    const made: FieldCost = {
      weight: weightOf(field) ?? typeWeight(getNamedType(field.type)),
      isList: isListType(getNullableType(field.type)),
      assumedSize: numberOf(size?.assumedSize),
      slicingArguments: namesOf(size?.slicingArguments),
      sizedFields: namesOf(size?.sizedFields),
    };
    this.#fields.set(field, made);
    return made;
  }

  argument(argument: GraphQLArgument): number {
    return weightOf(argument) ?? 0;
  }
}

function typeWeight(type: GraphQLNamedType): number {
  return weightOf(type) ?? (isCompositeType(type) ? 1 : 0);
}

function weightOf(of: Directed): number | null {
  return numberOf(directive(of, 'cost')?.weight);
}

function directive({ astNode }: Directed, name: string): Record<string, unknown> | null {
  const node = astNode?.directives?.find((candidate) => candidate.name.value === name);
  if (!node) return null;
  return Object.fromEntries(
    (node.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
  );
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' ? Number.parseFloat(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function namesOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}
