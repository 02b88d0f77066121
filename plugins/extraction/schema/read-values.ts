import type { ExtractedField, PageText } from 'tributary/sdk';
import { conventionsOf } from '../engine/extract.js';
import { readSheet, type Sheet } from '../engine/sheet.js';
import { type Kind, kinds } from '../kinds/kinds.js';
import { readKind } from '../kinds/read-kind.js';
import { conform, type Reading } from './conform.js';
import { formedValues, labelledValues, namedOptions } from './labelled-values.js';
import { columnOf, knownFieldsOf } from './property-words.js';
import { leavesOf, type SchemaNode } from './schema-node.js';

type Field = ExtractedField;

/** What another kind's rules found counts less. */
const otherKind = 0.8;
const forms: Readonly<Record<string, RegExp>> = {
  email: /[^\s@<>(),;:]{1,64}@[^\s@<>(),;]{1,190}\.\p{L}{2,20}/gu,
  uri: /https?:\/\/[^\s<>"]{1,500}/gu,
};
/** Names that say nothing without the name of what they belong to. */
const bare = /^(?:name|id|no|number|nr|date|address|code|value|amount|total|type)$/iu;

/**
 * Values for a schema by rules: a property is one of the fields that the rules know, by its name, title and place in the
 * schema; else what stands beside its own words; else a listed value or a form that the document holds. Each fits its
 * part of the schema.
 */
export function readValues(root: SchemaNode, pages: readonly PageText[], kind: Kind | null): Field[] {
  const sheet = readSheet(pages);
  const reading = conventionsOf(pages);
  const pool = poolOf(pages, kind);
  return leavesOf(root).flatMap((leaf) => readLeaf(leaf, pool, sheet, reading) ?? []);
}

/** What the rules of every kind found, those of the document's own kind first. */
function poolOf(pages: readonly PageText[], kind: Kind | null): Field[] {
  const others = kinds.filter((each) => each !== kind);
  const own = kind ? readKind(pages, kind) : [];
  const rest = others.flatMap((each) => readKind(pages, each));
  return [...own, ...rest.map((field) => ({ ...field, confidence: rounded(field.confidence * otherKind) }))];
}

function readLeaf(leaf: SchemaNode, pool: readonly Field[], sheet: Sheet, reading: Reading): Field | null {
  const found = [
    ...knownValues(leaf, pool, reading),
    ...besideLabel(leaf, sheet, reading),
    ...byForm(leaf, sheet, reading),
  ];
  const [best] = found.sort((one, other) => other.confidence - one.confidence);
  return best ?? null;
}

function knownValues(leaf: SchemaNode, pool: readonly Field[], reading: Reading): Field[] {
  return knownFieldsOf(namesOf(leaf)).flatMap(({ field: name, score }) => {
    const known = pool.find((field) => field.name === name);
    const value = known && conform(leaf, rowsFor(leaf, known.value), reading);
    if (!known || value === undefined) return [];
    if (Array.isArray(value) && value.length === 0) return [];
    return [
      { ...known, name: leaf.path, value, confidence: rounded(known.confidence * (0.6 + 0.4 * score)) },
    ];
  });
}

/** The names of a property: with what it belongs to, its own, its title. */
function namesOf({ path, name, title }: SchemaNode): string[] {
  const around = path.split('.').at(-2);
  const own = around !== undefined && bare.test(name) ? [] : [name];
  return [...(around === undefined ? [] : [`${around} ${name}`]), ...own, ...(title === '' ? [] : [title])];
}

/** The rows of a table of goods with the names that the schema has for its columns. */
function rowsFor({ items }: SchemaNode, value: Field['value']): unknown {
  if (items?.type !== 'object' || !Array.isArray(value)) return value;
  return value.map((row) =>
    Object.fromEntries(
      items.properties.map((property): [string, unknown] => {
        const column = columnOf([property.name, property.title].filter((name) => name !== ''));
        return [property.name, column === null ? null : (row as Record<string, unknown> | null)?.[column]];
      }),
    ),
  );
}

function besideLabel(leaf: SchemaNode, sheet: Sheet, reading: Reading): Field[] {
  return labelledValues(sheet, leaf).flatMap(({ value: raw, score, place }) => {
    const parts = leaf.type === 'array' && leaf.items?.type !== 'object' ? raw.split(/\s*[,;]\s*/u) : raw;
    const value = conform(leaf, parts, reading);
    return value === undefined
      ? []
      : [{ name: leaf.path, value, confidence: rounded(score * 0.9), ...place }];
  });
}

function byForm(leaf: SchemaNode, sheet: Sheet, reading: Reading): Field[] {
  const texts = leaf.options?.filter((option) => typeof option === 'string') ?? [];
  const form = leaf.format === null ? undefined : forms[leaf.format];
  const found = [...namedOptions(sheet, texts), ...(form ? formedValues(sheet, form) : [])];
  const different = new Set(found.map(({ value }) => value)).size;
  return found.flatMap(({ value: raw, score, place }) => {
    const value = conform(leaf, raw, reading);
    return value === undefined
      ? []
      : [{ name: leaf.path, value, confidence: rounded(score / different), ...place }];
  });
}

const rounded = (confidence: number): number =>
  Math.round(Math.min(0.99, Math.max(0.01, confidence)) * 100) / 100;
