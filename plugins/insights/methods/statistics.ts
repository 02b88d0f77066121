/** The middle of the values; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

export const average = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The sum of squared distances from the mean. */
export function squares(values: readonly number[]): number {
  const middle = average(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
}

/** For normal values the median of their absolute deviations, times this, is their standard deviation. */
export const madScale = 1.4826;

/**
 * A standard deviation that few wild values do not move: the scaled median of absolute deviations from the median, or the
 * scaled mean of these when more than half of the values are equal (Iglewicz and Hoaglin, "How to Detect and Handle
 * Outliers", 1993).
 */
export function robustDeviation(values: readonly number[]): number {
  const middle = median(values);
  const deviations = values.map((value) => Math.abs(value - middle));
  return madScale * median(deviations) || 1.2533 * average(deviations);
}

/** `values` with the gaps filled on the straight line between their neighbours; ends repeat the nearest value. */
export function withoutGaps(values: readonly (number | null)[]): number[] {
  const known = [...values.entries()].filter((entry): entry is [number, number] => entry[1] !== null);
  return values.map((value, at) => {
    if (value !== null) return value;
    const before = known.findLast(([place]) => place < at);
    const after = known.find(([place]) => place > at);
    if (!before || !after) return (before ?? after)?.[1] ?? 0;
    return before[1] + ((after[1] - before[1]) * (at - before[0])) / (after[0] - before[0]);
  });
}
