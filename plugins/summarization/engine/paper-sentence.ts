import { paperFeatures } from 'tributary/text';
import learned from './learned/paper-sentence.json' with { type: 'json' };

/** The position of the sentence that says most in one: a linear model of its features, see `learned/weights.md`. */
export function tellingSentence(sentences: readonly string[], title: string | null): number {
  const scores = paperFeatures(sentences, title).map((features) =>
    features.reduce((sum, value, at) => sum + value * (learned.weights[at] ?? 0), 0),
  );
  return scores.indexOf(Math.max(...scores));
}
