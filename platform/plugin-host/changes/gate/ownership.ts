import { type FieldDefinitionNode, Kind, print } from 'graphql';
import type { PluginCulprit } from '#platform';
import type { Blame } from './refusals.js';
import { isSharedInterface, sharedEntities, withoutSharedTypes } from './shared-types.js';
import {
  fieldsOf,
  keyFields,
  keysOf,
  parseSdl,
  rootTypes,
  type SubgraphSource,
  type TypeNode,
} from './subgraph-source.js';

/** A type as the other subgraphs have it. */
interface Owned {
  readonly owner: string;
  readonly kind: TypeNode['kind'];
  readonly keys: Set<string>;
  /** Field -> the subgraph that answers it. */
  readonly fields: Map<string, string>;
  /** What is said of the type and its fields: descriptions, directives, types. */
  readonly said: Set<string>;
}

type OwnedField = Pick<FieldDefinitionNode, 'name' | 'directives' | 'description'> & {
  readonly type?: FieldDefinitionNode['type'];
};

/** What the specification of subgraphs has every server add to its root types. */
const specifiedFields: readonly string[] = ['_entities', '_service'];
/** As the gateway counts a list that says nothing. */
const pageAtMost = 100;
/** What may stand on the type of another, and on its fields, without bending them. */
const ofTypes: readonly string[] = ['key', 'shareable'];
const ofFields: readonly string[] = ['external', 'shareable'];

/** What the candidate says of types and fields that belong to others. */
export function ownershipCulprits(
  own: readonly TypeNode[],
  others: readonly SubgraphSource[],
  blame: Blame,
): PluginCulprit[] {
  const owned = ownedBy(others);
  return own.flatMap((type) => {
    const name = type.name.value;
    const other = owned.get(name);
    if (rootTypes.includes(name)) return rootCulprits(type, other, blame);
    if (!other) return implementsShared(type, blame);
    if (isEntity(type, other)) return entityCulprits(type, other, blame);
    return onlyReads(type)
      ? bendingCulprits(type, other, fieldsOf(type), blame)
      : [redeclared(type, other, blame)];
  });
}

/** Names fields of another's type, all of them `@external`, so that `@requires` can ask for them. */
function onlyReads(type: TypeNode): boolean {
  const fields = fieldsOf(type);
  const isExternal = (field: (typeof fields)[number]) =>
    field.directives?.some((directive) => directive.name.value === 'external');
  return type.kind === Kind.OBJECT_TYPE_DEFINITION && fields.length > 0 && fields.every(isExternal);
}

function ownedBy(others: readonly SubgraphSource[]): Map<string, Owned> {
  const owned = new Map<string, Owned>();
  for (const { name: subgraph, sdl } of others) {
    for (const type of withoutSharedTypes(parseSdl(sdl))) {
      const name = type.name.value;
      const known = owned.get(name) ?? {
        owner: subgraph,
        kind: type.kind,
        keys: new Set(),
        fields: new Map(),
        said: new Set(),
      };
      owned.set(name, known);
      const keys = keysOf(type);
      for (const key of keys) known.keys.add(key);
      for (const { text } of saidOf(type, fieldsOf(type))) known.said.add(text);
      for (const field of fieldsOf(type)) {
        const isExternal = field.directives?.some((directive) => directive.name.value === 'external');
        if (!isExternal && !known.fields.has(field.name.value)) known.fields.set(field.name.value, subgraph);
      }
    }
  }
  // Other languages take the entities of the SDK over, texts and all.
  for (const type of sharedEntities) {
    for (const { text } of saidOf(type, fieldsOf(type))) owned.get(type.name.value)?.said.add(text);
  }
  return owned;
}

function rootCulprits(type: TypeNode, other: Owned | undefined, blame: Blame): PluginCulprit[] {
  const taken = fieldsOf(type).flatMap(({ name }) => {
    const owner = other?.fields.get(name.value);
    if (owner === undefined || specifiedFields.includes(name.value)) return [];
    const coordinate = `${type.name.value}.${name.value}`;
    return [blame(coordinate, `The root field belongs to ${owner}.`, 'Give it another name.')];
  });
  return [...directivesOnType(type, blame), ...taken];
}

function isEntity(type: TypeNode, { keys, kind }: Owned): boolean {
  return keys.size > 0 && kind === Kind.OBJECT_TYPE_DEFINITION && type.kind === Kind.OBJECT_TYPE_DEFINITION;
}

