import { type PageText, z } from 'tributary/sdk';
import { Offsets } from 'tributary/text';
import type { Extraction } from './extract.js';
import { type ReviewedAs, reviewOf } from './review.js';

/** The most fields that a model gives. */
export const mostFields = 120;
/** A field with the words of the document that it was read from. */
export const modelField = z.object({ name: z.string(), value: z.string(), quote: z.string() });
/** What a model is asked for. */
export const modelFields = z.object({ fields: z.array(modelField).max(mostFields) });
export type ModelField = z.infer<typeof modelField>;
export type ModelFields = z.infer<typeof modelFields>;

type Field = Extraction['fields'][number];

const agreed = 0.98;
const quoted = 0.8;
/** How sure the rules must be to stand against a model that reads something else. */
const strongRule = 0.9;

/**
 * Joins what the model reads with what the rules found. A value of the model counts only when its quote stands in the
 * document, and gets the place of the quote; where both agree the field is nearly sure; where they differ and neither
 * is strong a person should look.
 */
export class FieldReading {
  readonly #pages: readonly PageText[];
  /** In the order in which they were found. */
  readonly #fields: Map<string, Field>;
  readonly #disputed: Extraction['review'] = [];

  readonly #as: ReviewedAs;

  constructor(pages: readonly PageText[], byRule: Extraction, as: ReviewedAs = 'invoice') {
    this.#pages = pages;
    this.#as = as;
    this.#fields = new Map(byRule.fields.map((field) => [field.name, field]));
  }

  /** The field that this one of the model made or changed, with its index; null when it does not count. */
  add({ name, value, quote }: ModelField): { index: number; field: Field } | null {
    const place = findQuote(this.#pages, quote);
    if (place === null || name === 'lines' || value === '') return null;
    const known = this.#fields.get(name);
    let field: Field;
    if (known && sameValue(known, value)) field = { ...known, confidence: agreed };
    else if (known && known.confidence >= strongRule) return null;
    else {
      if (known)
        this.#disputed.push({ field: name, reason: `rules read ${String(known.value)}, the model ${value}` });
      field = { name, value, confidence: known ? quoted - 0.2 : quoted, ...place };
    }
    this.#fields.set(name, field);
    return { index: [...this.#fields.keys()].indexOf(name), field };
  }

  get extraction(): Extraction {
    const fields = [...this.#fields.values()];
    const names = new Set(this.#disputed.map(({ field }) => field));
    return {
      fields,
      review: [...this.#disputed, ...reviewOf(fields, this.#as).filter(({ field }) => !names.has(field))],
    };
  }
}

function sameValue(rule: Field, value: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[\s.,]+/gu, ' ')
      .trim();
  if (typeof rule.value !== 'string') return false;
  if (plain(rule.value) === plain(value)) return true;
  return /^-?\d+(?:\.\d+)?$/u.test(value) && Number(rule.value) === Number(value);
}

/** The place of a quote in the pages, however its words are spaced; null when it does not stand there. */
export function findQuote(
  pages: readonly PageText[],
  quote: string,
): Omit<Field, 'name' | 'value' | 'confidence'> | null {
  const words = quote.trim().split(/\s+/u).filter(Boolean);
  if (words.length === 0 || quote.length > 500) return null;
  const pattern = new RegExp(words.map((word) => escapePattern(word)).join(String.raw`\s+`), 'u');
  for (const page of pages) {
    const match = pattern.exec(page.text);
    if (!match) continue;
    const offsets = new Offsets(page.text);
    const start = offsets.toCodePoint(match.index);
    const end = offsets.toCodePoint(match.index + match[0].length);
    return { page: page.number, start, end, quote: match[0] };
  }
  return null;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);
}
