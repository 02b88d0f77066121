import {
  type DefinitionNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  print,
  type TypeNode,
} from 'graphql';
import { sharedTypeDefs } from 'tributary/sdk';

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

const roots: readonly string[] = ['Query', 'Mutation', 'Subscription'];
/** What resolvers get for a scalar, and what they may answer. */
const scalars: Readonly<Record<string, readonly [input: string, output: string]>> = {
  ID: ['string', 'string'],
  String: ['string', 'string'],
  Cursor: ['string', 'string'],
  Decimal: ['string', 'string'],
  Int: ['number', 'number'],
  Float: ['number', 'number'],
  Boolean: ['boolean', 'boolean'],
  DateTime: ['Date', 'Date | string'],
  Date: ['Date', 'Date | string'],
};
const head = '// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.';

/**
 * The TypeScript types of a plugin's resolvers: the arguments of its fields, their parents, what they may answer, and
 * the services that the manifest permits. `typeDefs` is the plugin's SDL, with or without the shared types.
 */
export function resolverTypes(typeDefs: string, permissions: readonly string[]): string {
  const shared = new Map(parse(sharedTypeDefs).definitions.map((node) => [nameOf(node), node]));
  const definitions = parse(typeDefs).definitions.filter((node) => !isSame(node, shared.get(nameOf(node))));
  const writer = new TypeWriter(
    new Map([...shared, ...definitions.map((node) => [nameOf(node), node] as const)]),
  );
  // A type may be written in several places; stand-ins for entities of others have no resolvers.
  const objects = Map.groupBy(
    definitions.filter(isObject).filter((node) => !isStandIn(node)),
    nameOf,
  );
  const abstract = definitions.filter(
    ({ kind }) => kind === Kind.UNION_TYPE_DEFINITION || kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
  const resolvers = [
    ...[...objects].flatMap(([name, nodes]) => writer.resolversOf(name, nodes)),
    ...abstract.map(
      (node) =>
        `  readonly ${nameOf(node)}?: { readonly __resolveType?: Resolver<Source, object, string, Context> };`,
    ),
  ].join('\n');
  const needs = permissions.map((name) => `'${name}'`).join(' | ') || 'never';
  const body = [
    ...writer.declarations(definitions),
    `/** What every resolver gets: the services that the manifest permits. */\nexport type Context = ResolverContext<${needs}>;`,
    ...(resolvers.includes('Source')
      ? ['/** What another resolver answered. */\ntype Source = Readonly<Record<string, unknown>>;']
      : []),
    `/** For \`defineSubgraph<Resolvers>\`. */\nexport type Resolvers = {\n${resolvers}\n};`,
  ].join('\n\n');
  const imports = ['Resolver', 'ResolverContext', 'RunOptionsInput', 'StreamResolver'].filter((name) =>
    new RegExp(`\\b${name}\\b[<;| ]`).test(body),
  );
  return `${head}\nimport type { ${imports.join(', ')} } from 'tributary/sdk';\n\n${body}\n`;
}

class TypeWriter {
  constructor(private readonly types: ReadonlyMap<string, DefinitionNode>) {}

  /** The enums and input types that the plugin defines, and the arguments of its fields. */
  declarations(definitions: readonly DefinitionNode[]): string[] {
    return definitions.flatMap((node) => {
      if (node.kind === Kind.ENUM_TYPE_DEFINITION) {
        return [`export type ${node.name.value} = ${enumText(node)};`];
      }
      if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
        return [`export type ${node.name.value} = ${this.#inputs(node.fields ?? [])};`];
      }
      if (!isObject(node)) return [];
      return (node.fields ?? []).flatMap(({ name, arguments: given = [] }) =>
        given.length === 0
          ? []
          : [`export type ${argumentsName(nameOf(node), name.value)} = ${this.#inputs(given)};`],
      );
    });
  }

  resolversOf(type: string, nodes: readonly ObjectNode[]): string[] {
    const keys = new Set(nodes.flatMap(keysOf));
    const fields = nodes.flatMap((node) => node.fields ?? []);
    const isGiven = (field: FieldDefinitionNode) => keys.has(field.name.value) || has(field, 'external');
    const own = fields.filter((field) => !isGiven(field));
    // Nobody else can answer these; fields of other types may be there already in what a resolver answered.
    const isNeeded = (roots.includes(type) || keys.size > 0) && own.length > 0;
    const parent = this.#parentOf(type, fields.filter(isGiven), keys);
    const members = own.map((field) => {
      const { name, arguments: given = [] } = field;
      const args = given.length > 0 ? argumentsName(type, name.value) : 'object';
      const answer = this.#output(field.type);
      const resolver =
        type === 'Subscription'
          ? `StreamResolver<${args}, ${answer}, Context>`
          : `Resolver<${parent}, ${args}, ${answer}, Context>`;
      return `    readonly ${name.value}${isNeeded ? '' : '?'}: ${resolver};`;
    });
    if (keys.size > 0) {
      members.unshift(
        `    readonly __resolveReference?: Resolver<${parent}, object, object | null, Context>;`,
      );
    }
    if (members.length === 0) return [];
    return [`  readonly ${type}${isNeeded ? '' : '?'}: {\n${members.join('\n')}\n  };`];
  }

  /** An entity comes with its keys; what `@requires` asks for is there where it was asked for. */
  #parentOf(type: string, given: readonly FieldDefinitionNode[], keys: ReadonlySet<string>): string {
    if (roots.includes(type)) return 'unknown';
    if (keys.size === 0) return 'Source';
    const members = given.map(
      (field) =>
        `readonly ${field.name.value}${keys.has(field.name.value) ? '' : '?'}: ${this.#output(field.type)}`,
    );
    return `{ ${members.join('; ')} }`;
  }

  /** A default is used where nothing is given; null can be given all the same. */
  #inputs(values: readonly InputValueDefinitionNode[]): string {
    const members = values.map(({ name, type, defaultValue }) => {
      const isNullable = type.kind !== Kind.NON_NULL_TYPE;
      const isOptional = isNullable && defaultValue === undefined;
      return `  readonly ${name.value}${isOptional ? '?' : ''}: ${this.#input(type)};`;
    });
    return `{\n${members.join('\n')}\n}`;
  }

  #input(type: TypeNode): string {
    return typeText(type, (name) => {
      if (scalars[name]) return scalars[name][0];
      const kind = this.types.get(name)?.kind;
      if (kind === Kind.ENUM_TYPE_DEFINITION) return this.#enum(name);
      return kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? name : 'unknown';
    });
  }

  #output(type: TypeNode): string {
    return typeText(type, (name) => {
      if (scalars[name]) return scalars[name][1];
      const kind = this.types.get(name)?.kind;
      if (kind === Kind.ENUM_TYPE_DEFINITION) return this.#enum(name);
      return kind === undefined || kind === Kind.SCALAR_TYPE_DEFINITION ? 'unknown' : 'object';
    });
  }

  #enum(name: string): string {
    const node = this.types.get(name);
    return node?.kind === Kind.ENUM_TYPE_DEFINITION ? enumText(node) : 'string';
  }
}

