import { z } from 'tributary/sdk';

/** A place in a JSON Schema: an object of keywords. */
export type SchemaNode = Readonly<Record<string, unknown>>;

export const isNode = (value: unknown): value is SchemaNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keywords that say something about a value and limit nothing. */
const annotations = [
  '$id',
  '$schema',
  '$comment',
  '$anchor',
  '$defs',
  'definitions',
  'title',
  'description',
  'default',
  'examples',
  'example',
  'deprecated',
  'x-unique',
];

const common = [...annotations, 'type', 'enum', 'const', 'format'];
const byType: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength', 'pattern'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  boolean: [],
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
};

/** What to write instead of a keyword that has no place in a table and a graph. */
const mends: Readonly<Record<string, string>> = {
  anyOf: 'Write the one shape that is meant; for a value that may be missing leave it out of required',
  oneOf: 'Write the one shape that is meant; for a value that may be missing leave it out of required',
  allOf: 'Write all properties into one object',
  patternProperties: 'Use a list of objects that hold the key as a property',
  prefixItems: 'Use an object whose properties name the places',
  readOnly: 'Leave the property out; set it in the service',
};

/** The keywords of a node that are not understood for its type, each with what to write instead. */
export function unknownKeywords(node: SchemaNode, type: string): { keyword: string; mend: string }[] {
  const known = new Set([...common, ...(byType[type] ?? [])]);
  return Object.keys(node)
    .filter((keyword) => !known.has(keyword))
    .map((keyword) => ({
      keyword,
      mend:
        mends[keyword] ??
        'Leave it out, and check it in the service; see docs/subgraphs.md for what is known',
    }));
}

/** A keyword of a node when it has the shape that it must have. */
export function keyword<Shape extends z.ZodType>(
  node: SchemaNode,
  name: string,
  shape: Shape,
): { given: boolean; value: z.output<Shape> | undefined } {
  if (!(name in node)) return { given: false, value: undefined };
  const parsed = shape.safeParse(node[name]);
  return { given: true, value: parsed.success ? parsed.data : undefined };
}

export const stringList = z.array(z.string());
export const count = z.int().nonnegative();
