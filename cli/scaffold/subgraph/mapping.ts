import type { Bounds, EnumShape, Field, ObjectShape, Value } from './model.js';

/** The type of a field in the graph as type-graphql takes it; `input` for arguments. */
export function graphType(value: Value, input = false): string {
  switch (value.kind) {
    case 'text':
      return value.isId ? 'ID' : 'String';
    case 'uuid':
      return 'ID';
    case 'integer':
      return 'Int';
    case 'number':
      return 'Float';
    case 'boolean':
      return 'Boolean';
    case 'date':
      return 'CalendarDate';
    case 'dateTime':
      return 'DateTime';
    case 'decimal':
      return 'Decimal';
    case 'json':
      return 'Json';
    case 'money':
      return input ? 'MoneyInput' : 'Money';
    case 'enum':
      return value.shape.name;
    case 'object':
      return input ? `${value.shape.name}Input` : value.shape.name;
    case 'list':
      return `[${graphType(value.items, input)}]`;
  }
}

/** Its type in TypeScript: of an argument, of a column or inside of JSON. */
export function codeType(value: Value, place: 'input' | 'root' | 'nested'): string {
  switch (value.kind) {
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'date':
      return place === 'input' ? 'Date' : 'string';
    case 'dateTime':
      return place === 'nested' ? 'string' : 'Date';
    case 'json':
      return 'unknown';
    case 'money':
      return place === 'input' ? 'MoneyInput' : '{ amount: string; currency: string }';
    case 'enum':
      return `keyof typeof ${value.shape.name}`;
    case 'object':
      return graphType(value, place === 'input');
    case 'list':
      return listOf(codeType(value.items, place === 'root' ? 'nested' : place));
    default:
      return 'string';
  }
}

const listOf = (type: string): string => (/[ {]/.test(type) ? `(${type})[]` : `${type}[]`);

/** Its type in Postgres. */
export function sqlType(value: Value): string {
  const types: Partial<Record<Value['kind'], string>> = {
    text: 'text',
    enum: 'text',
    uuid: 'uuid',
    integer: 'integer',
    number: 'double precision',
    boolean: 'boolean',
    date: 'date',
    dateTime: 'timestamptz',
    decimal: 'numeric',
  };
  return types[value.kind] ?? 'jsonb';
}

/** The property of the entity, without whether it may be null. */
export function entityProperty({ name, required, value }: Field, values: string): string {
  const own = `${values}['${name}']`;
  const type = required ? own : `NonNullable<${own}>`;
  switch (value.kind) {
    case 'enum':
      return `p.text().$type<${type}>()`;
    case 'text':
      return 'p.text()';
    case 'uuid':
      return 'p.uuid()';
    case 'integer':
      return 'p.integer()';
    case 'number':
      return 'p.double().$type<number>()';
    case 'boolean':
      return 'p.boolean()';
    case 'date':
      return 'p.date()';
    case 'dateTime':
      return 'p.datetime()';
    case 'decimal':
      return 'p.decimal()';
    default:
      return `p.json<${type}>()`;
  }
}

const formats = {
  email: 'z.email()',
  uri: 'z.url()',
  hostname: 'z.hostname()',
  ipv4: 'z.ipv4()',
  ipv6: 'z.ipv6()',
  time: 'z.iso.time()',
  duration: 'z.iso.duration()',
} as const;

/** What checks a value, as code; nested ones are inside of JSON. */
export function shapeOf(value: Value, isNested: boolean): string {
  switch (value.kind) {
    case 'text':
      return textShape(value);
    case 'uuid':
      return 'uuidShape';
    case 'integer':
      return `z.int()${numberChecks(value)}`;
    case 'number':
      return `z.number()${numberChecks(value)}`;
    case 'boolean':
      return 'z.boolean()';
    case 'date':
      return 'dayShape';
    case 'dateTime':
      return isNested ? 'instantTextShape' : 'instantShape';
    case 'decimal':
      return 'decimalShape';
    case 'json':
      return 'jsonShape';
    case 'money':
      return moneyShape(value);
    case 'enum':
      return `z.enum(${JSON.stringify(value.shape.values)})`;
    case 'object':
      return shapeName(value.shape);
    case 'list': {
      const list = `z.array(${shapeOf(value.items, true)})${value.min > 0 ? `.min(${value.min})` : ''}.max(${value.max})`;
      return value.distinct ? `${list}.refine(areDistinct, 'must not repeat an item')` : list;
    }
  }
}

/** What checks a value that a list is asked for: its kind and size, and not what is stored. */
export function filterShapeOf(value: Value): string {
  if (value.kind === 'text') return `textShape({ max: ${value.max} })`;
  if (value.kind === 'integer') return 'z.int()';
  return value.kind === 'number' ? 'z.number()' : shapeOf(value, false);
}

export const shapeName = ({ name }: ObjectShape | EnumShape): string =>
  `${name[0]?.toLowerCase() ?? ''}${name.slice(1)}Shape`;

function textShape({ min, max, pattern, format }: Extract<Value, { kind: 'text' }>): string {
  const limits = [
    min > 0 ? `min: ${min}` : [],
    `max: ${max}`,
    pattern === undefined ? [] : `pattern: ${expression(pattern)}`,
  ].flat();
  const shape = `textShape({ ${limits.join(', ')} })`;
  return format === undefined ? shape : `${shape}.pipe(${formats[format]})`;
}

/** A regular expression as code, without quotes and slashes, so that nothing takes it for a text or a comment. */
function expression(pattern: string): string {
  const source = new RegExp(pattern, 'u').source
    .replaceAll("'", '\\x27')
    .replaceAll('"', '\\x22')
    .replaceAll('\\/', '\\x2f');
  return `/${source}/u`;
}

function numberChecks({ minimum, maximum, above, below, multipleOf }: Bounds): string {
  const checks = { min: minimum, max: maximum, gt: above, lt: below, multipleOf };
  return Object.entries(checks)
    .flatMap(([check, limit]) => (limit === undefined ? [] : `.${check}(${limit})`))
    .join('');
}

function moneyShape({ kind: _kind, currencies, ...bounds }: Extract<Value, { kind: 'money' }>): string {
  const { multipleOf: _step, ...limits } = bounds;
  const given = { ...limits, ...(currencies.length > 0 ? { currencies } : {}) };
  return `moneyShape(${Object.keys(given).length > 0 ? JSON.stringify(given) : ''})`;
}
