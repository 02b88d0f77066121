import { numbersFrom } from '#text';
import type { Item, Person } from '../../../plugins/advice/engine/interests/interest.js';

/** Who wants what, made with a known structure; see `makePeople`. */
export interface MadeData {
  items: readonly Item[];
  /** Items that nobody had touched when it was learned. */
  coldItems: ReadonlySet<string>;
  people: readonly MadePerson[];
}
export interface MadePerson extends Person {
  id: string;
  /** With two voices at most when it was learned. */
  isCold: boolean;
  /** What it wanted later. */
  later: readonly string[];
}

const sizes = { people: 400, items: 400, groups: 8, roles: 4, sellersOfGroup: 6, kinds: 5 };
const shares = { coldPeople: 0.15, coldItems: 0.1, later: 0.25, truthfulFeature: 0.7 };
/** How much more is wanted what many want: the exponent of popularity. */
const popularityBias = 0.8;

/**
 * People and documents with a known structure. Each document belongs to one of eight hidden groups and is wanted the
 * more the more popular it is (Zipf). Its features hint at the group and are wrong three times in ten. Each of four
 * roles prefers three groups; a person wants what its role prefers, and one more group of its own. A tenth of the
 * documents was touched by nobody before, and a seventh of the people have at most two voices.
 */
export function makePeople(seed: number): MadeData {
  const random = numbersFrom(seed);
  const whole = (below: number) => Math.floor(random() * below);
  const items = Array.from({ length: sizes.items }, (_, at) => {
    const group = whole(sizes.groups);
    return {
      id: `item-${at}`,
      group,
      isCold: random() < shares.coldItems,
      weight: (1 / (1 + whole(sizes.items))) ** popularityBias,
      features: featuresOf(group, random, whole),
    };
  });
  const preferred = Array.from({ length: sizes.roles }, () => pick(3, sizes.groups, whole));
  const people = Array.from({ length: sizes.people }, (_, at): MadePerson => {
    const role = whole(sizes.roles);
    const own = whole(sizes.groups);
    const taste = Array.from({ length: sizes.groups }, (_group, group) =>
      group === own ? 3 : preferred[role]?.includes(group) ? 1 : 0.05,
    );
    const isCold = random() < shares.coldPeople;
    const wanted = draw(
      items,
      ({ weight, group }) => weight * (taste[group] ?? 0),
      isCold ? 12 : 10 + whole(31),
      random,
    );
    const kept = isCold ? whole(3) : wanted.length;
    const before = wanted.filter(
      (item, place) => !item.isCold && place < kept && (isCold || random() >= shares.later),
    );
    return {
      id: `person-${at}`,
      isCold,
      traits: [`role:${role}`],
      voices: before.map(({ id }) => ({ item: id, weight: 1 })),
      later: wanted.filter((item) => !before.includes(item)).map(({ id }) => id),
    };
  });
  return {
    items: items.map(({ id, features }) => ({ id, features })),
    coldItems: new Set(items.filter(({ isCold }) => isCold).map(({ id }) => id)),
    people,
  };
}

/** Each hints at the group, or at another one. */
function featuresOf(group: number, random: () => number, whole: (below: number) => number): string[] {
  const hint = () => (random() < shares.truthfulFeature ? group : whole(sizes.groups));
  return [
    `kind:${hint() % sizes.kinds}`,
    `seller:${hint()}-${whole(sizes.sellersOfGroup)}`,
    `word:${hint()}-${whole(10)}`,
    `word:${hint()}-${whole(10)}`,
  ];
}

function pick(count: number, below: number, whole: (below: number) => number): number[] {
  const found = new Set<number>();
  while (found.size < count) found.add(whole(below));
  return [...found];
}

/** So many different ones, each as likely as its weight (Efraimidis and Spirakis 2006). */
function draw<Each>(
  all: readonly Each[],
  weightOf: (each: Each) => number,
  count: number,
  random: () => number,
): Each[] {
  return all
    .map((each) => ({ each, key: Math.log(random() || Number.MIN_VALUE) / weightOf(each) }))
    .sort((one, other) => other.key - one.key)
    .slice(0, count)
    .map(({ each }) => each);
}
