import { learnInterests } from '../../../plugins/advice/engine/interests/learn.js';
import { rankItems } from '../../../plugins/advice/engine/interests/rank.js';
import type { MadeData, MadePerson } from './made-people.js';

/** Orders what a person has not touched, best first. */
export type Ranker = (person: MadePerson) => string[];

/** The recommender of the plugin `advice`: learned once, and asked as `itemsForMe` asks it. */
export async function learnedRanker({ items, people }: MadeData): Promise<Ranker> {
  const model = await learnInterests(items, people);
  const near = new Map(model.items.map((item) => [item.id, item.near]));
  return (person) => {
    const traits = model.traits.filter(({ name }) => person.traits.includes(name));
    return rankItems({ near, traits, popular: model.popular }, person, items, items).map(({ id }) => id);
  };
}

/** What most people want comes first, for everybody. */
export function popularityRanker({ items, people }: MadeData): Ranker {
  const counts = countsOf(people);
  const order = items
    .map(({ id }) => id)
    .sort((one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0));
  return ({ voices }) => without(order, voices);
}

const neighbours = 50;
/** Draws the likeness of items that few people have touched towards none. */
const shrinkage = 5;

/** Item-based nearest neighbours (Sarwar et al., WWW 2001): the sum of the cosines with what the person has touched. */
export function neighbourRanker({ items, people }: MadeData): Ranker {
  const counts = countsOf(people);
  const together = new Map<string, Map<string, number>>();
  for (const { voices } of people)
    for (const { item } of voices)
      for (const { item: other } of voices) {
        const row = together.get(item) ?? new Map<string, number>();
        together.set(item, row);
        if (other !== item) row.set(other, (row.get(other) ?? 0) + 1);
      }
  const near = new Map(
    [...together].map(([item, row]) => {
      const scored = [...row].map(([other, count]): [string, number] => [
        other,
        count / (Math.sqrt((counts.get(item) ?? 0) * (counts.get(other) ?? 0)) + shrinkage),
      ]);
      return [item, scored.sort(([, one], [, more]) => more - one).slice(0, neighbours)] as const;
    }),
  );
  return ({ voices }) => {
    const scores = new Map<string, number>();
    for (const { item } of voices)
      for (const [other, score] of near.get(item) ?? []) scores.set(other, (scores.get(other) ?? 0) + score);
    // Where it knows nothing it falls back on popularity, as it is used.
    const rank = (id: string) => (scores.get(id) ?? 0) + (counts.get(id) ?? 0) * 1e-6;
    return without(
      items.map(({ id }) => id).sort((one, other) => rank(other) - rank(one)),
      voices,
    );
  };
}

function countsOf(people: readonly MadePerson[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { voices } of people)
    for (const { item } of voices) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

function without(order: readonly string[], voices: MadePerson['voices']): string[] {
  const touched = new Set(voices.map(({ item }) => item));
  return order.filter((id) => !touched.has(id));
}
