import {
  buildASTSchema,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql';
import { scalars } from '#platform/graph';
import { invalid } from '../invalid.js';

/**
 * The types of what a subgraph answers, with what the specification adds. Directives are not looked at: the gate does.
 * @throws AppError `PLUGIN_INVALID` when a type is not there
 */
export function answerSchema(plugin: string, sdl: string): GraphQLSchema {
  const document = parse(sdl, { noLocation: true });
  const entities = document.definitions.filter(isEntity).map(({ name }) => name.value);
  const hasQuery = document.definitions.some((node) => 'name' in node && node.name?.value === 'Query');
  const specified = parse(
    [
      'scalar _Any type _Service { sdl: String! }',
      hasQuery ? 'extend type Query' : 'type Query',
      '{ _service: _Service!',
      ...(entities.length > 0 ? ['_entities(representations: [_Any!]!): [_Entity]!'] : []),
      '}',
      ...(entities.length > 0 ? [`union _Entity = ${entities.join(' | ')}`] : []),
    ].join(' '),
    { noLocation: true },
  );
  const whole = {
    kind: Kind.DOCUMENT,
    definitions: [...document.definitions, ...specified.definitions],
  } as const;
  try {
    const schema = buildASTSchema(merged(whole), { assumeValidSDL: true });
    for (const { name, serialize } of scalars) {
      const type = schema.getType(name);
      if (type) Object.assign(type, { serialize });
    }
    return schema;
  } catch (cause) {
    throw invalid(plugin, 'sdl', cause instanceof Error ? cause.message : 'is not valid', cause);
  }
}

/** Extensions of types that are defined, as one definition each; what extends the schema only links. */
function merged({ definitions }: DocumentNode): DocumentNode {
  const extensions = definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_EXTENSION);
  return {
    kind: Kind.DOCUMENT,
    definitions: definitions
      .filter((node) => node.kind !== Kind.OBJECT_TYPE_EXTENSION && node.kind !== Kind.SCHEMA_EXTENSION)
      .map((node) => {
        if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) return node;
        const own = extensions.filter(({ name }) => name.value === node.name.value);
        return { ...node, fields: [node, ...own].flatMap(({ fields = [] }) => fields) };
      }),
  };
}

function isEntity(node: { kind: string }): node is ObjectTypeDefinitionNode {
  return (
    node.kind === Kind.OBJECT_TYPE_DEFINITION &&
    ((node as ObjectTypeDefinitionNode).directives ?? []).some(({ name, arguments: given = [] }) => {
      const resolvable = given.find((argument) => argument.name.value === 'resolvable')?.value;
      return name.value === 'key' && !(resolvable?.kind === Kind.BOOLEAN && !resolvable.value);
    })
  );
}
