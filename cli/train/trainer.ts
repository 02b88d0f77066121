/** What a trainer is given. */
export interface TrainingOptions {
  /** The folder of the evaluation data. */
  data: string;
  say(line: string): void;
}

/**
 * Learns the weights of a built-in engine from development data whose licence allows it, says the mean over folds, and
 * writes the weights beside the engine. The same data give the same weights.
 */
export interface Trainer {
  name: string;
  /** A text says which data is missing. */
  train(options: TrainingOptions): Promise<string | undefined>;
}
