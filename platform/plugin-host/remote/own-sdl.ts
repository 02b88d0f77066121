import {
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  print,
} from 'graphql';
import { AppError } from 'tributary/sdk';
import { invalid } from '../invalid.js';
import { departureFromShared, isShared } from './shared-sdl.js';

const mostTokens = 30_000;
/** What the specification of subgraphs adds to every SDL. */
const specified = new Set(['_Any', '_Entity', '_Service', 'FieldSet', '_FieldSet']);
const federationDirectives = new Set([
  ...['key', 'external', 'requires', 'provides', 'shareable', 'inaccessible', 'override', 'tag', 'extends'],
  ...['interfaceObject', 'composeDirective', 'authenticated', 'requiresScopes', 'policy', 'link'],
  ...['cost', 'listSize', 'ai'],
]);
const specifiedFields = new Set(['_service', '_entities']);

/**
 * A subgraph's SDL as an author of a plugin writes it: without what the federation adds and without the shared types,
 * which have to be those of the SDK. So a remote plugin passes the same gate as all others.
 * @throws AppError `PLUGIN_INVALID`
 */
export function ownSdl(plugin: string, sdl: string): string {
  const document = parsed(plugin, sdl);
  const definitions = document.definitions.filter((node) => !isSpecified(node));
  for (const node of definitions) {
    if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION) {
      const directive = node.directives?.find(({ name }) => name.value !== 'link');
      if (directive) throw invalid(plugin, `sdl @${directive.name.value}`, 'may not stand on the schema');
      const root = node.operationTypes?.find(({ operation, type }) => type.name.value !== rootOf[operation]);
      if (root) throw invalid(plugin, 'sdl', `call the root type ${rootOf[root.operation]}`);
    }
    const departure = departureFromShared(node);
    if (departure !== null) {
      throw invalid(plugin, `sdl ${departure}`, 'is not as in the SDK; copy it from schema/shared.graphql');
    }
  }
  const own = definitions
    .filter(
      (node) =>
        node.kind !== Kind.SCHEMA_DEFINITION && node.kind !== Kind.SCHEMA_EXTENSION && !isShared(node),
    )
    .map((node, _at, all) => defined(node, all))
    .filter((node) => node !== null);
  if (own.length === 0) throw invalid(plugin, 'sdl', 'adds nothing to the graph; add a field');
  return print({ kind: Kind.DOCUMENT, definitions: own });
}

const rootOf = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

function parsed(plugin: string, sdl: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true, maxTokens: mostTokens });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw invalid(
      plugin,
      'sdl',
      `cannot be read: ${cause instanceof Error ? cause.message.slice(0, 200) : ''}`,
      cause,
    );
  }
}

function isSpecified(node: DefinitionNode): boolean {
  if (!('name' in node) || node.name === undefined) return false;
  const name = node.name.value;
  if (node.kind === Kind.DIRECTIVE_DEFINITION)
    return federationDirectives.has(name) || name.startsWith('federation__') || name.startsWith('link__');
  return specified.has(name) || name.startsWith('federation__') || name.startsWith('link__');
}

/** Extensions of what is defined elsewhere are definitions, as in Federation 2; root types lose `_service` and `_entities`. */
function defined(node: DefinitionNode, all: readonly DefinitionNode[]): DefinitionNode | null {
  if (!isObject(node)) return node;
  const name = node.name.value;
  const fields = node.fields?.filter((field) => name !== 'Query' || !specifiedFields.has(field.name.value));
  if (name === 'Query' && fields?.length === 0) return null;
  const isDefined = all.some(
    (other) => other.kind === Kind.OBJECT_TYPE_DEFINITION && other.name.value === name,
  );
  if (node.kind === Kind.OBJECT_TYPE_EXTENSION && isDefined) return { ...node, fields: fields ?? [] };
  const definition: ObjectTypeDefinitionNode = {
    ...node,
    kind: Kind.OBJECT_TYPE_DEFINITION,
    fields: fields ?? [],
  };
  return definition;
}

function isObject(node: DefinitionNode): node is ObjectTypeDefinitionNode | ObjectTypeExtensionNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;
}
