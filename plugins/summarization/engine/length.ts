import { z } from 'tributary/sdk';
import type { Audience } from './audience.js';

export const lengths = ['SHORT', 'MEDIUM', 'LONG'] as const;
/** How much is said: about 30, 65 or 180 words, or 2, 4 or 9 sentences of a written text. */
export type Length = (typeof lengths)[number];
export const lengthSchema = z.enum(lengths);

/** What a summary shall be. */
export interface Wanted {
  /** About how many words. */
  words: number;
  /** At most so many sentences; null where the words decide. */
  sentences: number | null;
  /** How many sentences of a written text. */
  count: number;
  audience: Audience;
}

const measures: Readonly<Record<Length, { words: number; count: number }>> = {
  SHORT: { words: 30, count: 2 },
  MEDIUM: { words: 65, count: 4 },
  LONG: { words: 180, count: 9 },
};
const wordsOfSentence = 18;

/** A number of sentences says more exactly what is wanted than a length. */
export function wantedOf(input: {
  sentences: number | null;
  length: Length | null;
  audience: Audience;
}): Wanted {
  const { words, count } = measures[input.length ?? 'MEDIUM'];
  const { sentences, audience } = input;
  if (sentences === null) return { words, sentences: null, count, audience };
  return { words: Math.max(words, sentences * wordsOfSentence), sentences, count: sentences, audience };
}
