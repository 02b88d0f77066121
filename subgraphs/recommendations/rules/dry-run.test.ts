import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { callerOf } from '../../../testkit/subgraph-host.js';
import { openRecommendations, type RecommendationsHost } from '../fixtures/recommendations-host.js';

let host: RecommendationsHost;
beforeAll(async () => {
  host = await openRecommendations();
});
afterAll(() => host.close());

const admin = () => callerOf(newId(), { actor: 'user:ann' });
const rule = (fact: string, value: number, change: object = {}) => ({
  id: 'approve-amount-limit',
  appliesTo: ['APPROVE'],
  conditions: { all: [{ fact, operator: 'lessThanInclusive', value }] },
  onFail: 'REVIEW',
  reason: `More than ${value}.`,
  ...change,
});
async function save(context: RequestContext, rules: object[]) {
  const source = `mutation ($input: SaveRuleSetInput!) { saveRuleSet(input: $input) { __typename } }`;
  const input = { ruleSetId: 'tributary-advice', rules };
  expect(await host.data(context, source, { input })).toEqual({
    saveRuleSet: { __typename: 'RuleSetPayload' },
  });
}
interface DryRun {
  judged: number;
  changed: number;
  differences: { totalCount: number; nodes: Record<string, unknown>[]; pageInfo: { endCursor: string } };
  [field: string]: unknown;
}
async function dryRun(context: RequestContext, input: object = {}, page: object = {}): Promise<DryRun> {
  const source = `query ($input: DryRunRulesInput!, $first: Int, $after: Cursor) { dryRunRules(input: $input) {
    judged changed isComplete transitions { before after count }
    differences(first: $first, after: $after) { totalCount pageInfo { endCursor hasNextPage } nodes {
      decisionId before after readNow document { id } recommendation { id title } rules { rule before after reason } } } } }`;
  const whole = {
    ruleSetId: 'tributary-advice',
    version: 2,
    from: '2026-01-01T00:00:00Z',
    to: '2100-01-01T00:00:00Z',
  };
  const variables = { input: { ...whole, ...input }, first: 20, ...page };
  return (await host.data<{ dryRunRules: DryRun }>(context, source, variables)).dryRunRules;
}

test('a version judges what was recorded, and says what would have come out otherwise', async () => {
  const ann = admin();
  const document = await host.document(ann);
  const known = { grandTotal: 1, lowestConfidence: 0.9, duplicates: 0 };
  const [low, high, held] = await host.propose(
    ann,
    document,
    [
      { facts: { ...known, amount: 40 } },
      { facts: { ...known, amount: 60 } },
      { facts: { ...known, amount: 60 }, title: 'Held by another set' },
    ],
    [['PASSED'], ['PASSED'], ['REVIEW']],
  );
  await save(ann, [rule('amount', 50)]);
  const report = await dryRun(ann);
  expect(report).toMatchObject({
    judged: 3,
    changed: 1,
    isComplete: true,
    transitions: [{ before: 'PASSED', after: 'REVIEW', count: 1 }],
    differences: {
      nodes: [
        {
          document: { id: document },
          recommendation: { id: high },
          readNow: false,
          rules: [{ rule: 'approve-amount-limit', before: null, after: 'REVIEW', reason: 'More than 50.' }],
        },
      ],
    },
  });
  expect([low, held]).not.toContain(report.differences.nodes[0]?.recommendation);
  const states = await host.sql<{ state: string }>(
    ann,
    'select state from recommendations.recommendations order by id',
  );
  expect(states.map(({ state }) => state)).toEqual(['OPEN', 'OPEN', 'NEEDS_REVIEW']);
  expect(await dryRun(ann, { to: '2026-01-02T00:00:00Z' })).toMatchObject({ judged: 0, changed: 0 });
});

test('the differences are pages of documents that the caller may read', async () => {
  const ann = admin();
  const hidden = await host.document(ann, [`group:${newId()}`]);
  const facts = { amount: 60 };
  for (const id of [hidden, await host.document(ann), await host.document(ann)])
    await host.propose(ann, id, [{ facts }], [['PASSED']]);
  await save(ann, [rule('amount', 50)]);
  const first = await dryRun(ann, {}, { first: 1 });
  expect(first).toMatchObject({ judged: 2, differences: { totalCount: 2 } });
  const second = await dryRun(ann, {}, { first: 1, after: first.differences.pageInfo.endCursor });
  const decisions = [first, second].flatMap(({ differences }) =>
    differences.nodes.map((one) => one.decisionId),
  );
  expect(new Set(decisions).size).toBe(2);
});

test('facts that were not recorded are read now, and it is said', async () => {
  const ann = admin();
  const document = await host.document(ann);
  host.fields.set(document, [{ name: 'grand_total', value: '70.00', confidence: 0.8 }]);
  await host.propose(ann, document, [{ facts: { amount: 1 } }], [['PASSED']]);
  await save(ann, [rule('fields.grand_total', 50)]);
  expect(await dryRun(ann)).toMatchObject({
    changed: 1,
    differences: { nodes: [{ readNow: true, after: 'REVIEW' }] },
  });
});

test('what cannot be run is refused', async () => {
  const ann = admin();
  const refused = async (context: RequestContext, input: object) =>
    dryRun(context, input).then(
      () => null,
      (error: { code?: string }) => error.code,
    );
  expect(await refused(ann, {})).toBe('NOT_FOUND');
  expect(await refused(ann, { version: 1, from: '2027-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' })).toBe(
    'BAD_USER_INPUT',
  );
  expect(await refused(callerOf(ann.tenant, { roles: ['reviewer'] }), { version: 1 })).toBe('FORBIDDEN');
  expect(await refused(ann, { version: 1 })).toBeNull();
  // Only recommendations are kept with what their rules were given: nothing judged is no answer.
  const source = `mutation ($input: SaveRuleSetInput!) { saveRuleSet(input: $input) { __typename } }`;
  await host.data(ann, source, { input: { ruleSetId: 'asked', rules: [rule('amount', 1)] } });
  expect(await refused(ann, { ruleSetId: 'asked', version: 1 })).toBe('BAD_USER_INPUT');
});
