/**
 * How far an amount lies from those before it: the modified z-score over the median absolute deviation (Iglewicz and
 * Hoaglin, "How to Detect and Handle Outliers", 1993); beyond 3.5 is an outlier. Null with fewer than five to compare.
 */
export function amountAnomaly(amount: number, before: readonly number[]): number | null {
  if (before.length < 5) return null;
  const middle = median(before);
  const deviation = median(before.map((value) => Math.abs(value - middle)));
  // All alike: any clear difference is an outlier.
  const scale = deviation > 0 ? deviation / 0.6745 : Math.max(Math.abs(middle) * 0.01, 0.01);
  return Math.abs(amount - middle) / scale;
}

export const outlier = 3.5;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}
