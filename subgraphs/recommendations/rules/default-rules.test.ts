import type { Proposal, Verdict } from 'tributary/sdk';
import { createRuleEngine } from '#platform/rules';
import { recommend } from '../../../plugins/advice/engine/recommend.js';
import { defaultRuleSet } from './default-rules.js';

const engine = createRuleEngine();

interface Example {
  rule: string;
  kind: Proposal['kind'];
  passes: Record<string, unknown>;
  fails: Record<string, unknown>;
  result: Verdict['result'];
}
const approval = { grandTotal: 120, amount: 120, lowestConfidence: 0.9, duplicates: 0 };
const examples: Example[] = [
  {
    rule: 'approve-amount-known',
    kind: 'APPROVE',
    passes: approval,
    fails: { ...approval, grandTotal: null },
    result: 'REVIEW',
  },
  {
    rule: 'approve-confident',
    kind: 'APPROVE',
    passes: { ...approval, lowestConfidence: 0.6 },
    fails: { ...approval, lowestConfidence: 0.59 },
    result: 'REVIEW',
  },
  {
    rule: 'approve-not-a-duplicate',
    kind: 'APPROVE',
    passes: approval,
    fails: { ...approval, duplicates: 1 },
    result: 'REJECTED',
  },
  {
    rule: 'approve-amount-limit',
    kind: 'APPROVE',
    passes: { ...approval, amount: 10000 },
    fails: { ...approval, amount: 10000.01 },
    result: 'REVIEW',
  },
  {
    rule: 'order-within-tolerance',
    kind: 'MATCH_ORDER',
    passes: { amountDifferencePercent: 2 },
    fails: { amountDifferencePercent: 2.1 },
    result: 'REVIEW',
  },
  {
    rule: 'order-lines-as-ordered',
    kind: 'MATCH_ORDER',
    passes: { linesOver: 0, linesExtra: 0, linesMissing: 2 },
    fails: { linesOver: 1, linesExtra: 0 },
    result: 'REVIEW',
  },
  {
    rule: 'duplicate-has-evidence',
    kind: 'FLAG_DUPLICATE',
    passes: { evidenceCount: 1 },
    fails: { evidenceCount: 0 },
    result: 'REJECTED',
  },
  {
    rule: 'similar-close-enough',
    kind: 'SIMILAR',
    passes: { score: 0.2 },
    fails: { score: 0.19 },
    result: 'REJECTED',
  },
  {
    rule: 'review-has-reason',
    kind: 'REVIEW',
    passes: { reasons: 1 },
    fails: { reasons: 0 },
    result: 'REJECTED',
  },
];

const judge = (kind: string, facts: Record<string, unknown>) => engine.evaluate(defaultRuleSet, kind, facts);

test('every default rule is valid, is named once and has an example below', async () => {
  for (const rule of defaultRuleSet.rules) expect(() => engine.check(rule)).not.toThrow();
  const names = defaultRuleSet.rules.map(({ id }) => id);
  expect(names.sort()).toEqual(examples.map(({ rule }) => rule).sort());
  expect(new Set(names).size).toBe(names.length);
});

test.each(examples)(
  '$rule lets pass what keeps it, and bites what does not',
  async ({ rule, kind, ...facts }) => {
    const verdictOf = async (judged: Record<string, unknown>) =>
      (await judge(kind, judged)).find((verdict) => verdict.rule === rule);
    expect(await verdictOf(facts.passes)).toMatchObject({ result: 'PASSED', version: 1 });
    expect(await verdictOf(facts.fails)).toMatchObject({
      result: facts.result,
      version: 1,
      reason: expect.stringMatching(/\w/),
    });
  },
);

test('a fact that is missing is never taken for one that is right', async () => {
  for (const { rule, kind } of examples) {
    const verdict = (await judge(kind, {})).find((one) => one.rule === rule);
    expect([rule, verdict?.result]).not.toEqual([rule, 'PASSED']);
  }
});

test('rules judge the kinds they are for', async () => {
  expect((await judge('REVIEW', { reasons: 1 })).map(({ rule }) => rule)).toEqual(['review-has-reason']);
});

test('the facts of what the advice plugin proposes are those that the rules ask for', async () => {
  const field = (name: string, value: string) => ({
    name,
    value,
    confidence: 0.9,
    page: 1,
    start: 0,
    end: 1,
    quote: 'x',
  });
  const document = {
    id: '019aaaaa-0000-7000-8000-000000000001',
    versionId: '019aaaaa-0000-7000-8000-000000000002',
    version: 1,
    name: 'invoice.pdf',
    title: null,
    mediaType: 'application/pdf',
    kind: 'invoice',
    language: 'en',
    status: 'READY',
    createdAt: '',
    fields: [
      field('invoice_number', '17'),
      field('issue_date', '2026-03-01'),
      field('grand_total', '120.00'),
    ],
  };
  const [approve] = recommend({ document, related: [], findings: null, matches: [] });
  expect(approve?.kind).toBe('APPROVE');
  const verdicts = await judge('APPROVE', approve?.facts ?? {});
  expect(verdicts.map(({ result }) => result)).toEqual(Array(4).fill('PASSED'));
});
