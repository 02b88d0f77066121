import {
  type ASTNode,
  type DefinitionNode,
  Kind,
  parse,
  print,
  type TypeDefinitionNode,
  visit,
} from 'graphql';
import { sharedTypeDefs } from 'tributary/sdk';

/** The shared types by their names, but for entities, which belong to a subgraph. */
const shared: ReadonlyMap<string, string> = new Map(
  parse(sharedTypeDefs)
    .definitions.filter((node): node is TypeDefinitionNode => node.kind.endsWith('TypeDefinition'))
    .filter((node) => !node.directives?.some(({ name }) => name.value === 'key'))
    .map((node) => [node.name.value, form(node)]),
);

/** Whether the node defines or extends a type that all subgraphs share. */
export function isShared(node: DefinitionNode): boolean {
  return isType(node) && shared.has(node.name.value);
}

/** The name of a shared type that is defined otherwise than in the SDK; null when there is nothing to say. */
export function departureFromShared(node: DefinitionNode): string | null {
  if (!isType(node)) return null;
  const known = shared.get(node.name.value);
  return known === undefined || known === form(node) ? null : node.name.value;
}

function isType(node: DefinitionNode): node is TypeDefinitionNode {
  return /Type(Definition|Extension)$/.test(node.kind);
}

/** A definition without what does not change its meaning: descriptions, directives and the order of its parts. */
function form(node: DefinitionNode): string {
  const bare: DefinitionNode = visit(node, {
    enter: (part) =>
      'description' in part || 'directives' in part
        ? { ...part, description: undefined, directives: [] }
        : undefined,
  });
  const sorted: DefinitionNode = visit(bare, {
    leave: (part) => {
      if (part.kind === Kind.FIELD_DEFINITION) return { ...part, arguments: byText(part.arguments) };
      if (part.kind === Kind.ENUM_TYPE_DEFINITION) return { ...part, values: byText(part.values) };
      if (part.kind === Kind.UNION_TYPE_DEFINITION) return { ...part, types: byText(part.types) };
      if (part.kind === Kind.OBJECT_TYPE_DEFINITION || part.kind === Kind.INTERFACE_TYPE_DEFINITION)
        return { ...part, fields: byText(part.fields), interfaces: byText(part.interfaces) };
      return undefined;
    },
  });
  return print(sorted);
}

function byText<Node extends ASTNode>(nodes: readonly Node[] = []): Node[] {
  return [...nodes].sort((a, b) => print(a).localeCompare(print(b)));
}
