import { cosine, FeatureSpace } from './features.js';
import type { Item, Person, Weights } from './interest.js';

/** What a model says of the items that one person knows, and of its like. */
interface Known {
  /** Of items that the person has a voice on: what goes with them. */
  near: ReadonlyMap<string, Weights>;
  /** Those of the person's traits that the model knows. */
  traits: readonly { name: string; people: number; liked: Weights }[];
  popular: Weights;
}

/** Why an item stands where it stands: by what counted most. */
export type Because =
  | { basis: 'ACTIVITY'; item: string }
  | { basis: 'CONTENT'; item: string; features: string[] }
  | { basis: 'TRAIT'; trait: string }
  | { basis: 'POPULAR' }
  | { basis: 'NEW' };

export interface Ranked {
  id: string;
  score: number;
  because: Because;
}

/** Set by the made data of other seeds than the one that is reported; see README. */
const settings = {
  /** So many voices of one's own weigh as much as what others of one's traits want. */
  priorVoices: 5,
  /** Of likeness by features, for what the model knows nothing of. */
  content: 0.3,
  /** Of what everybody wants, beside what one's like want. */
  popular: 0.3,
};

/**
 * Candidates in the order in which a person is likely to want them. What the person did counts by the learned weights
 * and by likeness in features, at once and without learning anew; with few voices what others with the same traits
 * want counts more (and then what everybody wants), and with none of either the newest come first, as they were given.
 */
export function rankItems(
  known: Known,
  person: Person,
  candidates: readonly Item[],
  own: readonly Item[],
): Ranked[] {
  const voices = new Map(person.voices.map(({ item, weight }) => [item, weight]));
  const count = person.voices.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  const prior = settings.priorVoices / (settings.priorVoices + count);
  const scores = new Scores();
  for (const [item, weight] of voices)
    for (const [near, by] of known.near.get(item) ?? [])
      scores.add(near, weight * by, { basis: 'ACTIVITY', item });
  for (const { name, liked } of known.traits)
    for (const [item, share] of liked)
      scores.add(item, (prior * share) / known.traits.length, { basis: 'TRAIT', trait: name });
  for (const [item, share] of known.popular)
    scores.add(item, prior * settings.popular * share, { basis: 'POPULAR' });
  addLikeness(scores, voices, candidates, own);
  const ranked = candidates
    .filter(({ id }) => !voices.has(id))
    .map(({ id }): Ranked => ({ id, ...scores.of(id) }));
  return ranked.sort((one, other) => other.score - one.score);
}

/** A candidate that is like what the person wants, or like what it does not want. */
function addLikeness(
  scores: Scores,
  voices: ReadonlyMap<string, number>,
  candidates: readonly Item[],
  own: readonly Item[],
): void {
  const wanted = own.filter(({ id }) => voices.has(id));
  const space = new FeatureSpace([...candidates, ...wanted]);
  const vectors = wanted.map((item) => ({
    item,
    vector: space.vector(item),
    weight: voices.get(item.id) ?? 0,
  }));
  const length = vectors.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  if (length === 0) return;
  for (const candidate of candidates) {
    const vector = space.vector(candidate);
    for (const { item, vector: other, weight } of vectors) {
      const likeness = cosine(vector, other);
      if (likeness === 0) continue;
      const features = candidate.features.filter((feature) => item.features.includes(feature));
      scores.add(candidate.id, (settings.content * weight * likeness) / length, {
        basis: 'CONTENT',
        item: item.id,
        features,
      });
    }
  }
}

/** Sums by item, with the part that counted most. */
class Scores {
  private readonly sums = new Map<string, { score: number; most: number; because: Because }>();

  add(item: string, part: number, because: Because): void {
    const before = this.sums.get(item);
    const score = (before?.score ?? 0) + part;
    const isMost = part > (before?.most ?? 0);
    this.sums.set(item, {
      score,
      most: isMost ? part : (before?.most ?? 0),
      because: isMost ? because : (before?.because ?? { basis: 'NEW' }),
    });
  }

  of(item: string): { score: number; because: Because } {
    const { score, because } = this.sums.get(item) ?? { score: 0, because: { basis: 'NEW' as const } };
    return { score: Math.round(score * 1e6) / 1e6, because };
  }
}
