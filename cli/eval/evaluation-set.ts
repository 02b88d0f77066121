import type { Measured } from './figure.js';

export interface SetOptions {
  data: string;
  split: string;
  say(line: string): void;
}

export interface EvaluationSet {
  name: string;
  /** Whether it makes its data itself, from a seed. */
  makesData?: boolean;
  /** Measures; a text says which data is missing. */
  measure(options: SetOptions): Promise<Measured | string>;
}
