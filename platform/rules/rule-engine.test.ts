import { AppError, definePlugin, defineRule, z } from 'tributary/sdk';
import type { Rule } from '#platform';
import { hostContributions } from '#platform/plugin-host';
import { createRuleEngine } from './index.js';

const engine = createRuleEngine();
const rule = (change: Partial<Rule> = {}): Rule => ({
  id: 'amount-limit',
  version: 2,
  appliesTo: ['APPROVE'],
  conditions: { all: [{ fact: 'total', operator: 'lessThanInclusive', value: 1000 }] },
  onFail: 'REVIEW',
  reason: 'The amount is above 1000.',
  ...change,
});
const set = (...rules: Rule[]) => ({ id: 's', name: 'limits', version: 1, capability: 'advice', rules });

test('a rule that holds passes, one that does not says what its author wanted', async () => {
  expect(await engine.evaluate(set(rule()), 'APPROVE', { total: 900 })).toEqual([
    { rule: 'amount-limit', version: 2, result: 'PASSED', reason: null },
  ]);
  expect(await engine.evaluate(set(rule()), 'APPROVE', { total: 1001 })).toEqual([
    { rule: 'amount-limit', version: 2, result: 'REVIEW', reason: 'The amount is above 1000.' },
  ]);
});

test('a rule judges its kinds only, a missing fact does not hold, no conditions always hold', async () => {
  expect(await engine.evaluate(set(rule()), 'SIMILAR', { total: 5000 })).toEqual([]);
  expect(await engine.evaluate(set(rule()), 'APPROVE', {})).toMatchObject([{ result: 'REVIEW' }]);
  expect(await engine.evaluate(set(rule({ conditions: { all: [] } })), 'APPROVE', {})).toMatchObject([
    { result: 'PASSED' },
  ]);
});

test('a missing fact is null', async () => {
  const conditions = { all: [{ fact: 'total', operator: 'notEqual', value: null }] };
  expect(await engine.evaluate(set(rule({ conditions })), 'APPROVE', {})).toMatchObject([
    { result: 'REVIEW' },
  ]);
  expect(await engine.evaluate(set(rule({ conditions })), 'APPROVE', { total: 0 })).toMatchObject([
    { result: 'PASSED' },
  ]);
});

test('facts can be compared with each other and by a path', async () => {
  const conditions = {
    any: [
      { fact: 'net', operator: 'equal', value: { fact: 'expected' } },
      { fact: 'order', path: '$.total', operator: 'greaterThan', value: 10 },
    ],
  };
  expect(await engine.evaluate(set(rule({ conditions })), 'APPROVE', { net: 3, expected: 3 })).toMatchObject([
    { result: 'PASSED' },
  ]);
  const facts = { net: 2, expected: 3, order: { total: 11 } };
  expect(await engine.evaluate(set(rule({ conditions })), 'APPROVE', facts)).toMatchObject([
    { result: 'PASSED' },
  ]);
});

test('a fact that is compared with one that is missing does not hold', async () => {
  const facts = { net: 3, known: ['a'] };
  for (const operator of ['lessThan', 'greaterThan', 'greaterThanInclusive', 'in', 'notIn'])
    expect(
      await engine.evaluate(
        set(rule({ conditions: { all: [{ fact: 'net', operator, value: { fact: 'none' } }] } })),
        'APPROVE',
        facts,
      ),
    ).toMatchObject([{ result: 'REVIEW' }]);
});

test('dates are compared with dates, numbers that stand as text with numbers', async () => {
  const judged = async (due: unknown, operator: string, value: string | number) => {
    const conditions = { all: [{ fact: 'due', operator, value }] };
    return (await engine.evaluate(set(rule({ conditions })), 'APPROVE', { due }))[0]?.result;
  };
  expect(await judged('2026-03-01', 'lessThan', '2026-03-02')).toBe('PASSED');
  expect(await judged('2026-03-03', 'lessThan', '2026-03-02')).toBe('REVIEW');
  expect(await judged('2026-03-01', 'greaterThan', 7)).toBe('REVIEW');
  expect(await judged('17', 'greaterThan', 7)).toBe('PASSED');
});

