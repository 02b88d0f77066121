type JsonSchema = Readonly<Record<string, unknown>>;

/** Where values come from; a schema is filled with what these give, bent until it fits. */
export interface ValueSource {
  /** A text for a property of this name. */
  text(name: string): string;
  /** Which of these values; they are texts, numbers, booleans or null. */
  choose(name: string, options: readonly unknown[]): unknown;
  number(name: string, range: { readonly minimum: number | null; readonly maximum: number | null }): number;
  flag(name: string): boolean;
  /** The texts of a list. */
  texts(name: string): readonly string[];
}

/** From this depth on only what must be there is made: a schema can refer to itself. */
const shallow = 6;
const deepest = 40;

/** A value that fits a JSON Schema as zod writes it, as far as a schema can be met without search. */
export function valueOfSchema(root: JsonSchema, source: ValueSource): unknown {
  return make(root, { root, source, name: 'value', depth: 0 });
}

interface Place {
  readonly root: JsonSchema;
  readonly source: ValueSource;
  readonly name: string;
  readonly depth: number;
}

function make(given: unknown, place: Place): unknown {
  const schema = resolved(given, place);
  const { source, name } = place;
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return source.choose(name, schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(options)) return fromOptions(options, place);
  if (Array.isArray(schema.allOf)) return fromAll(schema, schema.allOf, place);
  const type = Array.isArray(schema.type)
    ? (schema.type as unknown[]).find((one) => one !== 'null')
    : schema.type;
  if (type === 'object' || 'properties' in schema) return makeObject(schema, place);
  if (type === 'array') return makeArray(schema, place);
  if (type === 'string') return makeText(schema, source.text(name));
  if (type === 'integer' || type === 'number') return makeNumber(schema, place, type === 'integer');
  if (type === 'boolean') return source.flag(name);
  return type === 'null' ? null : source.text(name);
}

function resolved(given: unknown, { root }: Place): JsonSchema {
  let schema = typeof given === 'object' && given !== null ? (given as JsonSchema) : {};
  for (let hops = 0; typeof schema.$ref === 'string' && hops < deepest; hops += 1) {
    const path = schema.$ref
      .replace(/^#\/?/, '')
      .split('/')
      .filter((key) => key !== '');
    const target = path.reduce<unknown>(
      (at, key) => (at as JsonSchema | undefined)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
      root,
    );
    schema = (target ?? {}) as JsonSchema;
  }
  return schema;
}

function fromOptions(options: readonly unknown[], place: Place): unknown {
  const schemas = options.map((option) => resolved(option, place));
  const constants = schemas.filter((schema) => 'const' in schema);
  if (constants.length === schemas.length) {
    return place.source.choose(
      place.name,
      constants.map((schema) => schema.const),
    );
  }
  const isNull = (schema: JsonSchema) => schema.type === 'null';
  const isDeep = place.depth >= shallow;
  const chosen = isDeep
    ? schemas.toSorted((a, b) => weight(a) - weight(b))[0]
    : schemas.find((one) => !isNull(one));
  return make(chosen, { ...place, depth: place.depth + 1 });
}

const weight = ({ type }: JsonSchema) =>
  type === 'null' ? 0 : type === 'object' || type === 'array' ? 2 : 1;

function fromAll(schema: JsonSchema, parts: readonly unknown[], place: Place): unknown {
  const { allOf: _allOf, ...rest } = schema;
  const all = [rest as JsonSchema, ...parts.map((part) => resolved(part, place))];
  const merged: Record<string, unknown> = Object.assign({}, ...all);
  if (all.some((one) => 'properties' in one)) {
    merged.properties = Object.assign({}, ...all.map((one) => one.properties));
    merged.required = all.flatMap((one) => listOf(one.required));
  }
  return make(merged, place);
}

function makeObject(schema: JsonSchema, place: Place): unknown {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, unknown>>;
  const required = listOf(schema.required);
  if (place.depth >= deepest) return {};
  const names = Object.keys(properties).filter((name) => place.depth < shallow || required.includes(name));
  return Object.fromEntries(
    names.map((name) => [name, make(properties[name], { ...place, name, depth: place.depth + 1 })]),
  );
}

function makeArray(schema: JsonSchema, place: Place): unknown[] {
  const least = numberOr(schema.minItems, 0);
  const most = numberOr(schema.maxItems, Infinity);
  const tuple = listOf(schema.prefixItems);
  const items = resolved(schema.items, place);
  const inside = { ...place, depth: place.depth + 1 };
  if (tuple.length > 0) return tuple.map((item) => make(item, inside));
  if (items.type === 'string' && !('enum' in items)) {
    const texts = place.source.texts(place.name).map((text) => makeText(items, text));
    const own = [...new Set(texts)].slice(0, most);
    while (own.length < least) own.push(makeText(items, `${own.length + 1}`));
    return own;
  }
  // Of what is more than a text, as much as must be there: more would be made up.
  return Array.from({ length: Math.min(least, most) }, () => make(items, inside));
}

function makeNumber(schema: JsonSchema, { source, name }: Place, isWhole: boolean): number {
  const step = numberOr(schema.multipleOf, isWhole ? 1 : 0);
  const tiny = isWhole ? 1 : 1e-6;
  const low = boundOf(schema.minimum, schema.exclusiveMinimum, tiny);
  const high = boundOf(schema.maximum, schema.exclusiveMaximum, -tiny);
  const wanted = source.number(name, { minimum: low, maximum: high });
  const bounded = Math.min(Math.max(wanted, low ?? -Infinity), high ?? Infinity);
  if (step === 0) return bounded;
  const down = Math.floor(bounded / step) * step;
  return low !== null && down < low ? Math.ceil(bounded / step) * step : down;
}

function boundOf(inclusive: unknown, exclusive: unknown, step: number): number | null {
  if (typeof exclusive === 'number') return exclusive + step;
  // zod writes the range of safe integers, which says nothing.
  return typeof inclusive === 'number' && Math.abs(inclusive) < Number.MAX_SAFE_INTEGER ? inclusive : null;
}

const formats: Readonly<Record<string, string>> = {
  date: '2026-01-01',
  'date-time': '2026-01-01T00:00:00Z',
  time: '00:00:00',
  duration: 'P1D',
  email: 'somebody@example.com',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
};
/** Tried in turn where a pattern is asked; a pattern that none meets is left to the reader of the answer to refuse. */
const guesses = ['en', 'EN', 'a', 'A', '1', '0.00', '10', '100', 'AA1', ...Object.values(formats), ''];

function makeText(schema: JsonSchema, wanted: string): string {
  const byFormat = typeof schema.format === 'string' ? formats[schema.format] : undefined;
  if (byFormat !== undefined) return byFormat;
  const least = numberOr(schema.minLength, 0);
  const text = wanted.slice(0, numberOr(schema.maxLength, wanted.length)).padEnd(least, '.');
  if (typeof schema.pattern !== 'string') return text;
  const pattern = new RegExp(schema.pattern, 'u');
  return (
    [text, ...(wanted.match(/[\p{L}\p{N}]+/gu) ?? []), ...guesses].find((one) => pattern.test(one)) ?? text
  );
}

const numberOr = (value: unknown, other: number): number => (typeof value === 'number' ? value : other);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
