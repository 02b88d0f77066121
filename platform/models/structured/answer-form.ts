import { z } from 'tributary/sdk';
import { jsonInText } from './json-in-text.js';
import { parseStrictJson } from './strict-json.js';

type JsonSchema = Readonly<Record<string, unknown>>;

/** What a checked answer is, or what is wrong with it. */
export type Checked<Output> =
  | { readonly ok: true; readonly output: Output; readonly raw: unknown }
  | { readonly ok: false; readonly problem: string };

/** Most that a model is told of what is wrong. */
const longestProblem = 2000;
/** Where the value stands in the object around it. */
const boxed = 'value';

/**
 * The form that an answer has to have: a zod schema, as JSON Schema for providers that know it and in words for those
 * that do not. Providers want an object at the root, so any other schema is put into one.
 */
export class AnswerForm<Schema extends z.ZodType> {
  readonly #schema: Schema;
  readonly isBoxed: boolean;
  readonly jsonSchema: JsonSchema;

  constructor(schema: Schema) {
    this.#schema = schema;
    const own = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
    this.isBoxed = own.type !== 'object';
    this.jsonSchema = this.isBoxed ? box(own) : own;
  }

  /** For a provider that does not take the schema itself. */
  get instruction(): string {
    return `Answer with one JSON object that fits this JSON Schema, and nothing else:\n${JSON.stringify(this.jsonSchema)}`;
  }

  /** Finds the answer in what the model wrote. Nothing of an answer that does not fit is used. */
  check(text: string): Checked<z.infer<Schema>> {
    let problem: string | null = null;
    for (const candidate of jsonInText(text)) {
      const checked = this.#checkJson(candidate);
      if (checked.ok) return checked;
      // The first one that was JSON at least says more than that the whole text is none.
      if (problem === null || problem === 'it is not JSON') problem = checked.problem;
    }
    return { ok: false, problem: problem ?? 'it is not JSON' };
  }

  #checkJson(text: string): Checked<z.infer<Schema>> {
    const parsed = parseStrictJson(text);
    if (!parsed.ok) return parsed;
    const raw = this.isBoxed ? unbox(parsed.value) : parsed.value;
    const result = this.#schema.safeParse(raw);
    if (result.success) return { ok: true, output: result.data, raw };
    const issues = result.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
    return { ok: false, problem: issues.join('; ').slice(0, longestProblem) };
  }
}

function box(own: JsonSchema): JsonSchema {
  const { $schema, $defs, ...value } = own;
  const inside = redirect(value) as JsonSchema;
  return {
    ...($schema === undefined ? {} : { $schema }),
    type: 'object',
    properties: { [boxed]: inside },
    required: [boxed],
    additionalProperties: false,
    ...($defs === undefined ? {} : { $defs: redirect($defs) }),
  };
}

/** References to the root mean what is now in the box. */
function redirect(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(redirect);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) =>
    key === '$ref' && value === '#' ? [key, `#/properties/${boxed}`] : [key, redirect(value)],
  );
  return Object.fromEntries(entries) as unknown;
}

/** Models that were only told in words may leave the box out. */
function unbox(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0] === boxed ? (value as Record<string, unknown>)[boxed] : value;
}
