import {
  BreakingChangeType,
  buildSchema,
  findBreakingChanges,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  validate,
} from 'graphql';
import type { PluginCulprit } from '#platform';
import { coordinatesOf, parseOperation, type UsedOperation } from './operations.js';

/** A removal or change of the public schema that a client can notice. */
interface Change {
  /** E.g. `Document.summary` or `Mood.GLAD`. */
  coordinate: string;
  description: string;
  /** The fields whose users notice it. */
  fields: readonly string[];
  /** Whether an operation whose text is known shows it by no longer being valid. */
  isSeenByValidation: boolean;
}

const hint = 'Let the field be, deprecate it first, or move these operations to another.';

/** The operations that a change of the public schema would break, each with what it needs. */
export function breakingCulprits(
  plugin: string,
  { present, candidate }: { present: string; candidate: string },
  operations: readonly UsedOperation[],
): PluginCulprit[] {
  const [before, after] = [schemaOf(present), schemaOf(candidate)];
  const changes = changesOf(before, after);
  if (changes.length === 0) return [];
  const culprits = operations.flatMap((operation) => {
    const document = operation.document === null ? null : parseOperation(operation.document);
    const used = new Set(document ? coordinatesOf(before, document) : operation.coordinates);
    const isBroken =
      document !== null && validate(before, document).length === 0 && validate(after, document).length > 0;
    return changes
      .filter(({ fields }) => fields.some((field) => used.has(field)))
      .filter(({ isSeenByValidation }) => document === null || isBroken || !isSeenByValidation)
      .map(({ coordinate, description }) => ({
        plugin,
        coordinate,
        operation: operation.name,
        message: `${description} The operation ${operation.name} uses it.`,
        hint,
      }));
  });
  return culprits;
}

/** The fields whose users a change of the public schema would break, were there any. */
export function breakableFields({ present, candidate }: { present: string; candidate: string }): string[] {
  const changes = changesOf(schemaOf(present), schemaOf(candidate));
  return [...new Set(changes.flatMap(({ fields }) => fields))];
}

/** A public schema; its directives are those of the cost specification, which `buildSchema` need not know. */
export function schemaOf(api: string): GraphQLSchema {
  return buildSchema(api, { assumeValid: true, assumeValidSDL: true });
}

function changesOf(before: GraphQLSchema, after: GraphQLSchema): Change[] {
  return findBreakingChanges(before, after).flatMap(({ type, description }) => {
    const place = placeOf(type, description);
    if (!place) return [];
    const isSeenByValidation = type !== BreakingChangeType.FIELD_CHANGED_KIND;
    return [{ ...place, description, isSeenByValidation, fields: fieldsAt(before, place) }];
  });
}

interface Place {
  coordinate: string;
  type: string;
  /** Null when the whole type is concerned. */
  field: string | null;
}

/** graphql-js tells a change in words only; this reads the coordinate in them. */
function placeOf(type: BreakingChangeType, description: string): Place | null {
  const text = description.replace(/\.$/, '');
  const ofField = (found: RegExpExecArray | null) =>
    found?.[1] && found[2]
      ? { coordinate: `${found[1]}.${found[2]}`, type: found[1], field: found[2] }
      : null;
  const ofType = (found: RegExpExecArray | null) =>
    found?.[2]
      ? { coordinate: found[1] ? `${found[2]}.${found[1]}` : found[2], type: found[2], field: null }
      : null;
  switch (type) {
    case BreakingChangeType.FIELD_REMOVED:
    case BreakingChangeType.FIELD_CHANGED_KIND:
    case BreakingChangeType.ARG_REMOVED:
    case BreakingChangeType.ARG_CHANGED_KIND:
      return ofField(/^(\w+)\.(\w+)/.exec(text));
    case BreakingChangeType.REQUIRED_ARG_ADDED:
      return ofField(/ on (\w+)\.(\w+) was added$/.exec(text));
    case BreakingChangeType.VALUE_REMOVED_FROM_ENUM:
      return ofType(/^(\w+) was removed from enum type (\w+)$/.exec(text));
    case BreakingChangeType.TYPE_REMOVED_FROM_UNION:
      return ofType(/^(\w+) was removed from union type (\w+)$/.exec(text));
    case BreakingChangeType.REQUIRED_INPUT_FIELD_ADDED:
      return ofType(/^A required field (\w+) on input type (\w+) was added$/.exec(text));
    case BreakingChangeType.IMPLEMENTED_INTERFACE_REMOVED:
    case BreakingChangeType.TYPE_CHANGED_KIND:
    case BreakingChangeType.TYPE_REMOVED:
      return ofType(/^()(\w+)/.exec(text));
    default:
      return null;
  }
}

function fieldsAt(schema: GraphQLSchema, { type, field }: Place): string[] {
  if (field !== null) {
    // A field of an input type is used by whoever passes that type.
    return isInputObjectType(schema.getType(type)) ? fieldsThatName(schema, type) : [`${type}.${field}`];
  }
  const named = schema.getType(type);
  const own =
    isObjectType(named) || isInterfaceType(named)
      ? Object.keys(named.getFields()).map((name) => `${type}.${name}`)
      : [];
  return [...own, ...fieldsThatName(schema, type)];
}

/** The fields that return a type or take it, also within input types, as an argument. */
function fieldsThatName(schema: GraphQLSchema, wanted: string): string[] {
  const inputs = new Set([wanted]);
  const types = Object.values(schema.getTypeMap());
  for (let size = 0; size !== inputs.size; ) {
    size = inputs.size;
    for (const type of types) if (isInputObjectType(type) && names(type, inputs)) inputs.add(type.name);
  }
  return types.flatMap((type) => {
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    return Object.values(type.getFields())
      .filter(
        ({ type: returned, args }) =>
          getNamedType(returned).name === wanted ||
          args.some((one) => inputs.has(getNamedType(one.type).name)),
      )
      .map(({ name }) => `${type.name}.${name}`);
  });
}

function names(type: GraphQLNamedType, wanted: ReadonlySet<string>): boolean {
  return (
    isInputObjectType(type) &&
    Object.values(type.getFields()).some((field) => wanted.has(getNamedType(field.type).name))
  );
}
