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
  const right = (vector: readonly number[]) =>
    vector.length === wanted &&
    wanted > 0 &&
    vector.every(Number.isFinite) &&
    vector.some((one) => one !== 0);
  if (vectors.length !== texts || !vectors.every(right)) throw new ProviderFailure({ class: 'malformed' });
  return vectors.map((vector) => [...vector]);
}
