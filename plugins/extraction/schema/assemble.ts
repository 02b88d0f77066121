import type { ExtractedField } from 'tributary/sdk';
import type { SchemaNode } from './schema-node.js';

type Json = ExtractedField['value'];

/** The values as the schema nests them, and the required ones that could not be found and may not be null. */
interface Assembled {
  values: Json;
  missing: string[];
}

/** Puts found values into the shape of the schema: what was not found is null where that is allowed, else left out. */
export function assemble(root: SchemaNode, found: ReadonlyMap<string, Json>): Assembled {
  const missing: string[] = [];
  const shape = (node: SchemaNode): Json | undefined => {
    if (node.type !== 'object') return found.get(node.path);
    const before = missing.length;
    const entries = node.properties.flatMap((property): [string, Json][] => {
      const value = shape(property);
      if (value !== undefined) return [[property.name, value]];
      if (property.nullable) return [[property.name, null]];
      if (node.required.has(property.name)) missing.push(property.path);
      return [];
    });
    const isEmpty = entries.every(([, value]) => value === null);
    // An object of which nothing was found is not there; what it lacks is missing only if it has to be there.
    if (isEmpty && node !== root) {
      missing.length = before;
      return undefined;
    }
    return Object.fromEntries(entries);
  };
  const values = shape(root) ?? {};
  return { values, missing };
}
