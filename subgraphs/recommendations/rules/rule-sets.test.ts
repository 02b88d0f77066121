import type { RequestContext, Role } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { RuleSets } from '#platform';
import { callerOf } from '../../../testkit/subgraph-host.js';
import { openRecommendations, type RecommendationsHost } from '../fixtures/recommendations-host.js';

let host: RecommendationsHost;
beforeAll(async () => {
  host = await openRecommendations();
});
afterAll(() => host.close());

const admin = (more: { roles?: readonly Role[] } = {}) => callerOf(newId(), { actor: 'user:ann', ...more });
const limit = (value: number, change: object = {}) => ({
  id: 'own-limit',
  appliesTo: ['APPROVE'],
  conditions: { all: [{ fact: 'amount', operator: 'lessThanInclusive', value }] },
  onFail: 'REVIEW',
  reason: `More than ${value}.`,
  ...change,
});
const failure = '... on Failure { code message }';
async function save(context: RequestContext, rules: object[], more: object = {}) {
  const source = `mutation ($input: SaveRuleSetInput!) { saveRuleSet(input: $input) { __typename ${failure}
    ... on RuleSetPayload { version { version state rules { id version } } ruleSet { id capability } } } }`;
  const input = { ruleSetId: 'own', capability: 'advice.recommend', rules, ...more };
  return (await host.data<{ saveRuleSet: Record<string, unknown> }>(context, source, { input })).saveRuleSet;
}
async function put(
  context: RequestContext,
  version: number,
  state: string,
  ruleSetId = 'own',
  replaces: number | null = null,
) {
  const source = `mutation ($input: SetRuleSetStateInput!) { setRuleSetState(input: $input) { __typename ${failure}
    ... on RuleSetPayload { version { version state } ruleSet { active { version } } } } }`;
  const input = { ruleSetId, version, state, replaces };
  return (await host.data<{ setRuleSetState: Record<string, unknown> }>(context, source, { input }))
    .setRuleSetState;
}
const ruleSets = () => host.parts.provides!.ruleSets as RuleSets;
const inForce = async (context: RequestContext) => {
  const sets = await host.db.database.tenant(context.tenant, (tx) =>
    ruleSets().active(tx, 'advice.recommend'),
  );
  return sets.map(({ id, version, state }) => [id, version, state]);
};
/** What is kept of a tenant's rules is dropped when the change is told. */
async function eventually(context: RequestContext, expected: unknown[]): Promise<void> {
  const ended = AbortSignal.timeout(5000);
  while (!ended.aborted) {
    const now = await inForce(context);
    if (JSON.stringify(now) === JSON.stringify(expected)) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await inForce(context)).toEqual(expected);
}

