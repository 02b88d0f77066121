type JsonSchema = Readonly<Record<string, unknown>>;

/** What vendors hold a model to while it writes; the rest of a schema is checked when the answer is there. */
const kept = new Set(['type', 'properties', 'required', 'items', 'anyOf', '$ref', '$defs', 'enum', 'const']);
const words = new Set(['description', 'title']);

/** Whether OpenAI takes a schema as `strict`: objects name all their properties, require them, and allow no others. */
export function isStrict(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrict);
  if (!isSchema(schema)) return true;
  if (Object.keys(schema).some((key) => !kept.has(key) && !words.has(key) && !alsoStrict.has(key)))
    return false;
  if (schema.type === 'object' && !isClosed(schema)) return false;
  return below(schema).every(isStrict);
}

const alsoStrict = new Set([
  'additionalProperties',
  '$schema',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
]);

/** The schema with closed objects and without what vendors refuse; null when it refers to itself. */
export function closedSchema(schema: JsonSchema): JsonSchema | null {
  return JSON.stringify(schema).includes('"$ref":"#') ? null : closed(schema);
}

function closed(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
    if (!kept.has(key) && !words.has(key)) return [];
    if (key === 'properties' && isSchema(value)) return [[key, eachClosed(value)]];
    if (Array.isArray(value)) return [[key, value.map((one) => (isSchema(one) ? closed(one) : one))]];
    return [[key, isSchema(value) && key === 'items' ? closed(value) : value]];
  });
  const object = schema.type === 'object' ? { additionalProperties: false } : {};
  return { ...Object.fromEntries(entries), ...object };
}

const eachClosed = (schemas: JsonSchema): JsonSchema =>
  Object.fromEntries(Object.entries(schemas).map(([name, one]) => [name, isSchema(one) ? closed(one) : one]));

function isClosed({ additionalProperties, properties, required }: JsonSchema): boolean {
  const names = isSchema(properties) ? Object.keys(properties) : [];
  const needed = Array.isArray(required) ? required : [];
  return additionalProperties === false && names.every((name) => needed.includes(name));
}

function below({ properties, items, anyOf, $defs }: JsonSchema): unknown[] {
  const named = [properties, $defs].flatMap((map) => (isSchema(map) ? Object.values(map) : []));
  return [...named, items, anyOf].filter((one) => one !== undefined);
}

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
