import { z } from 'tributary/sdk';
import { type Bounds, type MoneyValue, type TextFormat, textFormats, type Value } from './model.js';
import type { Problems } from './problems.js';
import { formatExamples } from './samples.js';
import { count, isNode, keyword, type SchemaNode, stringList } from './schema-node.js';

const longestDefaultText = 10_000;
const int32 = { minimum: -2_147_483_648, maximum: 2_147_483_647 };

/** A string, by its format: a date, a decimal, an id, or text with its limits. */
export function readText(
  node: SchemaNode,
  { path, field }: { path: string; field: string },
  problems: Problems,
): Value | null {
  const format = keyword(node, 'format', z.string()).value;
  if (format === 'date') return { kind: 'date' };
  if (format === 'date-time') return { kind: 'dateTime' };
  if (format === 'decimal') return { kind: 'decimal' };
  if (format === 'uuid') return { kind: 'uuid' };
  const known = textFormats.find((one) => one === format);
  if (format !== undefined && known === undefined) {
    const formats = ['date', 'date-time', 'decimal', 'money', 'uuid', ...textFormats].join(', ');
    problems.add(`${path}/format`, `${format} is not a known format`, `Use one of ${formats}, or a pattern`);
    return null;
  }
  const min = keyword(node, 'minLength', count).value ?? 0;
  const max = keyword(node, 'maxLength', count).value ?? longestDefaultText;
  if (max < Math.max(min, 1)) {
    problems.add(`${path}/maxLength`, 'no text is that short', 'Correct minLength or maxLength');
    return null;
  }
  const pattern = readPattern(node, path, problems);
  const example = exampleOf(node);
  if (pattern !== undefined && (example === undefined || !new RegExp(pattern, 'u').test(example))) {
    problems.add(
      `${path}/examples`,
      'a text with a pattern needs an example that fits it, for the generated tests',
      `Add "examples": ["…"] that ${pattern} matches`,
    );
  }
  const shown = example ?? (known === undefined ? undefined : formatExamples[known][0]);
  if (shown !== undefined && ([...shown].length < min || [...shown].length > max)) {
    const mend = `Add "examples" with one of ${min} to ${max} characters`;
    problems.add(`${path}/examples`, `"${shown}" has not the length that is asked for`, mend);
  }
  return {
    kind: 'text',
    min,
    max,
    ...(pattern === undefined ? {} : { pattern }),
    ...(known === undefined ? {} : { format: known satisfies TextFormat }),
    ...(example === undefined ? {} : { example }),
    isId: /^id$|[a-z]Ids?$/.test(field),
  };
}

/** Whether a value of the schema, such as a default, is within its own limits. */
export function accepts(value: Value, given: string | number | boolean): boolean {
  if (value.kind === 'enum') return value.shape.values.includes(String(given));
  if (value.kind === 'boolean') return typeof given === 'boolean';
  if (value.kind === 'text') {
    if (typeof given !== 'string' || value.format !== undefined) return false;
    const length = [...given].length;
    const isLike = value.pattern === undefined || new RegExp(value.pattern, 'u').test(given);
    return length >= value.min && length <= value.max && isLike;
  }
  if (value.kind !== 'integer' && value.kind !== 'number') return false;
  if (typeof given !== 'number' || (value.kind === 'integer' && !Number.isInteger(given))) return false;
  const { minimum = -Infinity, maximum = Infinity, above = -Infinity, below = Infinity } = value;
  return given >= minimum && given <= maximum && given > above && given < below;
}

function readPattern(node: SchemaNode, path: string, problems: Problems): string | undefined {
  const { given, value } = keyword(node, 'pattern', z.string().min(1));
  if (!given) return undefined;
  try {
    new RegExp(value ?? '(', 'u');
    return value;
  } catch {
    problems.add(`${path}/pattern`, 'it is not a regular expression of ECMAScript', 'Correct it');
    return undefined;
  }
}

function exampleOf(node: SchemaNode): string | undefined {
  const [first] = Array.isArray(node.examples) ? node.examples : [node.example];
  return typeof first === 'string' ? first : undefined;
}

/** The limits of a number; a whole one must fit `Int` of GraphQL. */
export function readBounds(node: SchemaNode, path: string, problems: Problems, isWhole: boolean): Bounds {
  const read = (name: string) => {
    const { given, value } = keyword(node, name, z.number());
    if (given && value === undefined)
      problems.add(`${path}/${name}`, 'it is not a number', 'Draft 2020-12 and 07 want a number here');
    return value;
  };
  const found = {
    minimum: read('minimum'),
    maximum: read('maximum'),
    above: read('exclusiveMinimum'),
    below: read('exclusiveMaximum'),
    multipleOf: read('multipleOf'),
  };
  const bounds = Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined),
  ) as Bounds;
  const numbers = Object.values(bounds) as number[];
  const isLarge =
    node.format === 'int64' || numbers.some((one) => one < int32.minimum || one > int32.maximum);
  if (isWhole && isLarge)
    problems.add(
      path,
      'it can be larger than an Int of GraphQL',
      'Use "type": "string", "format": "decimal"',
    );
  if (isWhole && numbers.some((one) => !Number.isInteger(one)))
    problems.add(path, 'a limit of a whole number is not whole', 'Correct it');
  if ((bounds.minimum ?? -Infinity) > (bounds.maximum ?? Infinity))
    problems.add(path, 'minimum is more than maximum', 'Correct one of them');
  return bounds;
}

const moneyKeywords =
  /^(properties|required|additionalProperties|type|format|title|description|examples|default|\$comment)$/;

/** `{ amount, currency }` or the format money; undefined for what is no money, null for money that cannot be used. */
export function readMoney(node: SchemaNode, path: string, problems: Problems): MoneyValue | null | undefined {
  if (node.format === 'money') return { kind: 'money', currencies: [] };
  const properties = isNode(node.properties) ? node.properties : {};
  const { amount, currency } = properties;
  const isMoney = Object.keys(properties).sort().join() === 'amount,currency';
  if (!isMoney || !isNode(amount) || !isNode(currency)) return undefined;
  const strange = Object.keys(node).find((name) => !moneyKeywords.test(name));
  if (strange !== undefined || '$ref' in amount || '$ref' in currency) {
    problems.add(path, 'money has an amount and a currency, and nothing else', 'Write them out here');
    return null;
  }
  const named = 'const' in currency ? [currency.const] : currency.enum;
  const currencies = stringList.safeParse(named ?? []);
  if (!currencies.success || currencies.data.some((code) => !/^[A-Z]{3}$/.test(code))) {
    problems.add(
      `${path}/properties/currency`,
      'it is not a list of ISO 4217 codes',
      'Write "enum": ["EUR", …]',
    );
    return null;
  }
  const bounds = readBounds(amount, `${path}/properties/amount`, problems, false);
  return { kind: 'money', ...bounds, currencies: currencies.data };
}
