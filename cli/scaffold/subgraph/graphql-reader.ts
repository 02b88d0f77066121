import {
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  GraphQLError,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeNode,
} from 'graphql';
import type { Problems } from './problems.js';
import type { SchemaNode } from './schema-node.js';

const scalars: Readonly<Record<string, SchemaNode>> = {
  String: { type: 'string' },
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  ID: { type: 'string', format: 'uuid' },
  UUID: { type: 'string', format: 'uuid' },
  Date: { type: 'string', format: 'date' },
  DateTime: { type: 'string', format: 'date-time' },
  Decimal: { type: 'string', format: 'decimal' },
  Money: { format: 'money' },
  JSON: { type: 'object' },
};

/** An object type of GraphQL, with the types that it uses, as a JSON Schema; the first type of the file is the entity. */
export function schemaOfGraphql(text: string, problems: Problems): SchemaNode {
  const document = parsed(text, problems);
  const types = (document?.definitions ?? []).filter((one) => one.kind === Kind.OBJECT_TYPE_DEFINITION);
  const enums = (document?.definitions ?? []).filter((one) => one.kind === Kind.ENUM_TYPE_DEFINITION);
  for (const other of document?.definitions ?? []) {
    if (other.kind === Kind.OBJECT_TYPE_DEFINITION || other.kind === Kind.ENUM_TYPE_DEFINITION) continue;
    if (other.kind === Kind.SCALAR_TYPE_DEFINITION && Object.hasOwn(scalars, other.name.value)) continue;
    const name = 'name' in other ? (other.name?.value ?? other.kind) : other.kind;
    problems.add(name, 'only object types and enums become a subgraph', 'Leave it out');
  }
  const [root, ...others] = types;
  if (!root) {
    problems.add('the file', 'it holds no object type', 'Write type Name { … }');
    return {};
  }
  const known = new Set([...types, ...enums].map(({ name }) => name.value));
  const objectOf = (type: ObjectTypeDefinitionNode) => objectSchema(type, known, problems);
  return {
    title: root.name.value,
    ...objectOf(root),
    $defs: Object.fromEntries([
      ...others.map((type) => [type.name.value, objectOf(type)] as const),
      ...enums.map((type) => [type.name.value, enumSchema(type)] as const),
    ]),
  };
}

function parsed(text: string, problems: Problems): DocumentNode | null {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const line = error.locations?.[0]?.line;
    problems.add(`line ${line ?? 1}`, error.message.replace(/\.$/, ''), 'Correct the syntax');
    return null;
  }
}

function objectSchema(
  { name, description, fields = [] }: ObjectTypeDefinitionNode,
  known: ReadonlySet<string>,
  problems: Problems,
): SchemaNode {
  // An entity has an id of ours; types that are copied from a schema bring theirs.
  const own = fields.filter((field) => field.name.value !== 'id');
  const properties = own.map((field) => {
    const coordinate = `${name.value}.${field.name.value}`;
    if ((field.arguments ?? []).length > 0)
      problems.add(coordinate, 'a field that is stored takes no arguments', 'Leave them out');
    return [field.name.value, fieldSchema(field, coordinate, known, problems)] as const;
  });
  return {
    type: 'object',
    ...(description ? { description: description.value } : {}),
    properties: Object.fromEntries(properties),
    required: own.filter(({ type }) => type.kind === Kind.NON_NULL_TYPE).map((field) => field.name.value),
  };
}

function fieldSchema(
  { type, description }: FieldDefinitionNode,
  coordinate: string,
  known: ReadonlySet<string>,
  problems: Problems,
): SchemaNode {
  const schema = typeSchema(type, coordinate, known, problems);
  return description ? { ...schema, description: description.value } : schema;
}

function typeSchema(
  type: TypeNode,
  coordinate: string,
  known: ReadonlySet<string>,
  problems: Problems,
): SchemaNode {
  if (type.kind === Kind.NON_NULL_TYPE) return typeSchema(type.type, coordinate, known, problems);
  if (type.kind === Kind.LIST_TYPE)
    return { type: 'array', items: typeSchema(type.type, coordinate, known, problems) };
  const name = type.name.value;
  if (known.has(name)) return { $ref: `#/$defs/${name}` };
  const scalar = Object.hasOwn(scalars, name) ? scalars[name] : undefined;
  if (!scalar) {
    problems.add(
      coordinate,
      `the type ${name} is not known`,
      `Define it, or use ${Object.keys(scalars).join(', ')}`,
    );
  }
  return scalar ?? { type: 'string' };
}

const enumSchema = ({ values = [], description }: EnumTypeDefinitionNode): SchemaNode => ({
  enum: values.map(({ name }) => name.value),
  ...(description ? { description: description.value } : {}),
});
