import { AppError } from 'tributary/sdk';
import { patternFault } from './safe-pattern.js';
import type { JsonType, SchemaNode } from './schema-node.js';

/** What is wrong with a schema, and where: a JSON Pointer (RFC 6901) into it. */
interface SchemaFault {
  pointer: string;
  problem: string;
}

/** Depth, properties and length that a schema may have. */
const limits = { depth: 5, properties: 100, characters: 32_768, options: 200, words: 2_000 } as const;

const types: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array']);
/** Keywords of JSON Schema 2020-12 that say something about the value, and those that only explain. */
const known: ReadonlySet<string> = new Set([
  ...'type properties required items enum const format pattern minimum maximum exclusiveMinimum exclusiveMaximum'.split(
    ' ',
  ),
  ...'multipleOf minLength maxLength minItems maxItems additionalProperties anyOf'.split(' '),
  ...'title description default examples $schema $id $comment deprecated readOnly writeOnly'.split(' '),
]);
const formats: ReadonlySet<string> = new Set(
  'date date-time time email uri iban currency decimal duration'.split(' '),
);

const fault = (pointer: string, problem: string): AppError =>
  new AppError('BAD_USER_INPUT', { reason: `schema${pointer}: ${problem}`, pointer, problem });

/** Reads a JSON Schema whose root is an object; a fault says which place is not supported and why. */
export function readSchema(schema: unknown): { node: SchemaNode } | { fault: SchemaFault } {
  try {
    if (JSON.stringify(schema ?? null).length > limits.characters)
      throw fault('', `must not be longer than ${limits.characters} characters`);
    const count = { properties: 0 };
    const node = new Reader(count).node(schema, { pointer: '', path: '', name: '', depth: 0 });
    if (node.type !== 'object') throw fault('/type', 'must be "object": what is extracted has names');
    if (node.properties.length === 0) throw fault('/properties', 'must name at least one property');
    return { node };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { fault: { pointer: String(error.details.pointer), problem: String(error.details.problem) } };
  }
}

interface Where {
  pointer: string;
  path: string;
  name: string;
  depth: number;
}

class Reader {
  constructor(private readonly count: { properties: number }) {}

  node(raw: unknown, where: Where): SchemaNode {
    const { pointer, depth } = where;
    if (depth > limits.depth) throw fault(pointer, `must not be nested deeper than ${limits.depth}`);
    const { schema, nullable: isUnion } = unionOf(objectAt(raw, pointer), pointer);
    const unknown = Object.keys(schema).find((key) => !known.has(key));
    if (unknown !== undefined) throw fault(`${pointer}/${escaped(unknown)}`, 'is not supported');
    const { type, nullable } = typeOf(schema, pointer);
    const words = (key: string) => textAt(schema, key, pointer) ?? '';
    const format = textAt(schema, 'format', pointer);
    if (format !== null && !formats.has(format))
      throw fault(`${pointer}/format`, `must be one of ${[...formats].join(', ')}`);
    const number = (key: string) => numberAt(schema, key, pointer);
    const own = { path: where.path, name: where.name, type, nullable: nullable || isUnion };
    return {
      ...own,
      title: words('title'),
      description: words('description'),
      format,
      options: optionsOf(schema, pointer),
      pattern: patternOf(schema, pointer),
      minimum: number('minimum') ?? number('exclusiveMinimum'),
      maximum: number('maximum') ?? number('exclusiveMaximum'),
      isOpen: { minimum: number('minimum') === null, maximum: number('maximum') === null },
      multipleOf: number('multipleOf'),
      minLength: number('minLength') ?? 0,
      maxLength: number('maxLength') ?? limits.words,
      minItems: number('minItems') ?? 0,
      maxItems: number('maxItems') ?? Number.POSITIVE_INFINITY,
      ...this.parts(schema, type, where),
    };
  }

  private parts(schema: Record<string, unknown>, type: JsonType | null, where: Where) {
    const { pointer, path, depth } = where;
    const properties: SchemaNode[] = [];
    if (schema.properties !== undefined) {
      for (const [name, value] of Object.entries(objectAt(schema.properties, `${pointer}/properties`))) {
        const at = `${pointer}/properties/${escaped(name)}`;
        this.count.properties++;
        if (this.count.properties > limits.properties)
          throw fault(at, `must not be more than ${limits.properties} properties in all`);
        if (!/^[\p{L}_$][\p{L}\p{N}_$ -]{0,63}$/u.test(name) || name === '__proto__')
          throw fault(at, 'must be a name of at most 64 letters, digits, blanks, _ or -');
        properties.push(
          this.node(value, { pointer: at, path: path ? `${path}.${name}` : name, name, depth: depth + 1 }),
        );
      }
    }
    const { items } = schema;
    if (type === 'array' && items === undefined) throw fault(`${pointer}/items`, 'is missing');
    const each = { pointer: `${pointer}/items`, path: `${path}[]`, name: '', depth: depth + 1 };
    return {
      properties,
      required: requiredOf(schema, properties, pointer),
      items: items === undefined ? null : this.node(items, each),
    };
  }
}

