/** One example: its features and what they should give. */
export interface Observation {
  features: readonly number[];
  target: number;
  /** How much it counts; 1 if not given. */
  weight?: number;
}

/**
 * The weights of the linear model with the least squared error and an L2 penalty (Hoerl and Kennard 1970), by the normal
 * equations and Gaussian elimination with row pivots. All features are penalised alike.
 */
export function ridgeRegression(observations: readonly Observation[], penalty: number): number[] {
  const size = observations[0]?.features.length ?? 0;
  const rows = Array.from({ length: size }, (_, at) => {
    const row = new Float64Array(size + 1);
    row[at] = penalty;
    return row;
  });
  for (const { features, target, weight = 1 } of observations) {
    for (const [at, row] of rows.entries()) {
      const value = (features[at] ?? 0) * weight;
      if (value === 0) continue;
      for (let other = 0; other < size; other += 1)
        row[other] = (row[other] ?? 0) + value * (features[other] ?? 0);
      row[size] = (row[size] ?? 0) + value * target;
    }
  }
  return solved(rows, size);
}

/** Solves the equations in place; the last column is the right side. */
function solved(rows: Float64Array[], size: number): number[] {
  for (let at = 0; at < size; at += 1) {
    const pivot = rows
      .slice(at)
      .reduce((best, row) => (Math.abs(row[at] ?? 0) > Math.abs(best[at] ?? 0) ? row : best));
    const found = rows.indexOf(pivot);
    [rows[at], rows[found]] = [pivot, rows[at] ?? pivot];
    for (const row of rows.slice(at + 1)) {
      const factor = (row[at] ?? 0) / (pivot[at] ?? 1);
      if (factor === 0) continue;
      for (let column = at; column <= size; column += 1)
        row[column] = (row[column] ?? 0) - factor * (pivot[column] ?? 0);
    }
  }
  const weights = new Array<number>(size).fill(0);
  for (let at = size - 1; at >= 0; at -= 1) {
    const row = rows[at] ?? new Float64Array(size + 1);
    const known = weights.reduce(
      (sum, weight, column) => (column > at ? sum + weight * (row[column] ?? 0) : sum),
      0,
    );
    weights[at] = ((row[size] ?? 0) - known) / (row[at] ?? 1);
  }
  return weights;
}
