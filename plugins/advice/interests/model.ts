import { defineCollection, type StoreService, type StoreWrite, z } from 'tributary/sdk';
import type { InterestModel, Weights } from '../engine/interests/interest.js';

const weights = z.array(z.tuple([z.string(), z.number()]));
const summary = z.object({
  /** ISO 8601 in UTC. */
  learnedAt: z.string(),
  people: z.int(),
  items: z.int(),
  popular: weights,
  traits: z.array(z.object({ name: z.string(), people: z.int(), liked: weights })),
});
type LearnedSummary = z.output<typeof summary>;

const item = z.object({ features: z.array(z.string()), near: weights });
export type LearnedItem = z.output<typeof item>;

const models = defineCollection({ name: 'interests', schema: summary });
/** Under the id of the document, with which it goes. */
const items = defineCollection({ name: 'interest-items', schema: item });

const current = 'current';
/** Fewer would tell what one of them did. */
const leastPeople = 2;
const mostTraits = 40;
const writesAtOnce = 1000;

/** Null until something was learned. */
export const readSummary = (store: StoreService): Promise<LearnedSummary | null> =>
  models.in(store).get(current);

/** What was learned of these documents; null for those that it knows nothing of. */
export async function readItems(
  store: StoreService,
  documentIds: readonly string[],
): Promise<Map<string, LearnedItem>> {
  const found = documentIds.length > 0 ? await items.in(store).getMany(documentIds) : [];
  return new Map(
    documentIds.flatMap((id, at) => {
      const each = found[at];
      return each ? [[id, each] as const] : [];
    }),
  );
}

/** Puts what was learned in the place of what was before. */
export async function keepModel(store: StoreService, model: InterestModel, learnedAt: string): Promise<void> {
  const plain = (list: Weights) => list.map(([id, weight]): [string, number] => [id, weight]);
  const writes: StoreWrite[] = model.items.map(({ id, features, near }) => ({
    collection: items.name,
    key: id,
    value: { features: [...features], near: plain(near) },
  }));
  for (let at = 0; at < writes.length; at += writesAtOnce)
    await store.change(writes.slice(at, at + writesAtOnce));
  const traits = model.traits.filter(({ people }) => people >= leastPeople).slice(0, mostTraits);
  await models.in(store).put(current, {
    learnedAt,
    people: model.people,
    items: model.items.length,
    popular: model.people >= leastPeople ? plain(model.popular) : [],
    traits: traits.map(({ name, people, liked }) => ({ name, people, liked: plain(liked) })),
  });
}
