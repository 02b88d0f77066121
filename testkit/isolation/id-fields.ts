import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from 'graphql';

/** Scalars by which an id can come in. */
const carriers: ReadonlySet<string> = new Set(['ID', 'JSON']);

/** Every argument of the schema by which an id can come in, such as `Mutation.correctField(input.documentId)`. */
export function idArguments(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        field.args.flatMap((argument) => pathsOf(argument)).map((path) => `${type}.${field.name}(${path})`),
      ),
    )
    .sort();
}

function pathsOf(argument: GraphQLArgument | GraphQLInputField): string[] {
  const type = getNamedType(argument.type);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).flatMap((field) =>
      pathsOf(field).map((path) => `${argument.name}.${path}`),
    );
  }
  return carriers.has(type.name) ? [argument.name] : [];
}
