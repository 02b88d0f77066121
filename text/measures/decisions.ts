/** What was said of one record, and what is right. */
export interface Decided {
  readonly expected: boolean;
  readonly found: boolean;
}

/** The mean of the shares that are right of the positives and of the negatives; of one class alone, its share. */
export function balancedAccuracy(decided: readonly Decided[]): number {
  const shares = [true, false].flatMap((expected) => {
    const all = decided.filter((one) => one.expected === expected);
    return all.length === 0 ? [] : [all.filter(({ found }) => found === expected).length / all.length];
  });
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** The harmonic mean of precision and recall of the positives (van Rijsbergen 1979); 0 when none was found. */
export function f1Score(decided: readonly Decided[]): number {
  const right = decided.filter(({ expected, found }) => expected && found).length;
  const wrong = decided.filter(({ expected, found }) => expected !== found).length;
  return right === 0 ? 0 : (2 * right) / (2 * right + wrong);
}
