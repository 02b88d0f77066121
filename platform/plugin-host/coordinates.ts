import {
  type ConstDirectiveNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
} from 'graphql';

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;
const roots: readonly string[] = ['Query', 'Mutation', 'Subscription'];

/** A field that a subgraph adds to a root type or to an entity. */
export interface AddedField {
  /** E.g. `Document.summary`. */
  coordinate: string;
  type: string;
  nullable: boolean;
}

/** The fields that SDL adds to what others own: root fields, and the fields of entities but for keys and externals. */
export function addedFields(typeDefs: string): AddedField[] {
  return parse(typeDefs)
    .definitions.filter(isObject)
    .filter((type) => roots.includes(type.name.value) || keysOf(type).size > 0)
    .flatMap((type) => {
      const keys = keysOf(type);
      return (type.fields ?? [])
        .filter((field) => !keys.has(field.name.value) && !has(field.directives, 'external'))
        .map((field) => ({
          coordinate: `${type.name.value}.${field.name.value}`,
          type: type.name.value,
          nullable: field.type.kind !== Kind.NON_NULL_TYPE,
        }));
    });
}

/** Whether the field belongs to an entity: a failing plugin must never null what others show of it. */
export function isEntityField(field: AddedField): boolean {
  return !roots.includes(field.type);
}

function isObject(node: { kind: string }): node is ObjectNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;
}

function has(directives: readonly ConstDirectiveNode[] | undefined, name: string): boolean {
  return directives?.some((directive) => directive.name.value === name) ?? false;
}

function keysOf(type: ObjectNode): Set<string> {
  const keys = (type.directives ?? []).filter((directive) => directive.name.value === 'key');
  const selections = keys.flatMap((key) => key.arguments ?? []).map(({ value }) => value);
  return new Set(
    selections.flatMap((value) => (value.kind === Kind.STRING ? value.value.split(/[\s{}]+/) : [])),
  );
}
