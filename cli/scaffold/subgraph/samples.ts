import { Code } from './code.js';
import type { Bounds, Field, ListValue, Model, TextValue, Value } from './model.js';

/** Values that a schema accepts and values that it refuses, for the generated tests. */

export const formatExamples = {
  email: ['ann@example.com', 'bob@example.com'],
  uri: ['https://example.com/', 'https://example.com/2'],
  hostname: ['example.com', 'example.org'],
  ipv4: ['192.0.2.1', '192.0.2.2'],
  ipv6: ['2001:db8::1', '2001:db8::2'],
  time: ['10:30:00', '11:30:00'],
  duration: ['P1D', 'P2D'],
} as const;

/** What a request sends for the fields; each variant differs where the schema leaves room. */
export function sampleOf(fields: readonly Field[], variant: number): Record<string, unknown> {
  return Object.fromEntries(
    fields.map((field) => [field.name, field.unique ? uniqueValue(field) : sample(field.value, variant)]),
  );
}

/** Only what has to be there. */
export const minimalOf = (fields: readonly Field[]): Record<string, unknown> =>
  sampleOf(
    fields.filter(({ required, fallback }) => required && fallback === undefined),
    0,
  );

/** Of the constant `nonce`, which is another UUID each time. */
function uniqueValue({ value }: Field): Code {
  if (value.kind === 'uuid') return new Code('nonce');
  if (value.kind === 'integer')
    return new Code(`${value.minimum ?? 0} + Number.parseInt(nonce.slice(-4), 16)`);
  const length = value.kind === 'text' ? Math.max(value.min, 12) : 12;
  return new Code(`nonce.slice(-${length})`);
}

function sample(value: Value, variant: number): unknown {
  switch (value.kind) {
    case 'text':
      return textSample(value, variant);
    case 'uuid':
      return `019bbbbb-0000-7000-8000-00000000000${variant}`;
    case 'integer':
      return numberSample(value, variant, 1);
    case 'number':
      return numberSample(value, variant, 0.5);
    case 'boolean':
      return variant % 2 === 0;
    case 'date':
      return `2027-01-3${variant % 2}`;
    case 'dateTime':
      return `2027-01-31T1${variant % 10}:00:00.000Z`;
    case 'decimal':
      return `12.5${variant}`;
    case 'money': {
      const currency = value.currencies[variant % Math.max(value.currencies.length, 1)] ?? 'EUR';
      return { amount: numberSample(value, variant, 0.5).toFixed(2), currency };
    }
    case 'json':
      return { note: `variant ${variant}` };
    case 'enum':
      return value.shape.values[variant % value.shape.values.length];
    case 'object':
      return sampleOf(value.shape.fields, variant);
    case 'list':
      return Array.from({ length: Math.max(1, value.min) }, (_, at) => sample(value.items, variant + at));
  }
}

function textSample({ min, max, pattern, format, example, isId }: TextValue, variant: number): string {
  if (format) return example ?? formatExamples[format][variant % 2] ?? '';
  if (pattern !== undefined) return example ?? '';
  const text =
    example !== undefined && variant === 0 ? example : isId ? `id-${variant}` : `Sample ${variant}`;
  const padded = text.padEnd(min, '.');
  return padded.length > max ? padded.slice(-max) : padded;
}

function numberSample(
  { minimum, maximum, above, below, multipleOf }: Bounds,
  variant: number,
  step: number,
): number {
  const room = ((maximum ?? below ?? Infinity) - (minimum ?? above ?? -Infinity)) / 4;
  const unit = multipleOf ?? (step < 1 ? Math.min(step, room || step) : step);
  const lowest =
    minimum ?? (above === undefined ? undefined : above + unit) ?? (maximum ?? below ?? 9) - 3 * unit;
  const start = Math.ceil(lowest / unit) * unit;
  const wanted = Number((start + variant * unit).toFixed(6));
  const isOver = wanted > (maximum ?? Infinity) || wanted >= (below ?? Infinity);
  return isOver ? Number(start.toFixed(6)) : wanted;
}

/** A value that is refused: the field that is wrong, and what stands in its place in a whole input. */
export interface Refused {
  readonly field: string;
  readonly name: string;
  readonly value: unknown;
}

/** Wrong values, one or more for each limit of the schema. */
export function refusedBy(model: Model): Refused[] {
  return model.fields.flatMap(({ name, value }) =>
    wrong(value).map((one) => ({ field: name, name: `${name}${one.name}`, value: one.value })),
  );
}

interface Wrong {
  readonly name: string;
  readonly value: unknown;
}

function wrong(value: Value): Wrong[] {
  switch (value.kind) {
    case 'text':
      return wrongText(value);
    case 'uuid':
      return [{ name: ' that is no UUID', value: 'none' }];
    case 'integer':
      return wrongNumber(value, 1);
    case 'number':
      return wrongNumber(value, 0.5);
    case 'money':
      return [
        {
          name: ' in no currency',
          value: { amount: numberSample(value, 0, 0.5).toFixed(2), currency: 'euro' },
        },
        ...wrongNumber(value, 0.5).map((one) => ({
          name: one.name,
          value: { amount: String(one.value), currency: value.currencies[0] ?? 'EUR' },
        })),
      ];
    case 'object': {
      const whole = sampleOf(value.shape.fields, 0);
      return value.shape.fields.flatMap((field) =>
        wrong(field.value).map((one) => ({
          name: `.${field.name}${one.name}`,
          value: { ...whole, [field.name]: one.value },
        })),
      );
    }
    case 'list':
      return wrongList(value);
    default:
      return [];
  }
}

function wrongText({ min, max, pattern, format }: TextValue): Wrong[] {
  const candidates = ['!', '', 'none of it'];
  const unlike =
    pattern === undefined ? undefined : candidates.find((one) => !new RegExp(pattern, 'u').test(one));
  return [
    { name: ' that is too long', value: new Code(`'x'.repeat(${max + 1})`) },
    ...(min > 0 ? [{ name: ' that is too short', value: '' }] : []),
    ...(unlike === undefined ? [] : [{ name: ' that does not match', value: unlike }]),
    ...(format === undefined ? [] : [{ name: ` that is no ${format}`, value: 'none of it' }]),
  ];
}

function wrongNumber({ minimum, maximum, above, below, multipleOf }: Bounds, step: number): Wrong[] {
  const unit = multipleOf ?? step;
  return [
    ...(minimum === undefined ? [] : [{ name: ' that is too small', value: minimum - unit }]),
    ...(above === undefined ? [] : [{ name: ' at its lower limit', value: above }]),
    ...(maximum === undefined ? [] : [{ name: ' that is too large', value: maximum + unit }]),
    ...(below === undefined ? [] : [{ name: ' at its upper limit', value: below }]),
  ];
}

function wrongList({ items, min, max, distinct }: ListValue): Wrong[] {
  const item = sample(items, 0);
  return [
    {
      name: ' with too many',
      value: new Code(`Array.from({ length: ${max + 1} }, () => (${JSON.stringify(item)}))`),
    },
    ...(min > 0 ? [{ name: ' with too few', value: [] }] : []),
    ...(distinct && max > 1 ? [{ name: ' with one twice', value: [item, item] }] : []),
    ...wrong(items).map((one) => ({ name: `.0${one.name}`, value: [one.value] })),
  ];
}
