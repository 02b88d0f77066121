import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import { schemaOf } from './breaking.js';

/** What a change does to the public schema, by coordinates. */
export interface SchemaDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** `Type.field: before -> after` */
  readonly changed: readonly string[];
}

/** Compares two public schemas, coordinate by coordinate. */
export function schemaDifference(present: string, candidate: string): SchemaDifference {
  const [before, after] = [coordinates(schemaOf(present)), coordinates(schemaOf(candidate))];
  return {
    added: [...after.keys()].filter((name) => !before.has(name)).sort(),
    removed: [...before.keys()].filter((name) => !after.has(name)).sort(),
    changed: [...after]
      .filter(([name, form]) => before.has(name) && before.get(name) !== form)
      .map(([name, form]) => `${name}: ${before.get(name)} -> ${form}`)
      .sort(),
  };
}

function coordinates(schema: GraphQLSchema): Map<string, string> {
  const found = new Map<string, string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || isSpecifiedScalarType(type)) continue;
    found.set(type.name, '');
    if (isEnumType(type)) for (const { name } of type.getValues()) found.set(`${type.name}.${name}`, '');
    if (isUnionType(type)) found.set(type.name, type.getTypes().map(String).sort().join(' | '));
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      found.set(coordinate, String(field.type));
      if ('args' in field)
        for (const argument of field.args)
          found.set(`${coordinate}(${argument.name}:)`, String(argument.type));
    }
  }
  return found;
}
