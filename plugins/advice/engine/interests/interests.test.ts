import type { Item, Person } from './interest.js';
import { learnInterests } from './learn.js';
import { rankItems } from './rank.js';

const item = (id: string, ...features: string[]): Item => ({ id, features });
const items = [
  item('tea-1', 'kind:tea'),
  item('tea-2', 'kind:tea'),
  item('tea-new', 'kind:tea'),
  item('nail-1', 'kind:nail'),
  item('nail-2', 'kind:nail'),
];
const person = (traits: string[], ...wanted: string[]): Person => ({
  traits,
  voices: wanted.map((id) => ({ item: id, weight: 1 })),
});
const people = [
  ...Array.from({ length: 5 }, () => person(['role:cook'], 'tea-1', 'tea-2')),
  ...Array.from({ length: 5 }, () => person(['role:smith'], 'nail-1', 'nail-2')),
];

async function ranked(asking: Person, candidates: readonly Item[] = items) {
  const model = await learnInterests(items, people);
  const near = new Map(model.items.map((each) => [each.id, each.near]));
  const traits = model.traits.filter(({ name }) => asking.traits.includes(name));
  return rankItems({ near, traits, popular: model.popular }, asking, candidates, [...items, ...candidates]);
}

test('what goes with what one wants comes first, and names what it goes with', async () => {
  const [first, second] = await ranked(person([], 'tea-1'));
  expect(first).toMatchObject({ id: 'tea-2', because: { basis: 'ACTIVITY', item: 'tea-1' } });
  // Nobody has touched it: it is known by what it is.
  expect(second).toMatchObject({ id: 'tea-new' });
});

test('what one has touched is not shown again, and what one does not want draws its like down', async () => {
  const wanting = await ranked(person(['role:cook'], 'nail-1'));
  expect(wanting.map(({ id }) => id)).not.toContain('nail-1');
  const refusing = await ranked({ traits: [], voices: [{ item: 'tea-1', weight: -1 }] });
  expect(refusing.slice(0, 2).map(({ id }) => id)).toEqual(['nail-1', 'nail-2']);
});

test('who has done nothing yet sees what its like want, then what everybody wants', async () => {
  const [first] = await ranked(person(['role:smith']));
  expect(first).toMatchObject({ because: { basis: 'TRAIT', trait: 'role:smith' } });
  expect(first?.id).toMatch(/^nail/);
  const [anybody] = await ranked(person(['role:pilot']));
  expect(anybody).toMatchObject({ because: { basis: 'POPULAR' } });
});

test('one voice of one’s own counts at once, for what was never learned too', async () => {
  const fresh = item('nail-fresh', 'kind:nail', 'word:steel');
  const cook = ['role:cook'];
  const before = await ranked(person(cook), [...items, fresh]);
  const after = await ranked(person(cook, 'nail-1'), [...items, fresh]);
  const place = (list: { id: string }[]) => list.findIndex(({ id }) => id === 'nail-fresh');
  expect(place(after)).toBeLessThan(place(before));
  expect(after[place(after)]?.because).toEqual({ basis: 'CONTENT', item: 'nail-1', features: ['kind:nail'] });
});

test('nothing at all is known: the newest come first, as they were given', () => {
  const known = { near: new Map(), traits: [], popular: [] };
  const found = rankItems(known, person([]), items, items);
  expect(found.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
  expect(found[0]?.because).toEqual({ basis: 'NEW' });
});

test('the weights are those of the closed form', async () => {
  // Two items, three people; without features. G = [[2, 1], [1, 2]], λ = 4: P = [[6, -1], [-1, 6]] / 35.
  const two = [item('a'), item('b')];
  const model = await learnInterests(two, [person([], 'a', 'b'), person([], 'a'), person([], 'b')]);
  expect(model.items[0]?.near).toEqual([['b', 0.16667]]);
  expect(model.popular).toEqual([
    ['a', 0.4],
    ['b', 0.4],
  ]);
});
