import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ListValueNode,
  type TypeNode,
} from 'graphql';

interface FieldOf {
  type: string;
  field: FieldDefinitionNode;
}

/**
 * The lists of a subgraph that nothing bounds: the cost of an operation could not be told. A list is bounded by its
 * own `@listSize`, or as a sized field (such as `nodes`) of every field that returns its type.
 */
export function unboundedLists(document: DocumentNode): string[] {
  const fields = fieldsOf(document);
  return fields
    .filter(({ field }) => isList(field.type) && !listSize(field))
    .filter(({ type, field }) => !isSizedByParents(type, field.name.value, fields))
    .map(({ type, field }) => `${type}.${field.name.value}`);
}

/** Lists in lists: a size holds for the outer one alone, and nothing bounds the inner ones. */
export function nestedLists(document: DocumentNode): string[] {
  return fieldsOf(document)
    .filter(({ field }) => isNested(field.type))
    .map(({ type, field }) => `${type}.${field.name.value}`);
}

function isNested(type: TypeNode): boolean {
  if (type.kind === Kind.NON_NULL_TYPE) return isNested(type.type);
  return type.kind === Kind.LIST_TYPE && isList(type.type);
}

function fieldsOf(document: DocumentNode): FieldOf[] {
  return document.definitions.flatMap((definition) => {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_EXTENSION:
        return (definition.fields ?? []).map((field) => ({ type: definition.name.value, field }));
      default:
        return [];
    }
  });
}

function isSizedByParents(type: string, field: string, fields: readonly FieldOf[]): boolean {
  const parents = fields.filter((candidate) => namedType(candidate.field.type) === type);
  return parents.length > 0 && parents.every((parent) => sizedFields(parent.field).includes(field));
}

function sizedFields(field: FieldDefinitionNode): string[] {
  const argument = listSize(field)?.arguments?.find(({ name }) => name.value === 'sizedFields');
  if (argument?.value.kind !== Kind.LIST) return [];
  return (argument.value as ListValueNode).values.flatMap((value) =>
    value.kind === Kind.STRING ? [value.value] : [],
  );
}

function listSize(field: FieldDefinitionNode): ConstDirectiveNode | undefined {
  return field.directives?.find(({ name }) => name.value === 'listSize');
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE ? isList(type.type) : type.kind === Kind.LIST_TYPE;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
