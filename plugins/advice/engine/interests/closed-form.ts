/** A symmetric matrix of n rows, row by row. */
export interface Square {
  readonly size: number;
  readonly values: Float64Array;
}

/** Given between rows, so that whoever shares the thread is not kept waiting. */
export type Breathe = () => Promise<void> | void;

/**
 * How much an interest in one item speaks for each other one, from what people did and from what the items have in
 * common. EASE^R (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019): the item-item weights B with
 * zero diagonal that minimise |X - XB|² + λ|B|², in closed form from P = (XᵀX + λI)^-1 as B_ij = -P_ij / P_jj. The
 * features of the items enter as further rows, as of people who like all that has a feature (CEASE; Jeunen, Van Balen
 * and Goethals, "Closed-Form Models for Collaborative Filtering with Side-Information", RecSys 2020), so that an item
 * that nobody has touched has neighbours too. `gram` is XᵀX with those rows and is used up.
 */
export async function closedFormWeights(gram: Square, ridge: number, breathe: Breathe): Promise<Square> {
  const { size, values } = gram;
  for (let at = 0; at < size; at += 1) values[at * size + at] = (values[at * size + at] ?? 0) + ridge;
  await invert(gram, breathe);
  for (let row = 0; row < size; row += 1)
    for (let column = row + 1; column < size; column += 1) {
      const shared = values[row * size + column] ?? 0;
      values[row * size + column] = -shared / (values[column * size + column] ?? 1);
      values[column * size + row] = -shared / (values[row * size + row] ?? 1);
    }
  for (let at = 0; at < size; at += 1) values[at * size + at] = 0;
  return gram;
}

/** In its place, by Gauss and Jordan; a positive definite matrix needs no pivots. */
async function invert({ size, values }: Square, breathe: Breathe): Promise<void> {
  for (let pivot = 0; pivot < size; pivot += 1) {
    const own = values.subarray(pivot * size, (pivot + 1) * size);
    const scale = 1 / (own[pivot] ?? 1);
    own[pivot] = 1;
    for (let at = 0; at < size; at += 1) own[at] = (own[at] ?? 0) * scale;
    for (let row = 0; row < size; row += 1) {
      if (row === pivot) continue;
      const other = values.subarray(row * size, (row + 1) * size);
      const factor = other[pivot] ?? 0;
      if (factor === 0) continue;
      other[pivot] = 0;
      for (let at = 0; at < size; at += 1) other[at] = (other[at] ?? 0) - factor * (own[at] ?? 0);
    }
    await breathe();
  }
}
