import { type PageText, z } from 'tributary/sdk';
import { Offsets } from 'tributary/text';
import type { Extraction } from './extract.js';
import { reviewOf } from './review.js';

/** What a model is asked for: each field with the words of the document that it was read from. */
export const modelFields = z.object({
  fields: z.array(z.object({ name: z.string(), value: z.string(), quote: z.string() })).max(40),
});

type Field = Extraction['fields'][number];

const agreed = 0.98;
const quoted = 0.8;
/** How sure the rules must be to stand against a model that reads something else. */
const strongRule = 0.9;

/**
 * Joins what the model read with what the rules found. A value of the model counts only when its quote stands in the
 * document, and gets the place of the quote; where both agree the field is nearly sure; where they differ and neither
 * is strong a person should look.
 */
export function confirmFields(
  pages: readonly PageText[],
  byRule: Extraction,
  { fields: answered }: z.infer<typeof modelFields>,
): Extraction {
  const fields = new Map(byRule.fields.map((field) => [field.name, field]));
  const disputed: Extraction['review'] = [];
  for (const { name, value, quote } of answered) {
    const place = findQuote(pages, quote);
    if (place === null || name === 'lines' || value === '') continue;
    const rule = fields.get(name);
    if (rule && sameValue(rule, value)) fields.set(name, { ...rule, confidence: agreed });
    else if (!rule || rule.confidence < strongRule) {
      if (rule)
        disputed.push({ field: name, reason: `rules read ${String(rule.value)}, the model ${value}` });
      fields.set(name, { name, value, confidence: rule ? quoted - 0.2 : quoted, ...place });
    }
  }
  const all = [...fields.values()];
  const names = new Set(disputed.map(({ field }) => field));
  return { fields: all, review: [...disputed, ...reviewOf(all).filter(({ field }) => !names.has(field))] };
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
