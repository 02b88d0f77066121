import type { ExtractedField, PageText } from 'tributary/sdk';
import { conventionsOf } from '../engine/extract.js';
import { readSheet, type Sheet } from '../engine/sheet.js';
import { fieldNames, type Kind, kinds } from '../kinds/kinds.js';
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
  const known = new KnownFields(pages, kind);
  return leavesOf(root).flatMap((leaf) => readLeaf(leaf, known, sheet, reading) ?? []);
}

/** What the rules of the kinds find, read when it is first asked for. */
class KnownFields {
  readonly #read = new Map<Kind, Field[]>();

  constructor(
    private readonly pages: readonly PageText[],
    private readonly own: Kind | null,
  ) {}

  /** The field of the document's own kind, else of another that has it. */
  find(name: string, among: 'own' | 'others'): Field | null {
    const asked = among === 'own' ? (this.own ? [this.own] : []) : kinds.filter((kind) => kind !== this.own);
    for (const kind of asked) {
      const found = fieldNames[kind].has(name) && this.fieldsOf(kind).find((field) => field.name === name);
      if (!found) continue;
      return among === 'own' ? found : { ...found, confidence: rounded(found.confidence * otherKind) };
    }
    return null;
  }

  private fieldsOf(kind: Kind): Field[] {
    const fields = this.#read.get(kind) ?? readKind(this.pages, kind);
    this.#read.set(kind, fields);
    return fields;
  }
}

function readLeaf(leaf: SchemaNode, known: KnownFields, sheet: Sheet, reading: Reading): Field | null {
  const own = knownValues(leaf, known, 'own', reading);
  const found = [
    ...(own.length > 0 ? own : knownValues(leaf, known, 'others', reading)),
    ...besideLabel(leaf, sheet, reading),
    ...byForm(leaf, sheet, reading),
  ];
  const [best] = found.sort((one, other) => other.confidence - one.confidence);
  return best ?? null;
}

function knownValues(
  leaf: SchemaNode,
  pool: KnownFields,
  among: 'own' | 'others',
  reading: Reading,
): Field[] {
  return knownFieldsOf(namesOf(leaf)).flatMap(({ field: name, score }) => {
    const known = pool.find(name, among);
    const value = known && conform(leaf, rowsFor(leaf, known.value), reading);
    if (!known || value === undefined || value === null) return [];
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
