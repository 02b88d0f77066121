import { describeItem, type Item } from './described-item.js';
import { matchesOf, openMatching, scorePair, threshold } from './match-items.js';

const catalogue: Item[] = [
  { name: 'Harbour Light desk lamp, black', code: 'HL-220/B', brand: 'Harbour Light', price: 36 },
  { name: 'Harbour Light desk lamp, white', code: 'HL-220/W', brand: 'Harbour Light', price: 36 },
  { name: 'Harbour Light floor lamp, black', code: 'HL-410/B', brand: 'Harbour Light', price: 89 },
  { name: 'Copy paper A4 80 g (box of 5)', code: 'CP-80-5', price: 20.4 },
  { name: 'Copy paper A3 80 g (box of 5)', code: 'CP-83-5', price: 41 },
  { name: 'Ring binder 50 mm blue', code: 'RB50BL', price: 2.95 },
  { name: 'Ring binder 75 mm blue', code: 'RB75BL', price: 3.6 },
  { name: 'Oak shelf 180 x 30 cm', price: 140 },
];
const best = (line: Item) => {
  const [found] = matchesOf(openMatching([line], catalogue), 0, 1);
  return { item: found?.item, isMatch: (found?.score ?? 0) >= threshold };
};

test.each<[string, Item, number]>([
  ['by its words in another order', { name: 'black desk lamp harbour light' }, 0],
  ['by its model number, written otherwise', { name: 'lamp hl220w', price: 37 }, 1],
  ['although it is written in short', { name: 'Harbour Light floor lamp blk', price: 85 }, 2],
  ['by the number of its size', { name: 'Ring binders 75mm blue', price: 3.5 }, 6],
])('an article is found %s', (_how, line, item) => {
  expect(best(line)).toEqual({ item, isMatch: true });
});

test.each<[string, Item]>([
  ['of which only the kind is the same', { name: 'Bathroom lamp chrome 4W', code: 'BX991', price: 12 }],
  ['with another size and price', { name: 'Ring binder 20 mm red', code: 'RB20RD', price: 9.9 }],
  ['of which nothing is known', { name: '???' }],
])('an article %s is not taken for one of the catalogue', (_which, line) => {
  expect(best(line).isMatch).toBe(false);
});

test('the same article written twice does not compete with itself', () => {
  const line = { name: 'Harbour Light desk lamp black', code: 'HL220B' };
  const once = scorePair(openMatching([line], catalogue), 0, 0);
  const twice = scorePair(openMatching([line, line], [...catalogue, ...catalogue]), 0, 0);
  expect(Math.abs(once - twice)).toBeLessThan(0.05);
});

test('a description holds what is compared, in one form', () => {
  const { words, ownCodes, codes, numbers } = describeItem({
    name: 'Séries DSC-W150/B cameras v2 .0, 10.0 inches',
    description: 'for the NB-44L battery',
    code: 'dsc w150b',
  });
  expect(words).toEqual(expect.arrayContaining(['serie', 'camera', '2', '10', 'in']));
  expect(ownCodes).toContain('dscw150b');
  expect(codes).toContain('nb44l');
  expect(ownCodes).not.toContain('nb44l');
  expect([...numbers].sort()).toEqual(['10', '150', '2']);
});

test('a long hostile name is compared as any other', () => {
  const long = { name: 'a1-'.repeat(5000), description: '9'.repeat(20_000) };
  expect(matchesOf(openMatching([long], [long, ...catalogue]), 0, 3)[0]).toMatchObject({ item: 0 });
});
