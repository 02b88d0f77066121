import { AppError, z } from 'tributary/sdk';
import { Field, InputType } from 'type-graphql';
import { isPlain, plainJson } from './plain-text.js';
import { Decimal } from './scalars.js';

/** An amount of money as an argument; every subgraph has the same one. */
@InputType('MoneyInput', { description: 'An amount of money.' })
export class MoneyInput {
  @Field(() => Decimal, { description: 'The exact amount, such as "12.50".' })
  amount!: string;

  @Field(() => String, { description: 'The currency by its code of ISO 4217, such as EUR.' })
  currency!: string;
}

interface Bounds {
  minimum?: number;
  maximum?: number;
  above?: number;
  below?: number;
}

const longestJson = 65_536;
const decimalForm = /^-?\d{1,30}(\.\d{1,18})?$/;
/** Characters as JSON Schema counts them: code points. */
const lengthOf = (text: string) => [...text].length;

/** Text without a NUL or half a character, within its limits. */
export function textShape({ min = 0, max, pattern }: { min?: number; max: number; pattern?: RegExp }) {
  return z
    .string()
    .refine(isPlain, 'must hold neither a NUL nor half a character')
    .refine((text) => lengthOf(text) >= min, `must have at least ${min} characters`)
    .refine((text) => lengthOf(text) <= max, `must have at most ${max} characters`)
    .refine((text) => pattern?.test(text) ?? true, `must match ${pattern?.source}`);
}

/** A UUID of another system, in small letters. */
export const uuidShape = z.guid().transform((id) => id.toLowerCase());

/** A calendar day, from what the graph gives or as text; kept as `2027-01-31`. */
export const dayShape = z
  .union([z.date(), z.iso.date()])
  .transform((day) => (typeof day === 'string' ? day : day.toISOString().slice(0, 10)));

/** An instant, kept as a `Date`. */
export const instantShape = z.coerce.date();

/** An instant inside JSON, kept as ISO 8601 text. */
export const instantTextShape = z.coerce.date().transform((instant) => instant.toISOString());

/** An exact decimal number as text. */
export const decimalShape = z.string().regex(decimalForm, 'must be a number such as "12.50"');

/** An amount of money within its limits; without `currencies` in any. */
export function moneyShape({ currencies = [], ...bounds }: Bounds & { currencies?: readonly string[] } = {}) {
  return z.strictObject({
    amount: decimalShape.refine((amount) => isWithin(Number(amount), bounds), `must be ${spoken(bounds)}`),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be a code of ISO 4217, such as EUR')
      .refine(
        (code) => currencies.length === 0 || currencies.includes(code),
        `must be one of ${currencies.join(', ')}`,
      ),
  });
}

/** Any JSON, at most 64 KiB of it. */
export const jsonShape = z.json().superRefine((value, check) => {
  try {
    plainJson('it', value);
  } catch {
    check.addIssue({ code: 'custom', message: 'must hold neither a NUL nor half a character' });
  }
  if (JSON.stringify(value).length > longestJson)
    check.addIssue({ code: 'custom', message: `must have at most ${longestJson} characters` });
});

/** Whether no two items are the same. */
export function areDistinct(items: readonly unknown[]): boolean {
  return new Set(items.map((item) => JSON.stringify(item))).size === items.length;
}

/** Parses what a mutation was given. Errors: `BAD_USER_INPUT`, naming each field that is wrong. */
export function parseInput<Shape extends z.ZodType>(shape: Shape, input: unknown): z.output<Shape> {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new AppError('BAD_USER_INPUT', { reason: issues.join('; ') });
}

function isWithin(value: number, { minimum, maximum, above, below }: Bounds): boolean {
  return (
    value >= (minimum ?? -Infinity) &&
    value <= (maximum ?? Infinity) &&
    value > (above ?? -Infinity) &&
    value < (below ?? Infinity)
  );
}

function spoken({ minimum, maximum, above, below }: Bounds): string {
  const parts = [
    minimum === undefined ? [] : `at least ${minimum}`,
    above === undefined ? [] : `more than ${above}`,
    maximum === undefined ? [] : `at most ${maximum}`,
    below === undefined ? [] : `less than ${below}`,
  ].flat();
  return parts.join(' and ') || 'a number';
}
