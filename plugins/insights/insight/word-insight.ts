import { AppError, defineCapability, z } from 'tributary/sdk';
import { codePointLength } from 'tributary/text';
import type { TracedNumber } from './words.js';

const part = z.object({ text: z.string().max(300), start: z.int(), end: z.int() });

/**
 * Says an insight in other words. A model may choose the words, never a value: each value of the draft must stand in its
 * text as it was written, and no other number may; else the draft stays.
 */
export const wordInsight = defineCapability({
  id: 'insights.word',
  description: 'Says an insight in words for people; every number stays as it was computed.',
  needs: ['models'],
  input: z.object({
    draft: z.string().min(1).max(2_000),
    /** The values that the draft holds, in their order. */
    values: z.array(z.string().min(1).max(300)).max(40),
  }),
  output: z.object({ text: z.string(), places: z.array(part) }),
  documentsOf: () => [],
  maxOutputTokens: 300,
  async *model({ draft, values }, { models }) {
    const { sentence } = await models.complete({
      prompt: 'word-insight',
      variables: { draft, values: values.map((value) => `- ${value}`).join('\n') },
      schema: z.strictObject({ sentence: z.string().min(1).max(1_000) }),
    });
    const places = placesOf(sentence, values);
    if (places) return { text: sentence, places };
    throw new AppError('OUTPUT_SCHEMA', { capability: 'insights.word' });
  },
  // biome-ignore lint/correctness/useYield: it is there at once
  async *builtIn({ draft, values }) {
    return { text: draft, places: placesOf(draft, values) ?? [] };
  },
});

/**
 * Where each value stands in a text (code points), in the order of the values; null when one is missing, when one is a
 * part of another number, or when a number is left that is none of them.
 */
export function placesOf(text: string, values: readonly string[]): z.infer<typeof part>[] | null {
  const taken: { start: number; end: number }[] = [];
  const places: z.infer<typeof part>[] = [];
  // The longest first, so that a short one is not found within it.
  const order = [...values.keys()].sort(
    (one, other) => (values[other] ?? '').length - (values[one] ?? '').length,
  );
  for (const at of order) {
    const value = values[at] ?? '';
    const start = findFree(text, value, taken);
    if (start < 0) return null;
    taken.push({ start, end: start + value.length });
    const begin = codePointLength(text.slice(0, start));
    places[at] = { text: value, start: begin, end: begin + codePointLength(value) };
  }
  return /\p{N}/u.test(maskedText(text, taken)) ? null : places;
}

function findFree(text: string, value: string, taken: readonly { start: number; end: number }[]): number {
  for (let start = text.indexOf(value); start >= 0; start = text.indexOf(value, start + 1)) {
    const end = start + value.length;
    const isFree = taken.every((each) => end <= each.start || start >= each.end);
    const [before, after] = [text[start - 1] ?? ' ', text[end] ?? ' '];
    const isWhole =
      !(/\d/.test(value[0] ?? '') && /[\d.,]/.test(before)) && !(/\d$/.test(value) && /\d/.test(after));
    if (isFree && isWhole) return start;
  }
  return -1;
}

function maskedText(text: string, taken: readonly { start: number; end: number }[]): string {
  return [...taken]
    .sort((one, other) => other.start - one.start)
    .reduce((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text);
}

/** The numbers of a draft at the places that they have in other words. */
export const movedNumbers = (
  numbers: readonly TracedNumber[],
  places: readonly { start: number; end: number }[],
): TracedNumber[] =>
  numbers.map((number, at) => ({ ...number, start: places[at]?.start ?? 0, end: places[at]?.end ?? 0 }));
