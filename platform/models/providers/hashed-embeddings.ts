import { fnv1a } from '#text';
import { estimateTokens } from '../context/estimate-tokens.js';
import type { EmbeddingProvider } from './provider.js';

const usualDimensions = 256;
const usualBatch = 64;
const gramLength = 3;
/** A whole word says more than a piece of it. */
const wordWeight = 2;

/**
 * Vectors for tests, from the words of a text and their trigrams by the hashing trick (Weinberger et al., 2009): texts
 * that share words are near each other, nothing else is known of meaning. The same text always has the same vector;
 * another model name is another space.
 */
export function hashedEmbeddings({
  model,
  dimensions = usualDimensions,
  batchSize = usualBatch,
}: {
  readonly model: string;
  readonly dimensions?: number | undefined;
  readonly batchSize?: number | undefined;
}): EmbeddingProvider {
  return {
    name: 'scripted',
    model,
    batchSize,
    embed(texts, signal) {
      signal.throwIfAborted();
      const inputTokens = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
      const usage = {
        inputTokens,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        outputTokens: 0,
        reasoningTokens: 0,
      };
      return Promise.resolve({ vectors: texts.map((text) => vectorOf(text, model, dimensions)), usage });
    },
  };
}

function vectorOf(text: string, model: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  const add = (feature: string, weight: number) => {
    const hash = fnv1a(`${model}\n${feature}`) >>> 0;
    const at = hash % dimensions;
    // The sign keeps what falls together from adding up.
    vector[at] = (vector[at] ?? 0) + ((hash >>> 16) & 1 ? weight : -weight);
  };
  for (const [word] of text
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}]+/gu)) {
    add(word, wordWeight);
    const padded = `^${word}$`;
    for (let at = 0; at + gramLength <= padded.length; at += 1) add(padded.slice(at, at + gramLength), 1);
  }
  const length = Math.hypot(...vector);
  // A text without words has a direction too: no index takes a vector of length 0.
  return length === 0 ? [1, ...vector.slice(1)] : vector.map((value) => value / length);
}
