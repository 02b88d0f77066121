import {
  type DefinitionNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  type TypeDefinitionNode,
  visit,
} from 'graphql';
import { federationLink, sharedDirectives, sharedTypeDefs } from './shared-types.js';

const builtIn = new Set(['ID', 'String', 'Int', 'Float', 'Boolean', '_Any', '_Entity', '_Service']);

/**
 * Completes a subgraph's SDL: the federation link in front, and behind it each shared type that it names without
 * defining it, with all that type needs. An implementation is added wherever its interface is used.
 */
export function withSharedTypes(typeDefs: string): string {
  const own = withoutStandIns(parse(typeDefs));
  const shared = new Map(
    definitionsOf(parse(sharedTypeDefs)).map((definition) => [definition.name.value, definition]),
  );
  const defined = new Set(definitionsOf(own).map((definition) => definition.name.value));
  const added = new Map<string, TypeDefinitionNode>();
  const pending = [...namesIn(own)];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const definition = shared.get(name);
    if (!definition || defined.has(name) || added.has(name) || builtIn.has(name)) continue;
    added.set(name, definition);
    pending.push(...namesIn(definition));
    // `Result` is implemented by each plugin's own types, so it does not pull in the members of `AIResult`.
    if (name === 'RunEvent') pending.push(...implementationsOf(name, shared.values()));
  }
  const directive = print(own).includes('@ai(') ? sharedDirectives : '';
  const types = [...added.values()].sort((a, b) => a.name.value.localeCompare(b.name.value));
  return [federationLink, directive, print(own), ...types.map(print)]
    .filter((part) => part.trim())
    .join('\n\n');
}

/** Core subgraphs name a shared type by a scalar that stands in for it; the shared definition takes its place. */
function withoutStandIns(document: DocumentNode): DocumentNode {
  const shared = new Set(definitionsOf(parse(sharedTypeDefs)).map((definition) => definition.name.value));
  const definitions = document.definitions.filter(
    (definition) => !(definition.kind === Kind.SCALAR_TYPE_DEFINITION && shared.has(definition.name.value)),
  );
  return { ...document, definitions };
}

function definitionsOf(document: DocumentNode): TypeDefinitionNode[] {
  return document.definitions.filter(isTypeDefinition);
}

function isTypeDefinition(node: DefinitionNode): node is TypeDefinitionNode {
  return node.kind.endsWith('TypeDefinition');
}

function namesIn(node: DocumentNode | DefinitionNode): Set<string> {
  const names = new Set<string>();
  visit(node, { NamedType: ({ name }) => void names.add(name.value) });
  return names;
}

function implementationsOf(name: string, definitions: Iterable<TypeDefinitionNode>): string[] {
  return [...definitions]
    .filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION)
    .filter((definition) => definition.interfaces?.some((implemented) => implemented.name.value === name))
    .map((definition) => definition.name.value);
}
