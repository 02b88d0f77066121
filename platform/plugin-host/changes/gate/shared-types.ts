import { type DocumentNode, Kind, print, type TypeDefinitionNode, visit } from 'graphql';
import { sharedTypeDefs } from 'tributary/sdk';
import type { PluginCulprit } from '#platform';
import type { Blame } from './refusals.js';
import { parseSdl, type TypeNode, typesOf } from './subgraph-source.js';

/** `Document` is an entity that plugins extend; all else that is shared is the SDK's alone. */
const extensible: readonly string[] = ['Document'];
const sharedTypes = typesOf(parseSdl(sharedTypeDefs));
/** As the SDK names them. */
export const sharedEntities = sharedTypes.filter(({ name }) => extensible.includes(name.value));
const shared: ReadonlyMap<string, TypeNode> = new Map(
  sharedTypes.filter(({ name }) => !extensible.includes(name.value)).map((type) => [type.name.value, type]),
);
const standard: readonly string[] = ['ID', 'String', 'Int', 'Float', 'Boolean'];
const ofFederation = /^(_(Any|Entity|Service)$|federation__|link__)/;
/** Of the composed supergraph: no subgraph has them. */
const ofSupergraph = /^join__/;

/** The shared types that a subgraph brings must be those of the SDK, but for descriptions. */
export function sharedTypeCulprits(document: DocumentNode, blame: Blame): PluginCulprit[] {
  return typesOf(document).flatMap((type) => {
    const name = type.name.value;
    const expected = shared.get(name);
    if (!expected)
      return standard.includes(name) || ofSupergraph.test(name)
        ? [blame(name, 'It is a type of GraphQL or of the supergraph.', 'Remove it.')]
        : [];
    if (!type.isExtension && form(type.node) === form(expected.node)) return [];
    const hint = 'Use the shared type without defining it, or take it from schema/shared.graphql.';
    return [blame(name, `The shared type ${name} differs from the SDK's.`, hint)];
  });
}

/** What is the subgraph's own: without shared types and those of the federation itself. */
export function withoutSharedTypes(document: DocumentNode): TypeNode[] {
  return typesOf(document).filter(
    ({ name }) => !shared.has(name.value) && !ofFederation.test(name.value) && !standard.includes(name.value),
  );
}

/** The interface whose types clients take to be all known. */
export function isSharedInterface(name: string): boolean {
  return shared.get(name)?.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

/** One text for equal definitions: without descriptions, in one order. */
function form(node: TypeDefinitionNode): string {
  const bare = visit(node, { StringValue: (_node, key) => (key === 'description' ? null : undefined) });
  return print(bare)
    .split(/\n| [|=] /)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .sort()
    .join('\n');
}
