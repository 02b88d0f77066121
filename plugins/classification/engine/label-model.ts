import { cosine, createAnalyser, guessLanguage, tokens } from 'tributary/text';

/** What a label is, by examples. */
export interface LabelExamples {
  label: string;
  texts: readonly string[];
}
/** A label with how sure it is. */
export interface LabelScore {
  label: string;
  confidence: number;
}

type Vector = ReadonlyMap<string, number>;
const shownCharacters = 8_000;
const gram = 4;
const gramWeight = 0.5;
/** Sharpness of the softmax over cosines: chosen by leaving examples out, the middle one where there are too few. */
const sharpnesses = [5, 10, 15, 20, 30, 45, 60] as const;
const usualSharpness = 15;
const leastExamples = 6;
/** A text that is this much less like a label than its own examples are to each other is of none. */
const strangeness = 0.5;
const usualLikeness = 0.35;
/** A few examples make nobody certain. */
const surest = 0.99;

/**
 * Sorts texts by a few examples of each label: nearest centroid over tf-idf of word stems and character 4-grams (Rocchio as
 * in Joachims, ICML 1997; n-grams after Cavnar and Trenkle 1994), so that inflected words and other spellings count. The
 * confidence is a softmax whose sharpness makes examples that were left out most likely (temperature scaling: Guo et al.,
 * ICML 2017), lowered for a text that is like no label. The best label first.
 */
export function labelModel(labels: readonly LabelExamples[]): (text: string) => LabelScore[] {
  const analyser = createAnalyser(guessLanguage(labels.flatMap(({ texts }) => texts).join('\n')).language);
  const counted = labels.map(({ texts }) => texts.map((text) => counts(text, analyser.terms)));
  const all = counted.flat();
  const holders = new Map<string, number>();
  for (const each of all) for (const term of each.keys()) holders.set(term, (holders.get(term) ?? 0) + 1);
  const weigh = (found: Vector) => weighed(found, holders, all.length);
  const vectors = counted.map((texts) => texts.map(weigh));
  const centroids = vectors.map((texts) => centroid(texts));
  const left = heldOut(vectors);
  const sharpness = all.length < leastExamples || left.length === 0 ? usualSharpness : likeliest(left);
  const own = left.map(({ likeness, at }) => likeness[at] ?? 0).filter((value) => value > 0);
  const usual = own.length > 0 ? own.reduce((sum, value) => sum + value, 0) / own.length : usualLikeness;
  return (text) => {
    const vector = weigh(counts(text, analyser.terms));
    const likeness = centroids.map((each) => cosine(vector, each));
    const known = Math.min(1, Math.max(...likeness, 0) / (strangeness * usual));
    return softmax(likeness, sharpness)
      .map((share, at) => ({
        label: labels[at]?.label ?? '',
        confidence: Math.min(surest, Math.round(100 * share * known) / 100),
      }))
      .sort((one, other) => other.confidence - one.confidence);
  };
}

/** Each example of a label with several, beside the labels as they are without it. */
function heldOut(vectors: readonly (readonly Vector[])[]): { likeness: number[]; at: number }[] {
  const centroids = vectors.map((texts) => centroid(texts));
  return vectors.flatMap((texts, at) =>
    texts.length < 2
      ? []
      : texts.map((vector, own) => {
          const rest = centroid(texts.filter((_text, other) => other !== own));
          return { at, likeness: centroids.map((each, label) => cosine(vector, label === at ? rest : each)) };
        }),
  );
}

function likeliest(left: readonly { likeness: number[]; at: number }[]): number {
  const loss = (sharpness: number) =>
    left.reduce(
      (sum, { likeness, at }) => sum - Math.log(softmax(likeness, sharpness)[at] ?? Number.EPSILON),
      0,
    );
  return sharpnesses.reduce((best, each) => (loss(each) < loss(best) ? each : best));
}

function softmax(values: readonly number[], sharpness: number): number[] {
  const most = Math.max(...values);
  const powers = values.map((value) => Math.exp(sharpness * (value - most)));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function counts(text: string, termsOf: (text: string) => string[]): Vector {
  const shown = text.slice(0, shownCharacters);
  const found = new Map<string, number>();
  const add = (term: string, weight: number) => found.set(term, (found.get(term) ?? 0) + weight);
  for (const term of termsOf(shown)) add(`w:${term}`, 1);
  for (const { term } of tokens(shown)) {
    const padded = ` ${term} `;
    for (let at = 0; at + gram <= padded.length; at += 1) add(`c:${padded.slice(at, at + gram)}`, gramWeight);
  }
  return found;
}

/** Sublinear term frequency times inverse document frequency, of length 1; terms of no example say nothing. */
function weighed(found: Vector, holders: ReadonlyMap<string, number>, total: number): Vector {
  const weights = [...found].flatMap(([term, count]): [string, number][] => {
    const held = holders.get(term);
    return held === undefined ? [] : [[term, Math.log(1 + count) * Math.log(1 + total / held)]];
  });
  const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
  return new Map(weights.map(([term, weight]) => [term, weight / length]));
}

function centroid(vectors: readonly Vector[]): Vector {
  const sum = new Map<string, number>();
  for (const vector of vectors)
    for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + weight);
  return sum;
}
