import { type DefinitionNode, type DocumentNode, Kind, parse, type TypeDefinitionNode } from 'graphql';

/** The SDL of one subgraph. */
export interface SubgraphSource {
  readonly name: string;
  readonly sdl: string;
}

/** A definition or extension of a type, which the gate treats alike. */
export type TypeNode = Pick<TypeDefinitionNode, 'name' | 'directives'> & {
  readonly kind: TypeDefinitionNode['kind'];
  readonly isExtension: boolean;
  readonly node: TypeDefinitionNode;
};

export const rootTypes: readonly string[] = ['Query', 'Mutation', 'Subscription'];

/** What SDL says of types. */
export function typesOf(document: DocumentNode): TypeNode[] {
  return document.definitions.flatMap((definition) => {
    const kind = definition.kind.replace('TypeExtension', 'TypeDefinition');
    if (!kind.endsWith('TypeDefinition')) return [];
    // An extension has the fields of a definition; only its kind is another.
    const node = definition as TypeDefinitionNode;
    const isExtension = definition.kind !== kind;
    return [
      { kind: kind as TypeNode['kind'], name: node.name, directives: node.directives, isExtension, node },
    ];
  });
}

/** Fields of an object, interface or input type. */
export function fieldsOf(type: TypeNode) {
  const { node } = type;
  return 'fields' in node ? (node.fields ?? []) : [];
}

export function parseSdl(sdl: string): DocumentNode {
  return parse(sdl, { noLocation: true });
}

/** The field sets of `@key`, each in one form. */
export function keysOf(type: Pick<TypeNode, 'directives'>): string[] {
  return (type.directives ?? [])
    .filter(({ name }) => name.value === 'key')
    .flatMap(({ arguments: given = [] }) => given)
    .flatMap(({ name, value }) =>
      name.value === 'fields' && value.kind === Kind.STRING ? [normalKey(value.value)] : [],
    );
}

/** The names of the fields of the first level of a key. */
export function keyFields(keys: readonly string[]): Set<string> {
  return new Set(keys.flatMap((key) => key.replace(/\{[^}]*\}/g, '').split(/\s+/)).filter(Boolean));
}

function normalKey(fields: string): string {
  return fields.replace(/[{}]/g, ' $& ').trim().split(/\s+/).join(' ');
}

export function isSchemaNode({ kind }: DefinitionNode): boolean {
  return kind === Kind.SCHEMA_DEFINITION || kind === Kind.SCHEMA_EXTENSION;
}
