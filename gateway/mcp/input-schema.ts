import {
  type ConstValueNode,
  type DocumentNode,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isSpecifiedScalarType,
  type OperationDefinitionNode,
  TypeInfo,
  typeFromAST,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** JSON Schema, as far as it is made here. */
export type JsonSchema = Record<string, unknown>;

const scalars: Readonly<Record<string, JsonSchema>> = {
  ID: { type: 'string' },
  String: { type: 'string' },
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  Cursor: { type: 'string' },
  Decimal: { type: 'string', pattern: '^-?[0-9]+([.][0-9]+)?$' },
  DateTime: { type: 'string', format: 'date-time' },
  Date: { type: 'string', format: 'date' },
  UUID: { type: 'string', format: 'uuid' },
};

/**
 * What a tool takes: the variables of its operation, each described as the argument or input field that it goes to.
 * What is not null and has no default is required. An input type within itself stands in `$defs`.
 */
export function inputSchema(
  schema: GraphQLSchema,
  document: DocumentNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
): JsonSchema & { type: 'object' } {
  const descriptions = descriptionsOf(schema, document);
  const types = new InputTypes();
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const { variable, type: node, defaultValue } of variableDefinitions) {
    const name = variable.name.value;
    const type = typeFromAST(schema, node);
    if (!type || !isInputType(type)) continue;
    const described = describe(types.schemaOf(type, []), descriptions.get(name));
    properties[name] = withDefault(described, defaultValue && valueFromASTUntyped(defaultValue));
    if (isNonNullType(type) && !defaultValue) required.push(name);
  }
  const $defs = types.definitions();
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
    ...(Object.keys($defs).length > 0 && { $defs }),
  };
}

class InputTypes {
  /** Input types that hold themselves. */
  readonly #recursive = new Map<string, GraphQLInputObjectType>();

  schemaOf(type: GraphQLInputType, within: readonly string[]): JsonSchema {
    if (isNonNullType(type)) return this.schemaOf(type.ofType, within);
    if (isListType(type)) return { type: 'array', items: this.schemaOf(type.ofType, within) };
    // What a scalar of the specification is, every client knows.
    return describe(this.#named(type, within), isSpecifiedScalarType(type) ? null : type.description);
  }

  definitions(): Record<string, JsonSchema> {
    const made: Record<string, JsonSchema> = {};
    // A definition may name further types: the map grows while it is read.
    for (const [name, type] of this.#recursive) made[name] = this.#object(type, [name]);
    return made;
  }

  #named(type: GraphQLNamedInputType, within: readonly string[]): JsonSchema {
    if (isEnumType(type)) return { type: 'string', enum: type.getValues().map(({ name }) => name) };
    if (!isInputObjectType(type)) return scalars[type.name] ?? {};
    if (!within.includes(type.name)) return this.#object(type, [...within, type.name]);
    this.#recursive.set(type.name, type);
    return { $ref: `#/$defs/${type.name}` };
  }

  #object(type: GraphQLInputObjectType, within: readonly string[]): JsonSchema {
    const fields = Object.values(type.getFields());
    const required = fields.filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
    const properties = fields.map((field) => {
      const described = describe(this.schemaOf(field.type, within), field.description);
      return [field.name, withDefault(described, field.defaultValue)];
    });
    return {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length > 0 && { required: required.map(({ name }) => name) }),
      additionalProperties: false,
    };
  }
}

/** What is said nearer to the use counts. */
function describe(schema: JsonSchema, description: string | null | undefined): JsonSchema {
  return description ? { ...schema, description } : schema;
}

function withDefault(schema: JsonSchema, value: unknown): JsonSchema {
  return value === undefined || value === null ? schema : { ...schema, default: value };
}

/** The description of each variable: of the first argument, or field of an input, that it is given to. */
function descriptionsOf(schema: GraphQLSchema, document: DocumentNode): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const types = new TypeInfo(schema);
  const note = (value: ConstValueNode | { kind: string; name?: { value: string } }, description: unknown) => {
    if (value.kind !== 'Variable' || !('name' in value) || !value.name) return;
    if (typeof description === 'string' && !found.has(value.name.value))
      found.set(value.name.value, description);
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument: ({ value }) => note(value, types.getArgument()?.description),
      ObjectField: ({ name, value }) => {
        const parent = types.getParentInputType();
        if (isInputObjectType(parent)) note(value, parent.getFields()[name.value]?.description);
      },
    }),
  );
  return found;
}
