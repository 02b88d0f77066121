import { z } from 'tributary/sdk';

type JsonSchema = Readonly<Record<string, unknown>>;

/** Keywords below which stands data, not a schema. */
const ofData: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples']);
/** Keywords below which stand schemas by names, which can be words such as these. */
const ofNames: ReadonlySet<string> = new Set(['properties', '$defs', 'definitions', 'dependentSchemas']);

/**
 * The schema of an answer that a plugin's thread asks for, as the host checks it.
 * @throws Error when it is none, or leads to itself without an end
 */
export function answerSchema(schema: unknown): z.ZodType {
  const made = z.fromJSONSchema(withoutPatterns(schema) as Parameters<typeof z.fromJSONSchema>[0]);
  // A reference to itself is found here, before a model is paid for what nothing could check.
  made.safeParse(undefined);
  return made;
}

/**
 * A plugin's schema without its regular expressions: one of them could hold the thread of all for hours. The model is
 * told of them in words, and the plugin's own thread checks what it gets by them.
 */
function withoutPatterns(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutPatterns);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { pattern, patternProperties, ...rest } = schema as JsonSchema;
  const kept = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => {
      if (ofData.has(key)) return [key, value];
      return [key, ofNames.has(key) ? eachWithoutPatterns(value) : withoutPatterns(value)];
    }),
  );
  if (pattern !== undefined && rest.format === undefined)
    kept.description = [rest.description, `Matches ${String(pattern)}`].filter(Boolean).join('. ');
  // Which keys they allow is not known here.
  if (patternProperties !== undefined) kept.additionalProperties = true;
  return kept;
}

function eachWithoutPatterns(schemas: unknown): unknown {
  if (typeof schemas !== 'object' || schemas === null) return schemas;
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutPatterns(schema)]));
}
