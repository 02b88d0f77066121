import { malformed } from './failure.js';

/** Enough for 2,048 vectors of 3,072 numbers with all their digits. */
export const mostVectorBytes = 256 * 1024 * 1024;

/** As many vectors as texts, all of one length, of finite numbers. @throws ProviderFailure `malformed` */
export function checkedVectors(vectors: number[][], texts: number, dimensions?: number): number[][] {
  const length = dimensions ?? vectors[0]?.length ?? 0;
  const isWhole = (vector: number[]) =>
    vector.length === length && length > 0 && vector.every((number) => Number.isFinite(number));
  if (vectors.length !== texts || !vectors.every(isWhole)) throw malformed();
  return vectors;
}
