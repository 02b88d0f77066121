import { type Breathe, closedFormWeights, type Square } from './closed-form.js';
import { cosine, FeatureSpace } from './features.js';
import type { InterestModel, Item, Person, Weights } from './interest.js';

/** Set by the made data of other seeds than the one that is reported; see README. */
const settings = {
  /** Of the squared weights: the more people there are, the less what a few do says. */
  leastRidge: 4,
  ridgeOfPerson: 0.25,
  /** How many people the likeness of two items by their features counts for. */
  content: 2,
  /** Kept neighbours of an item. */
  near: 60,
  /** Kept items of a trait, and of all. */
  liked: 100,
};

/** Learns what goes with what. Takes about n³ steps for n items, a second for a thousand. */
export async function learnInterests(
  items: readonly Item[],
  people: readonly Person[],
  breathe: Breathe = () => undefined,
): Promise<InterestModel> {
  const places = new Map(items.map(({ id }, at) => [id, at]));
  const wanted = people.map(({ voices }) =>
    voices.flatMap(({ item, weight }): [number, number][] => {
      const at = places.get(item);
      return at === undefined || weight <= 0 ? [] : [[at, weight]];
    }),
  );
  const gram: Square = { size: items.length, values: new Float64Array(items.length ** 2) };
  await addContent(gram, items, breathe);
  for (const row of wanted) addPerson(gram, row);
  const ridge = Math.max(settings.leastRidge, settings.ridgeOfPerson * people.length);
  const weights = await closedFormWeights(gram, ridge, breathe);
  const popular = sharesOf(items, wanted);
  const names = new Set(people.flatMap(({ traits }) => traits));
  return {
    people: people.length,
    items: items.map((item, at) => ({ ...item, near: nearest(weights, items, at) })),
    popular,
    traits: [...names].map((name) => {
      const own = wanted.filter((_, at) => people[at]?.traits.includes(name));
      return { name, people: own.length, liked: sharesOf(items, own) };
    }),
  };
}

function addPerson({ size, values }: Square, row: readonly (readonly [number, number])[]): void {
  for (const [one, left] of row)
    for (const [other, right] of row)
      values[one * size + other] = (values[one * size + other] ?? 0) + left * right;
}

/** The Gram matrix of the features' rows: the cosines of the items. */
async function addContent({ size, values }: Square, items: readonly Item[], breathe: Breathe): Promise<void> {
  const space = new FeatureSpace(items);
  const vectors = items.map((item) => space.vector(item));
  for (const [one, left] of vectors.entries()) {
    for (let other = one; other < size; other += 1) {
      const likeness = settings.content * cosine(left, vectors[other] ?? new Map());
      values[one * size + other] = likeness;
      values[other * size + one] = likeness;
    }
    await breathe();
  }
}

function nearest({ size, values }: Square, items: readonly Item[], at: number): Weights {
  const row = values.subarray(at * size, (at + 1) * size);
  return items
    .map(({ id }, other) => [id, row[other] ?? 0] as const)
    .filter(([, weight]) => weight !== 0)
    .sort(([, one], [, other]) => other - one)
    .slice(0, settings.near)
    .map(([id, weight]) => [id, Math.round(weight * 1e5) / 1e5]);
}

/** Of people who want each item, drawn towards none by two who want nothing. */
function sharesOf(
  items: readonly Item[],
  wanted: readonly (readonly (readonly [number, number])[])[],
): Weights {
  const sums = new Float64Array(items.length);
  for (const row of wanted) for (const [at, weight] of row) sums[at] = (sums[at] ?? 0) + weight;
  return items
    .map(({ id }, at) => [id, (sums[at] ?? 0) / (wanted.length + 2)] as const)
    .filter(([, share]) => share > 0)
    .sort(([, one], [, other]) => other - one)
    .slice(0, settings.liked)
    .map(([id, share]) => [id, Math.round(share * 1e5) / 1e5]);
}
