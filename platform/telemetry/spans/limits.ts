import type { SpanAttributes } from '#platform';

/** The most spans of one run; a capability that loops may begin more, which are counted and not kept. */
export const mostSpans = 256;
const longestText = 200;
const longestList = 50;
const longestContent = 64 * 1024;

/** A span's name or an attribute's text, cut. */
export const shortened = (text: string): string =>
  text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`;

/** Attributes that stay small whatever they are made from: long texts and lists are cut. */
export function bounded(attributes: SpanAttributes): SpanAttributes {
  const entries = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, boundedValue(value)])) as SpanAttributes;
}

function boundedValue(value: unknown): unknown {
  if (typeof value === 'string') return shortened(value);
  if (!Array.isArray(value)) return value;
  const kept = value.length <= longestList ? value : value.slice(0, longestList);
  return kept.map((item) => (typeof item === 'string' ? shortened(item) : item));
}

/** Content as plain data that no longer changes; what is too long is kept as the beginning of its text. */
export function frozenContent(value: unknown): { value: unknown; length: number } {
  const text = JSON.stringify(value) ?? 'null';
  if (text.length <= longestContent) return { value: JSON.parse(text) as unknown, length: text.length };
  const whole = typeof value === 'string' ? value : text;
  return { value: { cut: true, text: whole.slice(0, longestContent) }, length: longestContent };
}