/** The text of a type; `null` beside what may be null. */
function typeText(type: TypeNode, named: (name: string) => string): string {
  if (type.kind === Kind.NON_NULL_TYPE) {
    if (type.type.kind === Kind.NAMED_TYPE) return named(type.type.name.value);
    return listText(typeText(type.type.type, named));
  }
  if (type.kind === Kind.LIST_TYPE) return `${listText(typeText(type.type, named))} | null`;
  const text = named(type.name.value);
  return text === 'unknown' ? text : `${text} | null`;
}

const listText = (item: string) => (/\W/.test(item) ? `readonly (${item})[]` : `readonly ${item}[]`);

const enumText = ({ values = [] }: EnumTypeDefinitionNode) =>
  values.map(({ name }) => `'${name.value}'`).join(' | ');

/** E.g. `QuerySearchArguments`. */
const argumentsName = (type: string, field: string) =>
  `${type}${field.charAt(0).toUpperCase()}${field.slice(1)}Arguments`;

const isSame = (node: DefinitionNode, other: DefinitionNode | undefined) =>
  other !== undefined && print(node) === print(other);

function nameOf(node: DefinitionNode): string {
  return 'name' in node ? (node.name?.value ?? '') : '';
}

function isObject(node: DefinitionNode): node is ObjectNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;
}

/** `@key(…, resolvable: false)`: it only names an entity of others. */
function isStandIn({ directives = [] }: ObjectNode): boolean {
  return directives.some(
    ({ name, arguments: given = [] }) =>
      name.value === 'key' &&
      given.some(
        ({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
      ),
  );
}

function keysOf({ directives = [] }: ObjectNode): string[] {
  const fields = directives
    .filter(({ name }) => name.value === 'key')
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === 'fields'));
  return fields.flatMap(({ value }) =>
    value.kind === Kind.STRING ? value.value.split(/[\s{}]+/).filter(Boolean) : [],
  );
}

function has({ directives = [] }: FieldDefinitionNode, directive: string): boolean {
  return directives.some(({ name }) => name.value === directive);
}
