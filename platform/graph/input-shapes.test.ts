import { AppError, z } from 'tributary/sdk';
import {
  areDistinct,
  dayShape,
  decimalShape,
  instantShape,
  instantTextShape,
  jsonShape,
  MoneyInput,
  moneyShape,
  parseInput,
  textShape,
  uuidShape,
} from './index.js';

const text = textShape({ min: 2, max: 3, pattern: /^[a-z😀]+$/u });
const money = moneyShape({ minimum: 0, below: 100, currencies: ['EUR', 'USD'] });
const id = '019BBBBB-0000-7000-8000-000000000001';

it.each([
  ['text, counted in characters', text, 'a😀b', 'a😀b'],
  ['a UUID', uuidShape, id, id.toLowerCase()],
  ['a day as the graph gives it', dayShape, new Date('2027-01-31T00:00:00Z'), '2027-01-31'],
  ['a day as text', dayShape, '2027-01-31', '2027-01-31'],
  ['an instant', instantShape, '2027-01-31T10:00:00Z', new Date('2027-01-31T10:00:00Z')],
  ['an instant in JSON', instantTextShape, new Date(0), '1970-01-01T00:00:00.000Z'],
  ['a decimal', decimalShape, '-12.50', '-12.50'],
  [
    'money',
    money,
    Object.assign(new MoneyInput(), { amount: '0.00', currency: 'EUR' }),
    { amount: '0.00', currency: 'EUR' },
  ],
  ['JSON', jsonShape, { a: [1, null, 'x'] }, { a: [1, null, 'x'] }],
])('%s is kept', (_name, shape, given, kept) => {
  expect(parseInput<z.ZodType>(shape, given)).toEqual(kept);
});

it.each([
  ['text that is too short', text, 'a'],
  ['text that is too long', text, 'abcd'],
  ['text that does not match', text, 'a1'],
  ['a NUL', textShape({ max: 9 }), 'a\0'],
  ['half a character', textShape({ max: 9 }), '\ud800'],
  ['a UUID', uuidShape, 'x'],
  ['a day', dayShape, '2027-02-30'],
  ['an instant', instantShape, 'soon'],
  ['a decimal', decimalShape, '1e3'],
  ['too little money', money, { amount: '-0.01', currency: 'EUR' }],
  ['too much money', money, { amount: '100', currency: 'EUR' }],
  ['money of another currency', money, { amount: '1', currency: 'CHF' }],
  ['what is no currency', moneyShape(), { amount: '1', currency: 'euro' }],
  ['JSON with a NUL', jsonShape, { a: 'x\0' }],
  ['too much JSON', jsonShape, 'x'.repeat(70_000)],
])('%s is refused', (_name, shape, given) => {
  expect(() => parseInput<z.ZodType>(z.strictObject({ field: shape }), { field: given })).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringMatching(/^field/) }),
  );
  expect(() => parseInput<z.ZodType>(shape, given)).toThrow(AppError);
});

it('items are compared by what they hold', () => {
  expect(areDistinct([{ a: 1 }, { a: 2 }])).toBe(true);
  expect(areDistinct([{ a: 1 }, { a: 1 }])).toBe(false);
});