test.each([
  ['a list where one value is asked', 'equal', [1], /conditions\.all\[0\]\.value equal takes one value/],
  ['one value where a list is asked', 'in', 'EUR', /value in takes a list/],
  ['a word where a number is asked', 'lessThan', 'much', /value lessThan takes a number/],
  ['nothing where a number is asked', 'greaterThan', null, /value greaterThan takes a number/],
  ['nothing that is in a list', 'contains', null, /value contains takes one value/],
])('%s is refused with its place', (_name, operator, value, message) => {
  const conditions = { all: [{ fact: 'a', operator, value }] } as Rule['conditions'];
  expect(() => engine.check(rule({ conditions }))).toThrow(message);
});

test.each([
  ['an unknown operator', { conditions: { all: [{ fact: 'a', operator: 'eval', value: 1 }] } }],
  ['a bare comparison', { conditions: { fact: 'a', operator: 'equal', value: 1 } }],
  ['a named condition', { conditions: { condition: 'other' } }],
  [
    'parameters for a dynamic fact',
    { conditions: { all: [{ fact: 'a', params: {}, operator: 'equal', value: 1 }] } },
  ],
  ['a fix without its fields', { onFail: 'FIX' }],
  ['fields without a fix', { fix: { a: 1 } }],
] as [string, Partial<Rule>][])('%s is refused when it is saved', (_name, change) => {
  expect(() => engine.check(rule(change))).toThrow(AppError);
  expect(() => engine.check(rule(change))).toThrow(/amount-limit/);
});

test('a good rule is accepted', () => {
  engine.check(rule());
  engine.check(rule({ onFail: 'FIX', fix: { confidence: 0.5 } }));
});

const weekday = defineRule({
  kind: 'sample.weekday',
  description: 'A date falls on one of the days.',
  params: z.object({ fact: z.string(), days: z.array(z.int()) }),
  judge(facts, { fact, days }) {
    const day = new Date(String(facts[fact])).getUTCDay();
    return days.includes(day)
      ? { holds: true }
      : { holds: false, reason: `Day ${day} is none of ${days.join()}.` };
  },
});
const manifest = {
  id: 'sample',
  version: '1.0.0',
  sdk: '*',
  title: 't',
  description: 'd',
  permissions: [],
  contributes: {},
};
const { rules } = hostContributions(definePlugin(manifest, { rules: [weekday] }));
const withPlugin = createRuleEngine({
  rule: (kind) => {
    const hosted = rules.find(({ description }) => description.kind === kind);
    return hosted ? { plugin: { id: 'sample', permissions: [] }, hosted } : null;
  },
});
const byDay = (change: Partial<Rule> = {}) =>
  rule({ kind: 'sample.weekday', params: { fact: 'due', days: [1, 2] }, conditions: { all: [] }, ...change });

test('a kind of rule that a plugin brings judges beside the conditions', async () => {
  withPlugin.check(byDay());
  const judged = async (due: string, change?: Partial<Rule>) =>
    (await withPlugin.evaluate(set(byDay(change)), 'APPROVE', { due, total: 5000 }))[0];
  expect(await judged('2026-11-23')).toMatchObject({ result: 'PASSED', reason: null });
  expect(await judged('2026-11-22')).toMatchObject({ result: 'REVIEW', reason: 'Day 0 is none of 1,2.' });
  const { conditions } = rule();
  expect(await judged('2026-11-23', { conditions })).toMatchObject({ reason: 'The amount is above 1000.' });
});

test('a rule that cannot be judged does not hold, and one that cannot be read is refused', async () => {
  expect(await engine.evaluate(set(byDay()), 'APPROVE', { due: '2026-11-23' })).toMatchObject([
    { result: 'REVIEW', reason: expect.stringContaining('sample.weekday') },
  ]);
  expect(() => engine.check(byDay())).toThrow(/no enabled plugin has the kind/);
  const wrong = withPlugin.evaluate(set(byDay({ params: { fact: 'due' } })), 'APPROVE', {
    due: '2026-11-23',
  });
  await expect(wrong).rejects.toMatchObject({ code: 'RULE_INVALID' });
});