function entityCulprits(type: TypeNode, other: Owned, blame: Blame): PluginCulprit[] {
  const name = type.name.value;
  const keys = keysOf(type);
  const known = [...other.keys].map((key) => `@key(fields: "${key}")`).join(' or ');
  const culprits: PluginCulprit[] = directivesOnType(type, blame);
  if (keys.length === 0) {
    culprits.push(blame(name, `The entity of ${other.owner} is named without its key.`, `Write ${known}.`));
  }
  for (const key of keys.filter((one) => !other.keys.has(one))) {
    culprits.push(blame(name, `"${key}" is not a key of ${name}.`, `Write ${known}.`));
  }
  const repeated: OwnedField[] = [];
  const identity = keyFields(keys.filter((key) => other.keys.has(key)));
  for (const field of fieldsOf(type)) {
    const isExternal = field.directives?.some((directive) => directive.name.value === 'external');
    if (isExternal || identity.has(field.name.value)) {
      repeated.push(field);
      continue;
    }
    const coordinate = `${name}.${field.name.value}`;
    const owner = other.fields.get(field.name.value);
    if (owner !== undefined) {
      culprits.push(
        blame(
          coordinate,
          `The field belongs to ${owner}.`,
          'Give it another name, or mark it @external to read it.',
        ),
      );
    } else if ('type' in field && field.type.kind === Kind.NON_NULL_TYPE) {
      const nullable = print(field.type.type);
      culprits.push(
        blame(
          coordinate,
          `A field added to ${name} of ${other.owner} cannot be non-null: a failing plugin would null the whole ${name}.`,
          `Write ${nullable} without the exclamation mark.`,
        ),
      );
    }
  }
  culprits.push(...bendingCulprits(type, other, repeated, blame));
  return [...culprits, ...implementsShared(type, blame)];
}

/**
 * The fields of another are named as they are there. Composition would take over what is said of them here: a cost that
 * refuses every operation, a deprecation, a description, a key that may be null.
 */
function bendingCulprits(
  type: TypeNode,
  other: Owned,
  fields: readonly OwnedField[],
  blame: Blame,
): PluginCulprit[] {
  return saidOf(type, fields)
    .filter(({ text, coordinate }) => !other.said.has(text) && !isSizeOfOwn(coordinate, text, other))
    .map(({ coordinate, what }) =>
      blame(coordinate, `It ${what}, which ${other.owner} does not say.`, `Leave it to ${other.owner}.`),
    );
}

/** Every list needs a size; where its owner sizes it by a field above, the plugin says one, of a page at most. */
function isSizeOfOwn(coordinate: string, text: string, { said }: Owned): boolean {
  const [, size] = /^\S+ has @listSize\(assumedSize: (\d+)\) $/.exec(text) ?? [];
  const isSized = [...said].some((one) => one.startsWith(`${coordinate} has @listSize`));
  return size !== undefined && Number(size) <= pageAtMost && !isSized;
}

/** Everything but names and what names it for the federation. */
function saidOf(type: TypeNode, fields: readonly OwnedField[]) {
  const said = (coordinate: string, what: string, value = '') => ({
    coordinate,
    what,
    text: `${coordinate} ${what} ${value}`,
  });
  const described = ({ description }: Pick<OwnedField, 'description'>, coordinate: string) =>
    description ? [said(coordinate, 'has a description', description.value)] : [];
  return [
    ...described(type.node, type.name.value),
    ...fields.flatMap((field) => {
      const coordinate = `${type.name.value}.${field.name.value}`;
      const directives = (field.directives ?? []).filter(({ name }) => !ofFields.includes(name.value));
      return [
        ...described(field, coordinate),
        ...directives.map((directive) => said(coordinate, `has ${print(directive)}`)),
        ...(field.type ? [said(coordinate, `is ${print(field.type)}`)] : []),
      ];
    }),
  ];
}

/** On a type that the plugin shares with others. */
function directivesOnType(type: TypeNode, blame: Blame): PluginCulprit[] {
  return (type.directives ?? [])
    .filter((directive) => !ofTypes.includes(directive.name.value))
    .map((directive) =>
      blame(
        type.name.value,
        `${print(directive)} would hold for the whole type.`,
        'Write it behind fields of your own.',
      ),
    );
}

function redeclared(type: TypeNode, { owner }: Owned, blame: Blame): PluginCulprit {
  const verb = type.isExtension ? 'extended' : 'declared again';
  return blame(
    type.name.value,
    `The type belongs to ${owner} and cannot be ${verb}.`,
    'Give it another name; only entities can be extended.',
  );
}

/** Clients know every part of a run: a plugin cannot add a kind of it. */
function implementsShared(type: TypeNode, blame: Blame): PluginCulprit[] {
  const { node } = type;
  const interfaces = 'interfaces' in node ? (node.interfaces ?? []) : [];
  return interfaces
    .filter(({ name }) => name.value === 'RunEvent' && isSharedInterface(name.value))
    .map(({ name }) =>
      blame(
        type.name.value,
        `It adds a part to ${name.value}, which clients take to be complete.`,
        'Use the parts of the SDK.',
      ),
    );
}
