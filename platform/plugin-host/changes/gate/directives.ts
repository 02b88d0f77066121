import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type StringValueNode,
  visit,
} from 'graphql';
import type { PluginCulprit } from '#platform';
import type { Blame } from './refusals.js';
import { isSchemaNode } from './subgraph-source.js';

/** What SDL of a plugin may say. Everything else of the federation takes over, hides or bends what others own. */
const allowed: readonly string[] = [
  'key',
  'external',
  'requires',
  'shareable',
  'cost',
  'listSize',
  'ai',
  'deprecated',
  'specifiedBy',
  'oneOf',
];
const importable = new Set([
  ...allowed.map((name) => `@${name}`),
  '@tag',
  '@composeDirective',
  '@provides',
  'FieldSet',
]);
const rootNames = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };
const federation = /^https:\/\/specs\.apollo\.dev\/federation\/v2\.\d+$/;
const reasons: Readonly<Record<string, string>> = {
  override: 'takes a field over from another subgraph',
  inaccessible: 'hides what others may use',
  interfaceObject: 'adds fields to all types of an interface',
  composeDirective: 'brings a directive into the public schema',
  provides: 'answers for fields of another subgraph',
  tag: 'marks what others own',
};

/** Directives by which a subgraph would take something over, and links that would rename them. */
export function directiveCulprits(document: DocumentNode, blame: Blame): PluginCulprit[] {
  const culprits: PluginCulprit[] = [];
  const refuse = (coordinate: string | null, directive: string) =>
    culprits.push(
      blame(
        coordinate,
        `@${directive} ${reasons[directive.replace(/^federation__/, '')] ?? 'is not a directive of plugins'}.`,
        `Remove @${directive}; a plugin may use ${allowed.map((name) => `@${name}`).join(', ')}.`,
      ),
    );
  for (const definition of document.definitions) {
    if (isSchemaNode(definition)) {
      const directives = 'directives' in definition ? (definition.directives ?? []) : [];
      for (const directive of directives as readonly ConstDirectiveNode[]) {
        if (directive.name.value !== 'link') refuse(null, directive.name.value);
        else culprits.push(...linkCulprits(directive, blame));
      }
      if ('operationTypes' in definition && (definition.operationTypes?.length ?? 0) > 0) {
        const renamed = definition.operationTypes?.filter(
          ({ operation, type }) => type.name.value !== rootNames[operation],
        );
        for (const { type } of renamed ?? [])
          culprits.push(
            blame(
              type.name.value,
              'A root type has another name.',
              'Call root types Query, Mutation and Subscription.',
            ),
          );
      }
      continue;
    }
    if (definition.kind === Kind.DIRECTIVE_DEFINITION && !isKnownDefinition(definition.name.value)) {
      culprits.push(
        blame(`@${definition.name.value}`, 'A plugin defines no directive.', 'Remove the definition.'),
      );
    }
    culprits.push(...refuseUsed(definition, refuse, blame));
  }
  return culprits;
}

function refuseUsed(
  definition: DocumentNode['definitions'][number],
  refuse: (coordinate: string | null, directive: string) => void,
  blame: Blame,
): PluginCulprit[] {
  const culprits: PluginCulprit[] = [];
  const type = 'name' in definition ? (definition.name?.value ?? null) : null;
  visit(definition, {
    Directive(node, _key, _parent, _path, ancestors) {
      const field = ancestors
        .flat()
        .findLast(
          (one) =>
            'kind' in one && (one.kind === Kind.FIELD_DEFINITION || one.kind === Kind.ENUM_VALUE_DEFINITION),
        );
      const name = field && 'name' in field && field.name && 'value' in field.name ? field.name.value : null;
      const coordinate = type && name ? `${type}.${name}` : type;
      if (!allowed.includes(node.name.value)) refuse(coordinate, node.name.value);
      if (node.name.value === 'cost' && isNegative(node)) {
        const message = 'A negative @cost would make room for what the limits refuse.';
        culprits.push(blame(coordinate, message, 'Write a weight of 0 or more.'));
      }
    },
  });
  return culprits;
}

function isNegative({ arguments: given = [] }: ConstDirectiveNode | DirectiveNode): boolean {
  return given.some(({ value }) => 'value' in value && Number.parseFloat(String(value.value)) < 0);
}

/** The link that the SDK adds, or the like of it: federation 2, no other name for anything. */
function linkCulprits(link: ConstDirectiveNode, blame: Blame): PluginCulprit[] {
  const value = (name: string) => link.arguments?.find((argument) => argument.name.value === name)?.value;
  const url = value('url');
  const imports = value('import');
  const text = url?.kind === Kind.STRING ? url.value : '';
  const hint = 'Leave the link to the SDK, or import directives of federation 2 by their own names.';
  if (/^https:\/\/specs\.apollo\.dev\/link\//.test(text)) return [];
  if (!federation.test(text) || value('as')) {
    return [blame(null, `@link to ${text || 'nothing'} is not allowed.`, hint)];
  }
  const items = imports?.kind === Kind.LIST ? imports.values : [];
  return items
    .filter((item) => item.kind !== Kind.STRING || !importable.has((item as StringValueNode).value))
    .map((item) => {
      const what = item.kind === Kind.STRING ? item.value : 'something under another name';
      return blame(null, `@link imports ${what}.`, hint);
    });
}

/** Other languages print the directives of the federation and `@ai` with their definitions. */
function isKnownDefinition(name: string): boolean {
  return allowed.includes(name) || name in reasons || name === 'link' || name.startsWith('federation__');
}
