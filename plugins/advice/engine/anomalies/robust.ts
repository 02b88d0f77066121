/** The score from which a value is an outlier (Iglewicz and Hoaglin 1993). */
export const outlier = 3.5;
/** Fewer values say nothing about what is usual. */
export const leastHistory = 5;

/**
 * How far a value lies from those before it: the modified z-score over the median absolute deviation (Iglewicz and
 * Hoaglin, "How to Detect and Handle Outliers", 1993). `floor` is the smallest deviation that counts as one, so that
 * values that are all alike allow a little. Null with fewer than five to compare.
 */
export function modifiedZ(value: number, before: readonly number[], floor: number): number | null {
  if (before.length < leastHistory) return null;
  const middle = median(before);
  const deviation = median(before.map((each) => Math.abs(each - middle)));
  return (value - middle) / Math.max(deviation / 0.6745, floor);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}
