import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDate, GraphQLDateTimeISO, GraphQLJSON } from 'graphql-scalars';

/** An instant; takes and gives `Date` or ISO 8601. */
export const DateTime = new GraphQLScalarType({ ...GraphQLDateTimeISO.toConfig(), name: 'DateTime' });
/** A calendar day. */
export const CalendarDate = new GraphQLScalarType({ ...GraphQLDate.toConfig(), name: 'Date' });
/** Any JSON value. */
export const Json = new GraphQLScalarType({ ...GraphQLJSON.toConfig(), name: 'JSON' });

const decimalForm = /^-?\d{1,30}(\.\d{1,18})?$/;

/** An exact decimal number as a string, at most 30 digits before and 18 behind the point. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact decimal number, as a string.',
  serialize: decimal,
  parseValue: decimal,
  parseLiteral: (node) => {
    if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT)
      return decimal(node.value);
    throw new GraphQLError('A Decimal is written as a string or a number.', { nodes: node });
  },
});

function decimal(value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (!decimalForm.test(text)) throw new GraphQLError('A Decimal is a number such as "12.50".');
  return text;
}

/** An opaque place in a list or a stream. */
export const Cursor = new GraphQLScalarType<string, string>({
  name: 'Cursor',
  description: 'An opaque place in a list or a stream.',
  serialize: text,
  parseValue: text,
  parseLiteral: (node) => {
    if (node.kind === Kind.STRING) return node.value;
    throw new GraphQLError('A Cursor is a string.', { nodes: node });
  },
});

function text(value: unknown): string {
  if (typeof value !== 'string' || value.length > 512) throw new GraphQLError('A Cursor is a string.');
  return value;
}

export const scalars: readonly GraphQLScalarType[] = [DateTime, CalendarDate, Json, Decimal, Cursor];
