import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDate, GraphQLDateTimeISO, GraphQLJSON } from 'graphql-scalars';
import { AppError } from 'tributary/sdk';

/** An instant; takes and gives `Date` or ISO 8601. */
export const DateTime = moment('DateTime', GraphQLDateTimeISO);
/** A calendar day. */
export const CalendarDate = moment('Date', GraphQLDate);
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
    throw refused('A Decimal is written as a string or a number');
  },
});

function decimal(value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (!decimalForm.test(text)) throw refused('A Decimal is a number such as "12.50"');
  return text;
}

/** An opaque place in a list or a stream. */
export const Cursor = new GraphQLScalarType<string, string>({
  name: 'Cursor',
  description: 'An opaque place in a list or a stream.',
  serialize: text,
  parseValue: text,
  parseLiteral: (node) => {
    if (node.kind === Kind.STRING) return text(node.value);
    throw refused('A Cursor is a string');
  },
});

function text(value: unknown): string {
  if (typeof value !== 'string' || value.length > 512)
    throw refused('A Cursor is a string of at most 512 characters');
  return value;
}

export const scalars: readonly GraphQLScalarType[] = [DateTime, CalendarDate, Json, Decimal, Cursor];

/** Of the years that the database knows: from 1 to 9999. */
function moment(name: string, like: GraphQLScalarType<Date, unknown>): GraphQLScalarType<Date, unknown> {
  const given = (read: () => Date): Date => {
    try {
      const date = read();
      if (date.getUTCFullYear() >= 1) return date;
    } catch {
      // Falls through: it says too much of how it was read.
    }
    throw refused(`What is given as ${name} is none`);
  };
  return new GraphQLScalarType<Date, unknown>({
    ...like.toConfig(),
    name,
    parseValue: (value) => given(() => like.parseValue(value)),
    parseLiteral: (node, variables) => given(() => like.parseLiteral(node, variables)),
  });
}

/** The caller's fault, also where what executes the operation wraps it. */
function refused(reason: string): GraphQLError {
  return new GraphQLError(reason, { originalError: new AppError('BAD_USER_INPUT', { reason }) });
}
