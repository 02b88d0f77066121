import { type DateOptions, findIbans, findMoney, isIban, parseDate } from 'tributary/text';
import type { SchemaNode } from './schema-node.js';

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** How the document writes what is ambiguous. */
export interface Reading {
  dateOrder: NonNullable<DateOptions['order']>;
  decimal: '.' | ',' | undefined;
}

/** Texts that patterns are tried on; longer values are cut off nowhere, they just do not fit. */
const longestMatched = 200;
const yes = /^(?:true|yes|y|ja|oui|si|sí|x|☑|✓|1|included|applicable)$/iu;
const no = /^(?:false|no|n|nein|non|0|☐|none|excluded|not applicable)$/iu;

/**
 * The value as the schema wants it: amounts as numbers, dates in ISO 8601, enumerations in their own spelling. Undefined
 * when it cannot be one.
 */
export function conform(node: SchemaNode, value: unknown, reading: Reading): Json | undefined {
  if (value === null || value === undefined) return undefined;
  const made = ofType(node, value, reading);
  if (made === undefined || made === null) return undefined;
  if (node.options && !node.options.some((option) => option === made)) return undefined;
  return isWithin(node, made) ? made : undefined;
}

function ofType(node: SchemaNode, value: unknown, reading: Reading): Json | undefined {
  if (node.options) return optionOf(node.options, value);
  switch (node.type) {
    case 'object':
      return objectOf(node, value, reading);
    case 'array':
      return listOf(node, value, reading);
    case 'number':
    case 'integer':
      return numberOf(value, reading, node.type === 'integer');
    case 'boolean':
      return booleanOf(value);
    default:
      return textOf(node, value, reading);
  }
}

function optionOf(options: NonNullable<SchemaNode['options']>, value: unknown): Json | undefined {
  const plain = (one: unknown) =>
    String(one)
      .toLowerCase()
      .replace(/[\s_-]+/gu, ' ')
      .trim();
  return (
    options.find((option) => option === value) ?? options.find((option) => plain(option) === plain(value))
  );
}

function numberOf(value: unknown, { decimal }: Reading, isInteger: boolean): number | undefined {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' ? readNumber(value, decimal) : undefined;
  if (number === undefined || !Number.isFinite(number)) return undefined;
  return isInteger && !Number.isInteger(number) ? undefined : number;
}

function readNumber(text: string, decimal: '.' | ',' | undefined): number | undefined {
  if (/^-?\d+(?:\.\d+)?$/u.test(text.trim())) return Number(text);
  const [found, ...more] = findMoney(text, { ...(decimal ? { decimal } : {}), all: true });
  if (found && more.length === 0) return Number(found.amount);
  const percent = /^\D{0,20}(-?\d{1,9}(?:[.,]\d{1,6})?)\s*(?:%|\p{L}{1,12}\.?)?$/u.exec(text.trim())?.[1];
  return percent === undefined ? undefined : Number(percent.replace(',', '.'));
}

function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  return yes.test(value.trim()) ? true : no.test(value.trim()) ? false : undefined;
}

function textOf({ format }: SchemaNode, value: unknown, { dateOrder }: Reading): string | undefined {
  if (typeof value === 'object' || value === undefined) return undefined;
  const text = String(value).replace(/\s+/gu, ' ').trim();
  if (text === '') return undefined;
  switch (format) {
    case 'date':
      return parseDate(text, { order: dateOrder }) ?? undefined;
    case 'date-time': {
      const moment = /^\d{4}-\d\d-\d\dT/u.test(text) ? new Date(text) : null;
      if (moment && !Number.isNaN(moment.getTime())) return moment.toISOString();
      const day = parseDate(text, { order: dateOrder });
      return day === null ? undefined : `${day}T00:00:00Z`;
    }
    case 'time':
      return /(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)/u.exec(text)?.[0].padStart(5, '0');
    case 'email':
      return /[^\s@<>(),;]{1,64}@[^\s@<>(),;]{1,190}\.\p{L}{2,20}/u.exec(text)?.[0];
    case 'uri':
      return /https?:\/\/[^\s<>"]{1,500}/u.exec(text)?.[0];
    case 'iban':
      return isIban(text) ? text.replace(/\s/gu, '').toUpperCase() : findIbans(text)[0]?.value;
    case 'currency':
      return /\b[A-Z]{3}\b/u.exec(text)?.[0] ?? findMoney(text)[0]?.currency ?? undefined;
    case 'decimal':
      return findMoney(text, { all: true })[0]?.amount;
    case 'duration':
      return /^P(?:\d+[YMWD])+(?:T(?:\d+[HMS])+)?$/u.test(text) ? text : undefined;
    default:
      return text;
  }
}

function listOf(node: SchemaNode, value: unknown, reading: Reading): Json[] | undefined {
  const { items } = node;
  if (!items) return undefined;
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  return list.flatMap((item) => conform(items, item, reading) ?? []);
}

function objectOf(node: SchemaNode, value: unknown, reading: Reading): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = node.properties.flatMap((property): [string, Json][] => {
    const found = (value as Record<string, unknown>)[property.name];
    const made = conform(property, found, reading);
    if (made !== undefined) return [[property.name, made]];
    // What is missing is left out, or null where the schema allows that.
    return property.nullable ? [[property.name, null]] : [];
  });
  const names = new Set(entries.map(([name]) => name));
  return [...node.required].every((name) => names.has(name)) ? Object.fromEntries(entries) : undefined;
}

function isWithin(node: SchemaNode, value: Json): boolean {
  if (typeof value === 'number') {
    const { minimum, maximum, isOpen, multipleOf } = node;
    if (minimum !== null && (isOpen.minimum ? value <= minimum : value < minimum)) return false;
    if (maximum !== null && (isOpen.maximum ? value >= maximum : value > maximum)) return false;
    return (
      multipleOf === null ||
      multipleOf <= 0 ||
      Math.abs(value / multipleOf - Math.round(value / multipleOf)) < 1e-9
    );
  }
  if (typeof value === 'string') {
    const { length } = [...value];
    if (length < node.minLength || length > node.maxLength) return false;
    return node.pattern === null || (value.length <= longestMatched && node.pattern.test(value));
  }
  if (Array.isArray(value)) return value.length >= node.minItems && value.length <= node.maxItems;
  return true;
}
