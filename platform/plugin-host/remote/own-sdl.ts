import {
  type ConstDirectiveNode,
  type DefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type OperationTypeDefinitionNode,
  parse,
  print,
} from 'graphql';
import { sharedTypeDefs } from 'tributary/sdk';
import { invalid } from '../invalid.js';

const mostTokens = 30_000;
/** What the specification of subgraphs adds to every SDL. */
const specified = /^(_|federation__|link__)|^FieldSet$/;
const specification = /^https:\/\/specs\.apollo\.dev\/(federation\/v2\.\d+|link\/v1\.0)$/;
const federationDirectives = new Set([
  ...['key', 'external', 'requires', 'provides', 'shareable', 'inaccessible', 'override', 'tag', 'extends'],
  ...['interfaceObject', 'composeDirective', 'authenticated', 'requiresScopes', 'policy', 'link'],
  ...['cost', 'listSize', 'ai'],
]);
/** The shared types, but for entities, which belong to a subgraph. */
const shared: ReadonlySet<string> = new Set(
  parse(sharedTypeDefs).definitions.flatMap((node) =>
    isType(node) && !node.directives?.some(({ name }) => name.value === 'key') ? [node.name.value] : [],
  ),
);

/**
 * The SDL that a subgraph answers, without what the specification of subgraphs adds to it; what is left goes through
 * the gate as an author wrote it.
 * @throws AppError `PLUGIN_INVALID`
 */
export function readSdl(plugin: string, sdl: string): string {
  let definitions: readonly DefinitionNode[];
  try {
    definitions = parse(sdl, { noLocation: true, maxTokens: mostTokens }).definitions;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 200) : '';
    throw invalid(plugin, 'sdl', `cannot be read: ${reason}`, cause);
  }
  const own = definitions.filter((node) => !isSpecified(node));
  const kept = own.map((node) => asDefinition(node, own)).filter((node) => node !== null);
  if (kept.length === 0) throw invalid(plugin, 'sdl', 'adds nothing to the graph; add a field');
  return print({ kind: Kind.DOCUMENT, definitions: kept });
}

/** SDL as a plugin of ours is written: the link to the federation and the shared types are added by the SDK. */
export function withoutShared(typeDefs: string): string {
  const { definitions } = parse(typeDefs, { noLocation: true });
  const own = definitions.filter(
    (node) =>
      node.kind !== Kind.SCHEMA_DEFINITION &&
      node.kind !== Kind.SCHEMA_EXTENSION &&
      !(isType(node) && shared.has(node.name.value)),
  );
  return print({ kind: Kind.DOCUMENT, definitions: own });
}

function isSpecified(node: DefinitionNode): boolean {
  if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION) {
    return (node.operationTypes ?? []).every(isUsualRoot) && (node.directives ?? []).every(isUsualLink);
  }
  if (node.kind === Kind.DIRECTIVE_DEFINITION)
    return specified.test(node.name.value) || federationDirectives.has(node.name.value);
  return isType(node) && specified.test(node.name.value);
}

function isUsualRoot({ operation, type }: OperationTypeDefinitionNode): boolean {
  return type.name.value.toLowerCase() === operation;
}

/** The link that the SDK adds itself; one that renames something stays, for the gate to see. */
function isUsualLink({ name, arguments: given = [] }: ConstDirectiveNode): boolean {
  return (
    name.value === 'link' &&
    given.every(({ name: argument, value }) => {
      if (argument.value === 'url') return value.kind === Kind.STRING && specification.test(value.value);
      return (
        argument.value === 'import' &&
        value.kind === Kind.LIST &&
        value.values.every(({ kind }) => kind === Kind.STRING)
      );
    })
  );
}

/** An extension of what is defined elsewhere is a definition, as in Federation 2; `Query` loses `_service` and `_entities`. */
function asDefinition(node: DefinitionNode, all: readonly DefinitionNode[]): DefinitionNode | null {
  if (!isObject(node)) return node;
  const name = node.name.value;
  const fields = (node.fields ?? []).filter((field) => name !== 'Query' || !specified.test(field.name.value));
  if (name === 'Query' && fields.length === 0) return null;
  const isDefined = all.some(
    (other) => other.kind === Kind.OBJECT_TYPE_DEFINITION && other.name.value === name,
  );
  if (node.kind === Kind.OBJECT_TYPE_EXTENSION && isDefined) return { ...node, fields };
  const definition: ObjectTypeDefinitionNode = { ...node, kind: Kind.OBJECT_TYPE_DEFINITION, fields };
  return definition;
}

type TypeNode = Extract<DefinitionNode, { kind: `${string}Type${'Definition' | 'Extension'}` }>;

function isType(node: DefinitionNode): node is TypeNode {
  return /Type(Definition|Extension)$/.test(node.kind);
}

function isObject(node: DefinitionNode): node is ObjectTypeDefinitionNode | ObjectTypeExtensionNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;
}