describe('a rule set', () => {
  it('of the system is version 1 of every tenant, and is replaced and taken back there', async () => {
    const ann = admin();
    const shipped = ['tributary-advice', 1, 'ACTIVE'];
    expect(await inForce(ann)).toEqual([shipped]);
    const rules = [limit(50, { id: 'approve-amount-limit' })];
    const saved = await save(ann, rules, { ruleSetId: 'tributary-advice', capability: null, basedOn: 1 });
    expect(saved).toMatchObject({
      version: { version: 2, state: 'DRAFT', rules: [{ id: 'approve-amount-limit', version: 2 }] },
    });
    expect(await inForce(ann)).toEqual([shipped]);
    expect(await put(ann, 2, 'ACTIVE', 'tributary-advice')).toMatchObject({
      ruleSet: { active: { version: 2 } },
    });
    await eventually(ann, [['tributary-advice', 2, 'ACTIVE']]);
    await put(ann, 1, 'ACTIVE', 'tributary-advice');
    await eventually(ann, [shipped]);
    expect(await inForce(admin())).toEqual([shipped]);
    const source = `{ ruleSet(id: "tributary-advice") { active { version } newest { version }
      changes { totalCount nodes { version fromState toState changedBy comment } }
      versions(first: 1) { totalCount nodes { version state } pageInfo { hasNextPage } } version(version: 1) { state } } }`;
    expect(await host.data(ann, source)).toMatchObject({
      ruleSet: {
        active: { version: 1 },
        newest: { version: 2 },
        changes: {
          totalCount: 5,
          nodes: [
            { version: 1, fromState: 'RETIRED', toState: 'ACTIVE' },
            { version: 2, fromState: 'ACTIVE', toState: 'RETIRED', comment: 'Replaced by version 1' },
            { version: 2, fromState: 'DRAFT', toState: 'ACTIVE' },
            { version: 1, toState: 'RETIRED' },
            { version: 2, fromState: null, toState: 'DRAFT', changedBy: 'user:ann' },
          ],
        },
        versions: {
          totalCount: 2,
          nodes: [{ version: 2, state: 'RETIRED' }],
          pageInfo: { hasNextPage: true },
        },
        version: { state: 'ACTIVE' },
      },
    });
  });

  it('counts the versions of its rules: an unchanged one keeps its own', async () => {
    const ann = admin();
    await save(ann, [limit(1), limit(2, { id: 'other' })]);
    expect(await save(ann, [limit(9), limit(2, { id: 'other' })])).toMatchObject({
      version: {
        version: 2,
        rules: [
          { id: 'own-limit', version: 2 },
          { id: 'other', version: 1 },
        ],
      },
    });
    expect(await save(ann, [limit(1)])).toMatchObject({
      version: { rules: [{ id: 'own-limit', version: 1 }] },
    });
    expect(await save(ann, [limit(1)], { basedOn: 2 })).toMatchObject({ __typename: 'Conflict' });
  });

  it('is in shadow beside the active version, and asked by its id only when active', async () => {
    const ann = admin();
    await save(ann, [limit(1)]);
    await save(ann, [limit(2)]);
    await put(ann, 1, 'ACTIVE');
    await put(ann, 2, 'SHADOW');
    await eventually(ann, [
      ['own', 1, 'ACTIVE'],
      ['own', 2, 'SHADOW'],
      ['tributary-advice', 1, 'ACTIVE'],
    ]);
    expect(await ruleSets().judge!(ann, 'own', { amount: 1.5 }, 'APPROVE')).toEqual([
      { rule: 'own-limit', version: 1, result: 'REVIEW', reason: 'More than 1.' },
    ]);
    expect(await ruleSets().judge!(ann, 'own', { amount: 1.5 }, 'SIMILAR')).toEqual([]);
    await expect(ruleSets().judge!(ann, 'none', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(ruleSets().judge!(admin(), 'own', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await put(ann, 1, 'DRAFT')).toMatchObject({ __typename: 'Conflict' });
    expect(await put(ann, 7, 'ACTIVE')).toMatchObject({ __typename: 'NotFound' });
  });

  it('has one active version, whoever activates at once; of two who know what they replace one is refused', async () => {
    const ann = admin();
    const bob = callerOf(ann.tenant, { actor: 'user:bob' });
    for (const value of [1, 2, 3]) await save(ann, [limit(value)]);
    await put(ann, 1, 'ACTIVE');
    await Promise.all([put(ann, 2, 'ACTIVE'), put(bob, 3, 'ACTIVE')]);
    const states = async () => {
      const source = `{ ruleSet(id: "own") { active { version } versions { nodes { version state } } changes { totalCount } } }`;
      type Found = {
        ruleSet: { active: { version: number }; versions: { nodes: { version: number; state: string }[] } };
      };
      return (await host.data<Found>(ann, source)).ruleSet;
    };
    const both = await states();
    expect(both.versions.nodes.map(({ state }) => state).sort()).toEqual(['ACTIVE', 'RETIRED', 'RETIRED']);
    const now = both.active.version;
    const others = [1, 2, 3].filter((version) => version !== now);
    const known = await Promise.all(others.map((version) => put(bob, version, 'ACTIVE', 'own', now)));
    expect(known.map(({ __typename }) => __typename).sort()).toEqual(['Conflict', 'RuleSetPayload']);
    const after = (await states()).active.version;
    expect(known).toContainEqual({
      __typename: 'Conflict',
      code: 'CONFLICT',
      message: `version ${after} is active now, not version ${now}`,
    });
  });

  it('of no capability is asked by its id alone, with any facts', async () => {
    const ann = admin();
    const conditions = { all: [{ fact: 'trigger.total', operator: 'lessThan', value: 5 }] };
    const saved = await save(ann, [limit(0, { conditions, appliesTo: [] })], { capability: null });
    expect(saved).toMatchObject({ ruleSet: { capability: null } });
    await put(ann, 1, 'ACTIVE');
    await eventually(ann, [['tributary-advice', 1, 'ACTIVE']]);
    expect(await ruleSets().judge!(ann, 'own', { 'trigger.total': 4 })).toMatchObject([{ result: 'PASSED' }]);
  });

  it('is changed by administrators, read by reviewers, and another tenant has none of it', async () => {
    const ann = admin();
    await save(ann, [limit(1)]);
    const reviewer = callerOf(ann.tenant, { roles: ['reviewer'] });
    expect(await save(reviewer, [limit(2)])).toMatchObject({ code: 'FORBIDDEN' });
    expect(await put(reviewer, 1, 'ACTIVE')).toMatchObject({ code: 'FORBIDDEN' });
    const list =
      '{ ruleSets { totalCount nodes { id newest { rules { reason } } } } ruleSet(id: "own") { id } }';
    expect(await host.data(reviewer, list)).toMatchObject({
      ruleSets: { totalCount: 2 },
      ruleSet: { id: 'own' },
    });
    expect(await host.data(admin(), list)).toMatchObject({ ruleSets: { totalCount: 1 }, ruleSet: null });
    const member = callerOf(ann.tenant, { roles: ['member'] });
    expect((await host.call(member, list)).errors?.[0]?.originalError).toMatchObject({ code: 'FORBIDDEN' });
    const audited = await host.sql(ann, `select from platform.audit_intake where action = 'rules.save'`);
    expect(audited).toHaveLength(1);
  });
});

/** Comparisons that could never hold, or never fail. */
const comparisons = (): [string, object, RegExp][] => {
  const asks = (comparison: object) => limit(1, { conditions: { all: [comparison] } });
  const amount = (operator: string, value: unknown) => asks({ fact: 'amount', operator, value });
  return [
    [
      'a text for a number',
      amount('equal', '100'),
      /conditions\.all\[0\]\.value.*amount is a number.*give a number/,
    ],
    [
      'a list with a text for numbers',
      amount('in', [1, 'EUR']),
      /\[0\]\.value.*a value of the list is a text/,
    ],
    ['a word in an order', amount('lessThan', 'much'), /\[0\]\.value lessThan takes a number/],
    ['one value for a list', amount('in', 5), /\[0\]\.value in takes a list/],
    ['a list question of a number', amount('contains', 5), /\[0\]\.operator.*does not fit amount.*use equal/],
    [
      'an order of what is true or false',
      asks({ fact: 'newSeller', operator: 'greaterThan', value: 1 }),
      /\[0\]\.operator.*newSeller, which is true or false; use equal/,
    ],
    [
      'one value for a fact that is a list',
      asks({ fact: 'actor.roles', operator: 'equal', value: 'admin' }),
      /\[0\]\.operator.*actor\.roles, which is a list; use contains/,
    ],
    [
      'a fact of another type',
      amount('lessThan', { fact: 'document.kind' }),
      /\[0\]\.value.*document\.kind is a text/,
    ],
    [
      'a text for a field that is an amount',
      asks({ fact: 'fields.grand_total', operator: 'equal', value: 'much' }),
      /\[0\]\.value.*fields\.grand_total is a number/,
    ],
    [
      'a path into a number',
      asks({ fact: 'amount', path: '$.value', operator: 'equal', value: 1 }),
      /\[0\]\.path.*\$\.value leads nowhere, as amount is a number; leave it out/,
    ],
    [
      'a path that is none',
      asks({ fact: 'fields.lines', path: 'lines', operator: 'equal', value: 1 }),
      /\[0\]\.path a path such as/,
    ],
  ];
};

describe('what is saved is checked', () => {
  it.each([
    [
      'an unknown fact',
      limit(1, { conditions: { any: [{ fact: 'amuont', operator: 'equal', value: 1 }] } }),
      /own-limit.*conditions\.any\[0\]\.fact.*amuont.*known are.*amount/,
    ],
    [
      'an unknown fact of the world',
      limit(1, { conditions: { not: { fact: 'document.colour', operator: 'equal', value: 1 } } }),
      /conditions\.not\.fact.*document\.colour/,
    ],
    [
      'an unknown operator',
      limit(1, { conditions: { all: [{ fact: 'amount', operator: 'like', value: 1 }] } }),
      /own-limit.*\.operator is not an operator/,
    ],
    ['a rule of another set', limit(1, { id: 'approve-confident' }), /approve-confident.*tributary-advice/],
    [
      'a fix that makes no proposal',
      limit(1, { onFail: 'FIX', fix: { confidence: 7 } }),
      /own-limit.*fix\.confidence/,
    ],
    ...comparisons(),
    ['a kind that nobody brings', limit(1, { kind: 'sample.none' }), /own-limit.*sample\.none/],
  ])('%s is refused with the rule and the place', async (_name, rule, message) => {
    expect(await save(admin(), [rule])).toEqual({
      __typename: 'InvalidInput',
      code: 'RULE_INVALID',
      message: expect.stringMatching(message),
    });
  });

  it('so are a rule that is there twice, an unknown capability and a bad id', async () => {
    const ann = admin();
    expect(await save(ann, [limit(1), limit(2)])).toMatchObject({ code: 'RULE_INVALID' });
    expect(await save(ann, [limit(1)], { capability: 'none' })).toMatchObject({
      code: 'CAPABILITY_NOT_FOUND',
    });
    expect(await save(ann, [limit(1)], { ruleSetId: 'Own Set' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await save(ann, [limit(1, { reason: 'a\u0000' })])).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('facts of the world and those that proposals came with are known', async () => {
    const ann = admin();
    const asks = (fact: string) =>
      limit(1, { conditions: { all: [{ fact, operator: 'notEqual', value: null }] } });
    for (const fact of [
      'fields.grand_total',
      'fields.seller_name.confidence',
      'counterparty.approved',
      'actor.kind',
      'actor.roles',
    ])
      expect(await save(ann, [asks(fact)])).toMatchObject({ __typename: 'RuleSetPayload' });
    expect(await save(ann, [asks('lateDays')])).toMatchObject({ code: 'RULE_INVALID' });
    await host.propose(ann, await host.document(ann), [{ facts: { lateDays: 3 } }]);
    expect(await save(ann, [asks('lateDays')])).toMatchObject({ __typename: 'RuleSetPayload' });
    const comparison = (operator: string, value: unknown) => ({
      conditions: { all: [{ fact: 'lateDays', operator, value }] },
    });
    expect(await save(ann, [limit(1, comparison('equal', 'many'))])).toMatchObject({ code: 'RULE_INVALID' });
    const fits = [
      limit(1, comparison('lessThan', 5)),
      limit(1, {
        id: 'in-time',
        conditions: {
          any: [
            { fact: 'fields.due_date', operator: 'greaterThan', value: '2026-01-31' },
            { fact: 'fields.lines', path: '$[0].net', operator: 'lessThan', value: 7 },
            { fact: 'anomalyKinds', operator: 'doesNotContain', value: 'AMOUNT' },
            { fact: 'amount', operator: 'in', value: [1, 2] },
            { fact: 'fields.currency', operator: 'in', value: ['EUR', 'GBP'] },
            { fact: 'fields.net_total', operator: 'lessThan', value: { fact: 'fields.grand_total' } },
          ],
        },
      }),
    ];
    expect(await save(ann, fits)).toMatchObject({ __typename: 'RuleSetPayload' });
    const { ruleFacts } = await host.data<{ ruleFacts: { name: string; type: string }[] }>(
      ann,
      '{ ruleFacts(capability: "advice.recommend") { name type description } }',
    );
    const types = new Map(ruleFacts.map(({ name, type }) => [name, type]));
    expect(['lateDays', 'kind', 'actor.groups', 'fields.<name>'].map((name) => types.get(name))).toEqual([
      'NUMBER',
      'TEXT',
      'LIST',
      'ANY',
    ]);
    expect(ruleFacts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['amount', 'confidence', 'lateDays', 'fields.<name>', 'similar.bestScore']),
    );
  });
});
