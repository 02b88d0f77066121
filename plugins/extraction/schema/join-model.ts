import type { ExtractedField, PageText } from 'tributary/sdk';
import { conventionsOf } from '../engine/extract.js';
import { findQuote, type ModelField } from '../engine/model-fields.js';
import { conform, type Reading } from './conform.js';
import { leavesOf, type SchemaNode } from './schema-node.js';

type Field = ExtractedField;

const agreed = 0.98;
const quoted = 0.8;
const disputedConfidence = 0.55;
const unquoted = 0.3;
/** How sure the rules must be to stand against a model that reads something else. */
const strongRule = 0.9;
const nowhere = { page: null, start: null, end: null, quote: null };

/**
 * Joins what a model reads with what the rules found. A value has to fit its part of the schema, and gets the place of
 * its quote, else of itself; one that stands nowhere in the document is kept with so little confidence that a person
 * looks at it, and never in the place of what the rules found.
 */
export class ModelJoin {
  readonly #pages: readonly PageText[];
  readonly #leaves: ReadonlyMap<string, SchemaNode>;
  readonly #fields: Map<string, Field>;
  readonly #reading: Reading;

  constructor(root: SchemaNode, pages: readonly PageText[], byRule: readonly Field[]) {
    this.#pages = pages;
    this.#leaves = new Map(leavesOf(root).map((leaf) => [leaf.path, leaf]));
    this.#fields = new Map(byRule.map((field) => [field.name, field]));
    this.#reading = conventionsOf(pages);
  }

  get fields(): Field[] {
    return [...this.#fields.values()];
  }

  /** The field that this one of the model made or changed; null when it does not count. */
  add({ name, value: raw, quote }: ModelField): Field | null {
    const leaf = this.#leaves.get(pathOf(name));
    if (!leaf || raw === '') return null;
    const value = conform(leaf, parsed(leaf, raw), this.#reading);
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return null;
    const place = findQuote(this.#pages, quote) ?? findQuote(this.#pages, raw);
    const known = this.#fields.get(leaf.path);
    const field = this.join(leaf, { value, place, known });
    if (field) this.#fields.set(leaf.path, field);
    return field;
  }

  private join(
    leaf: SchemaNode,
    {
      value,
      place,
      known,
    }: { value: Field['value']; place: ReturnType<typeof findQuote>; known: Field | undefined },
  ): Field | null {
    if (known && isSame(known.value, value))
      return { ...known, confidence: Math.max(known.confidence, agreed) };
    if (known && (known.confidence >= strongRule || !place)) return null;
    const confidence = !place ? unquoted : known ? disputedConfidence : quoted;
    return { name: leaf.path, value, confidence, ...(place ?? nowhere) };
  }
}

/** A name with dots, or a JSON Pointer. */
const pathOf = (name: string): string => name.replace(/^\//u, '').replaceAll('/', '.');

/** Lists are written as JSON. */
function parsed({ type }: SchemaNode, raw: string): unknown {
  if (type !== 'array') return raw;
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return raw.split(/\s*[,;\n]\s*/u);
  }
}

function isSame(one: unknown, other: unknown): boolean {
  const plain = (value: unknown) =>
    JSON.stringify(value)
      .toLowerCase()
      .replace(/[\s.,]+/gu, ' ');
  return (
    plain(one) === plain(other) || (!Number.isNaN(Number(one)) && one !== '' && Number(one) === Number(other))
  );
}
