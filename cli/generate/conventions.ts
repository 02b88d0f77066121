import {
  buildSchema,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';

/** What of the public graph departs from its conventions, by coordinate; empty when all is well. */
export function departures(api: string): string[] {
  const schema = buildSchema(api);
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
  );
  return [
    ...types.flatMap(withoutDescription).map((coordinate) => `${coordinate} has no description`),
    ...types.flatMap(wrongIds).map((coordinate) => `${coordinate} is an id and not of the type ID`),
    ...types.flatMap(wrongConnections),
    ...mutations(schema).flatMap(wrongMutation),
  ];
}

function withoutDescription(type: GraphQLNamedType): string[] {
  const described = (coordinate: string, { description }: { description?: string | null }) =>
    description ? [] : [coordinate];
  const own = isRoot(type.name) ? [] : described(type.name, type);
  if (isEnumType(type)) {
    return [...own, ...type.getValues().flatMap((value) => described(`${type.name}.${value.name}`, value))];
  }
  return [
    ...own,
    ...fieldsOf(type).flatMap((field) => [
      // The id of an entity says what it is by its name, and plugins repeat it.
      ...(field.name === 'id' ? [] : described(`${type.name}.${field.name}`, field)),
      ...argumentsOf(field).flatMap((argument) =>
        described(`${type.name}.${field.name}(${argument.name}:)`, argument),
      ),
    ]),
  ];
}

/** Ids of ours; that of a request is a trace of it and not an entity. */
function wrongIds(type: GraphQLNamedType): string[] {
  return fieldsOf(type).flatMap((field) => [
    ...(isWrongId(field) ? [`${type.name}.${field.name}`] : []),
    ...argumentsOf(field)
      .filter(isWrongId)
      .map(({ name }) => `${type.name}.${field.name}(${name}:)`),
  ]);
}

function isWrongId({
  name,
  type,
}: Pick<GraphQLField<unknown, unknown>, 'name' | 'type'> | Argument): boolean {
  return /^id$|[a-z]Ids?$/.test(name) && name !== 'requestId' && getNamedType(type).name !== 'ID';
}

function wrongConnections(type: GraphQLNamedType): string[] {
  if (!type.name.endsWith('Connection') || !isObjectType(type)) return [];
  const expected = ['nodes', 'edges', 'pageInfo', 'totalCount'];
  const missing = expected.filter((name) => !(name in type.getFields()));
  return missing.map((name) => `${type.name} has no ${name}`);
}

function mutations(schema: GraphQLSchema) {
  return Object.values(schema.getMutationType()?.getFields() ?? {});
}

function wrongMutation({ name, args, type }: GraphQLField<unknown, unknown>): string[] {
  const [input, ...others] = args;
  const hasInput = input?.name === 'input' && isNonNullType(input.type) && others.length === 0;
  const outcome = getNamedType(type);
  const isOutcome =
    isUnionType(outcome) &&
    outcome.getTypes().some((member) => member.getInterfaces().some((one) => one.name === 'Failure'));
  return [
    ...(hasInput ? [] : [`Mutation.${name} does not take one input`]),
    ...(isOutcome ? [] : [`Mutation.${name} does not return a union with its failures`]),
  ];
}

type Field = Pick<GraphQLField<unknown, unknown>, 'name' | 'description' | 'type'> & {
  args?: readonly Argument[];
};
type Argument = GraphQLField<unknown, unknown>['args'][number];

function fieldsOf(type: GraphQLNamedType): Field[] {
  const hasFields = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
  return hasFields ? (Object.values(type.getFields()) as Field[]) : [];
}

const argumentsOf = (field: Field): readonly Argument[] => field.args ?? [];
const isRoot = (name: string): boolean => ['Query', 'Mutation', 'Subscription'].includes(name);
