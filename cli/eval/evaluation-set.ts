import type { Measured } from './figure.js';

export interface SetOptions {
  data: string;
  split: string;
  say(line: string): void;
}

export interface EvaluationSet {
  name: string;
  /** Measures; a text says which data is missing. */
  measure(options: SetOptions): Promise<Measured | string>;
}
