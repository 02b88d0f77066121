import { words } from './tokens.js';

/** The share of common members of two sets: |A and B| / |A or B|; 1 for two empty sets (Jaccard, 1901). */
export function jaccard<T>(left: ReadonlySet<T>, right: ReadonlySet<T>): number {
  if (left.size === 0 && right.size === 0) return 1;
  let common = 0;
  for (const member of left) if (right.has(member)) common++;
  return common / (left.size + right.size - common);
}

/** The part of `part` that stands in `whole`, 0..1; 1 when `part` is empty (Broder 1997). */
export function containment<T>(part: ReadonlySet<T>, whole: ReadonlySet<T>): number {
  if (part.size === 0) return 1;
  let common = 0;
  for (const member of part) if (whole.has(member)) common++;
  return common / part.size;
}

/** The runs of `width` words of a text, for near-duplicate detection; a shorter text gives one (Broder 1997). */
export function shingles(text: string | readonly string[], width = 3): Set<string> {
  const sequence = typeof text === 'string' ? words(text) : text;
  const found = new Set<string>();
  if (sequence.length > 0 && sequence.length < width) found.add(sequence.join(' '));
  for (let index = 0; index + width <= sequence.length; index++)
    found.add(sequence.slice(index, index + width).join(' '));
  return found;
}

/** The Jaccard similarity of the word runs of two texts, 0..1: 1 for the same words in the same order. */
export function textSimilarity(left: string, right: string, width = 3): number {
  return jaccard(shingles(left, width), shingles(right, width));
}

/** The cosine of two sparse vectors, 0..1 for non-negative weights; 0 when one is empty. */
export function cosine<T>(left: ReadonlyMap<T, number>, right: ReadonlyMap<T, number>): number {
  const [small, large] = left.size <= right.size ? [left, right] : [right, left];
  let product = 0;
  for (const [key, weight] of small) product += weight * (large.get(key) ?? 0);
  const norm = length(left) * length(right);
  return norm === 0 ? 0 : product / norm;
}

function length<T>(vector: ReadonlyMap<T, number>): number {
  let sum = 0;
  for (const weight of vector.values()) sum += weight * weight;
  return Math.sqrt(sum);
}

/** The cosine of two dense vectors of one length, -1..1; 0 when one has no length. */
export function vectorCosine(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let product = 0;
  let leftSquares = 0;
  let rightSquares = 0;
  for (let at = 0; at < left.length; at++) {
    const one = left[at] ?? 0;
    const other = right[at] ?? 0;
    product += one * other;
    leftSquares += one * one;
    rightSquares += other * other;
  }
  return leftSquares === 0 || rightSquares === 0 ? 0 : product / Math.sqrt(leftSquares * rightSquares);
}
