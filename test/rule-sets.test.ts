import { addText } from '../testkit/isolation/world.js';
import { eventually, TestSystem } from '../testkit/system.js';
import { makeTenants, type TestTenant } from '../testkit/tenants.js';

const bill = (number: string, month: string, net: number) => `Zander Printing Ltd
4 Mill Lane, Leeds LS1 4AB

INVOICE

Bill to: Meadow Design Studio
Invoice number: ${number}
Invoice date: 3 ${month} 2026

Net total: GBP ${net}.00
VAT 20%: GBP ${net / 5}.00
Total due: GBP ${net * 1.2}.00
`;
/** Bills of a counterparty that is not known, or above 100, are looked at. */
const rule = {
  id: 'own-known-or-small',
  appliesTo: ['APPROVE'],
  conditions: {
    all: [
      { fact: 'document.kind', operator: 'equal', value: 'invoice' },
      {
        any: [
          { fact: 'fields.grand_total', operator: 'lessThan', value: 100 },
          { fact: 'counterparty.approved', operator: 'greaterThanInclusive', value: 1 },
        ],
      },
      { fact: 'actor.kind', operator: 'equal', value: 'system' },
      { fact: 'similar.count', operator: 'greaterThanInclusive', value: 0 },
    ],
  },
  onFail: 'REVIEW',
  reason: 'The counterparty is not known and the amount not small.',
};

let system: TestSystem;
let tenant: TestTenant;
beforeAll(async () => {
  system = await TestSystem.start({ settings: { LOG_LEVEL: 'error' } });
  [tenant] = (await makeTenants(system, ['north'])) as [TestTenant];
});
afterAll(() => system?.close());

const verdict = 'rule version result reason';
async function approvalOf(number: string, month: string, net: number) {
  const documentId = await addText(tenant.admin, { name: `${number}.txt`, text: bill(number, month, net) });
  const source = `query Made($filter: RecommendationFilterInput) { recommendations(filter: $filter) { nodes {
    id state decisionId verdicts { ${verdict} } shadowVerdicts { ${verdict} } } } }`;
  const filter = { documentId, kind: 'APPROVE' };
  const { recommendations } = await eventually(
    () => tenant.admin.data(source, { filter }),
    (found) => found.recommendations.nodes.length > 0,
  );
  return recommendations.nodes[0];
}
const put = (version: number, state: string) =>
  tenant.admin.change('setRuleSetState', 'SetRuleSetStateInput', { ruleSetId: 'own', version, state }, '');

it('a rule set is tried in shadow and on what is recorded, and then holds', async () => {
  const before = await approvalOf('ZP-1', 'March', 250);
  const saved = await tenant.admin.change(
    'saveRuleSet',
    'SaveRuleSetInput',
    { ruleSetId: 'own', name: 'Own', capability: 'advice.recommend', rules: [rule], note: 'First' },
    '... on RuleSetPayload { version { version state } }',
  );
  expect(saved.version).toEqual({ version: 1, state: 'DRAFT' });

  const run = `query Run($input: DryRunRulesInput!) { dryRunRules(input: $input) { judged changed
    differences { nodes { decisionId before after readNow document { id name } rules { rule before after } } } } }`;
  const input = { ruleSetId: 'own', version: 1, from: '2026-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
  const { dryRunRules } = await tenant.admin.data(run, { input });
  expect(dryRunRules).toMatchObject({
    changed: 1,
    differences: {
      nodes: [
        {
          decisionId: before.decisionId,
          before: 'PASSED',
          after: 'REVIEW',
          readNow: true,
          document: { name: 'ZP-1.txt' },
          rules: [{ rule: rule.id, before: null, after: 'REVIEW' }],
        },
      ],
    },
  });

  await put(1, 'SHADOW');
  const shadow = await approvalOf('ZP-2', 'April', 265);
  expect(shadow).toMatchObject({
    state: 'OPEN',
    shadowVerdicts: [{ rule: rule.id, version: 1, result: 'REVIEW', reason: rule.reason }],
  });
  expect(shadow.verdicts.map(({ rule: id }: { rule: string }) => id)).not.toContain(rule.id);

  await put(1, 'ACTIVE');
  const held = await approvalOf('ZP-3', 'May', 240);
  expect(held).toMatchObject({ state: 'NEEDS_REVIEW', shadowVerdicts: [] });
  expect(held.verdicts).toContainEqual({ rule: rule.id, version: 1, result: 'REVIEW', reason: rule.reason });

  const accept = { recommendationId: before.id };
  await tenant.admin.change('acceptRecommendation', 'DecideRecommendationInput', accept, '');
  const known = await approvalOf('ZP-4', 'June', 255);
  expect(known.verdicts).toContainEqual({ rule: rule.id, version: 1, result: 'PASSED', reason: null });
  expect(known.state).toBe('OPEN');

  const entry =
    'query Entry($filter: AuditEntryFilter) { auditEntries(filter: $filter, first: 100) { nodes { id body } } }';
  const filter = { action: 'capability.advice.recommend' };
  const { auditEntries } = await eventually(
    () => tenant.admin.data(entry, { filter }),
    (found) => found.auditEntries.nodes.some(({ id }: { id: string }) => id === held.decisionId),
  );
  const bodies = new Map(auditEntries.nodes.map((one: { id: string; body: object }) => [one.id, one.body]));
  expect(bodies.get(held.decisionId)).toMatchObject({
    ruleSets: [
      { id: 'own', version: 1, state: 'ACTIVE' },
      { id: 'tributary-advice', version: 1, state: 'ACTIVE' },
    ],
  });
  expect(bodies.get(shadow.decisionId)).toMatchObject({
    shadowVerdicts: [{ rule: rule.id, version: 1, result: 'REVIEW' }],
  });
}, 60_000);
