import { ProviderFailure } from '../providers/provider.js';

/**
 * The vectors of an answer, if there is one a text, each of as many finite numbers as wanted.
 * @throws ProviderFailure `malformed`
 */
export function checkedVectors(
  vectors: readonly (readonly number[])[],
  texts: number,
  dimensions: number | null,
): number[][] {
  const wanted = dimensions ?? vectors[0]?.length ?? 0;
  if (vectors.length !== texts || !vectors.every((vector) => usableVector(vector, wanted)))
    throw new ProviderFailure({ class: 'malformed' });
  return vectors.map((vector) => [...vector]);
}

/** Whether a vector can be compared: its length is a finite number other than 0, in the 32-bit floats that are stored. */
export function usableVector(vector: readonly number[], dimensions: number): boolean {
  const square = vector.reduce((sum, one) => sum + Math.fround(one) ** 2, 0);
  const rounded = Math.fround(square);
  return vector.length === dimensions && dimensions > 0 && Number.isFinite(rounded) && rounded > 0;
}
