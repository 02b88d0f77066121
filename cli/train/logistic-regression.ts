/** One example: the features that it has (index and value), and whether it is positive. */
export interface Example {
  features: readonly (readonly [index: number, value: number])[];
  positive: boolean;
  /** How much it counts; 1 if not given. */
  weight?: number;
}

export interface LinearModel {
  weights: Float64Array;
  bias: number;
}

const rounds = 400;
const step = 0.5;

/**
 * Logistic regression with an L2 penalty, by full-batch gradient descent with a step a coordinate (AdaGrad: Duchi, Hazan,
 * Singer 2011). Both classes count the same in all, whatever their sizes.
 * @param penalty of the weights, relative to the mean loss of an example; the bias is free
 */
export function logisticRegression(
  examples: readonly Example[],
  { size, penalty }: { size: number; penalty: number },
): LinearModel {
  const weights = new Float64Array(size);
  const seen = new Float64Array(size + 1);
  const slope = new Float64Array(size);
  const shares = sharesOf(examples);
  let bias = 0;
  for (let round = 0; round < rounds; round += 1) {
    slope.fill(0);
    let biasSlope = 0;
    for (const [at, example] of examples.entries()) {
      const error =
        (probability({ weights, bias }, example.features) - Number(example.positive)) * (shares[at] ?? 0);
      biasSlope += error;
      for (const [index, value] of example.features) slope[index] = (slope[index] ?? 0) + error * value;
    }
    for (let index = 0; index < size; index += 1) {
      const weight = weights[index] ?? 0;
      weights[index] = weight - moved(seen, index, (slope[index] ?? 0) + penalty * weight);
    }
    bias -= moved(seen, size, biasSlope);
  }
  return { weights, bias };
}

/** From 0 to 1. */
export function probability({ weights, bias }: LinearModel, features: Example['features']): number {
  let sum = bias;
  for (const [index, value] of features) sum += (weights[index] ?? 0) * value;
  return 1 / (1 + Math.exp(-sum));
}

function moved(seen: Float64Array, index: number, slope: number): number {
  const squares = (seen[index] ?? 0) + slope * slope;
  seen[index] = squares;
  return squares === 0 ? 0 : (step * slope) / Math.sqrt(squares);
}

/** What each example counts, so that each class has half of 1. */
function sharesOf(examples: readonly Example[]): number[] {
  const total = (positive: boolean) =>
    examples.reduce((sum, example) => sum + (example.positive === positive ? (example.weight ?? 1) : 0), 0);
  const [positives, negatives] = [total(true), total(false)];
  return examples.map(({ positive, weight = 1 }) => weight / (2 * (positive ? positives : negatives)));
}