/** `anyOf` of a schema and null, as libraries write what may be missing. */
function unionOf(schema: Record<string, unknown>, pointer: string) {
  if (schema.anyOf === undefined) return { schema, nullable: false };
  const { anyOf, ...around } = schema;
  const parts = Array.isArray(anyOf) ? (anyOf as unknown[]) : [];
  const isNull = (part: unknown) =>
    typeof part === 'object' && part !== null && (part as Record<string, unknown>).type === 'null';
  const [only, ...more] = parts.filter((part) => !isNull(part));
  if (only === undefined || more.length > 0 || parts.length !== 2)
    throw fault(`${pointer}/anyOf`, 'is supported for one schema and null only');
  return { schema: { ...objectAt(only, `${pointer}/anyOf/0`), ...around }, nullable: true };
}

function typeOf(
  schema: Record<string, unknown>,
  pointer: string,
): { type: JsonType | null; nullable: boolean } {
  const named = Array.isArray(schema.type) ? (schema.type as unknown[]) : [schema.type];
  const others = named.filter((type) => type !== 'null');
  const [type, ...more] = others;
  const nullable = others.length < named.length;
  if (more.length > 0) throw fault(`${pointer}/type`, 'must be one type, and null where it may be missing');
  if (type === undefined && schema.properties !== undefined) return { type: 'object', nullable };
  if (type === undefined && (schema.enum !== undefined || schema.const !== undefined))
    return { type: null, nullable };
  if (typeof type !== 'string' || !types.has(type))
    throw fault(`${pointer}/type`, `must be one of ${[...types].join(', ')}`);
  return { type: type as JsonType, nullable };
}

function optionsOf(schema: Record<string, unknown>, pointer: string): (string | number | boolean)[] | null {
  if (schema.const !== undefined) return scalarsOf([schema.const], `${pointer}/const`);
  if (schema.enum === undefined) return null;
  if (!Array.isArray(schema.enum) || schema.enum.length === 0 || schema.enum.length > limits.options)
    throw fault(`${pointer}/enum`, `must be a list of 1 to ${limits.options} values`);
  return scalarsOf(schema.enum, `${pointer}/enum`);
}

function scalarsOf(values: readonly unknown[], pointer: string): (string | number | boolean)[] {
  return values.flatMap((value, at) => {
    if (value === null) return [];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [value];
    throw fault(`${pointer}/${at}`, 'must be a text, a number, true, false or null');
  });
}

function patternOf(schema: Record<string, unknown>, pointer: string): RegExp | null {
  const source = textAt(schema, 'pattern', pointer);
  if (source === null) return null;
  const problem = patternFault(source);
  if (problem !== null) throw fault(`${pointer}/pattern`, problem);
  return new RegExp(source, 'u');
}

function requiredOf(
  schema: Record<string, unknown>,
  properties: readonly SchemaNode[],
  pointer: string,
): Set<string> {
  const { required = [] } = schema;
  const names = new Set(properties.map(({ name }) => name));
  if (!Array.isArray(required)) throw fault(`${pointer}/required`, 'must be a list of names');
  (required as unknown[]).forEach((name, at) => {
    if (typeof name !== 'string' || !names.has(name))
      throw fault(`${pointer}/required/${at}`, 'must be the name of a property');
  });
  return new Set(required as string[]);
}

function objectAt(value: unknown, pointer: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw fault(pointer, 'must be an object');
}

function textAt(schema: Record<string, unknown>, key: string, pointer: string): string | null {
  const value = schema[key];
  if (value === undefined) return null;
  if (typeof value === 'string' && value.length <= limits.words) return value;
  throw fault(`${pointer}/${key}`, `must be a text of at most ${limits.words} characters`);
}

function numberAt(schema: Record<string, unknown>, key: string, pointer: string): number | null {
  const value = schema[key];
  if (value === undefined) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw fault(`${pointer}/${key}`, 'must be a number');
}

const escaped = (name: string): string => name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1');
