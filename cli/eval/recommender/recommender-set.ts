import { ndcg, recall } from '#text';
import type { SetOptions } from '../evaluation-set.js';
import { type Figure, figureOf, type Measured } from '../figure.js';
import { type MadeData, type MadePerson, makePeople } from './made-people.js';
import { learnedRanker, neighbourRanker, popularityRanker, type Ranker } from './rankers.js';

/** Of the data that is reported; what is set in the recommender was set on the seeds 1, 2 and 3. */
const seed = 20_261_123;
const depth = 10;

/** Whom a figure speaks of, and what they choose from. */
interface Slice {
  name: string;
  isMember(person: MadePerson): boolean;
  /** Null: from everything. */
  choices: ReadonlySet<string> | null;
}

/** Ours beside what everybody wants and item-based nearest neighbours, on data made with a known structure. */
export async function measureRecommender({ say }: SetOptions): Promise<Measured> {
  const data = makePeople(seed);
  const began = performance.now();
  const ours = await learnedRanker(data);
  const learnMs = performance.now() - began;
  const rankers = { ours, popularity: popularityRanker(data), 'item-kNN': neighbourRanker(data) };
  say(`  seed ${seed}: ${data.people.length} people, ${data.items.length} documents`);
  const figures = slicesOf(data).flatMap((slice) =>
    Object.entries(rankers).flatMap(([name, ranker]) => figuresOf(data, slice, name, ranker)),
  );
  const asked = performance.now();
  for (const person of data.people) ours(person);
  const askMs = (performance.now() - asked) / data.people.length;
  return {
    records: data.people.length,
    door: `the engine of advice.itemsForMe, data made from seed ${seed}, what was wanted later at depth ${depth}`,
    figures,
    times: [
      { name: 'learning', ms: learnMs },
      { name: 'a list', ms: askMs },
    ],
    misses: [],
  };
}

const slicesOf = ({ coldItems }: MadeData): Slice[] => [
  { name: 'all people', isMember: () => true, choices: null },
  { name: 'new people', isMember: ({ isCold }) => isCold, choices: null },
  { name: 'new documents', isMember: () => true, choices: coldItems },
];

function figuresOf({ people }: MadeData, slice: Slice, name: string, ranker: Ranker): Figure[] {
  const judged = people.filter(slice.isMember).flatMap((person) => {
    const { choices } = slice;
    const isChoice = (id: string) => choices === null || choices.has(id);
    const wanted = person.later.filter(isChoice);
    if (wanted.length === 0) return [];
    const relevant = Object.fromEntries(wanted.map((id) => [id, 1]));
    return [{ id: person.id, ranked: ranker(person).filter(isChoice), relevant }];
  });
  return [
    figureOf(
      `NDCG@${depth} ${slice.name}: ${name}`,
      judged.map(({ id, ranked, relevant }) => [id, ndcg(ranked, relevant, depth)] as const),
    ),
    figureOf(
      `recall@${depth} ${slice.name}: ${name}`,
      judged.map(({ id, ranked, relevant }) => [id, recall(ranked, relevant, depth)] as const),
    ),
  ];
}
