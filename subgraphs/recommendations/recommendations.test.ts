import { type RequestContext, rightsOfAccessList } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { callerOf } from '../../testkit/subgraph-host.js';
import { nowhere, openRecommendations, type RecommendationsHost } from './fixtures/recommendations-host.js';

let host: RecommendationsHost;
beforeAll(async () => {
  host = await openRecommendations();
});
beforeEach(() => {
  host.reviews.length = 0;
});
afterAll(() => host.close());

const newcomer = (more: object = {}) => callerOf(newId(), { actor: 'user:ann', roles: ['member'], ...more });
interface Shown {
  id: string;
  kind: string;
  state: string;
  verdicts: { rule: string; result: string }[];
  evidence: { note: string; document: { id: string } | null }[];
}
interface List {
  recommendations: {
    totalCount: number;
    nodes: Shown[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}
const list = `query ($filter: RecommendationFilterInput, $first: Int, $after: Cursor) {
  recommendations(filter: $filter, first: $first, after: $after) {
    totalCount nodes { id kind state verdicts { rule result } evidence { note document { id } } }
    pageInfo { hasNextPage endCursor } } }`;
const read = async (context: RequestContext, variables: object = {}) =>
  (await host.data<List>(context, list, { first: 100, ...variables })).recommendations;
const ids = async (context: RequestContext, variables: object = {}) => {
  const { nodes, totalCount } = await read(context, variables);
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ id }) => id);
};

describe('what a run proposes', () => {
  test('is stored with its verdicts, and they say where it stands', async () => {
    const ann = newcomer();
    const documentId = await host.document(ann);
    await host.propose(
      ann,
      documentId,
      [
        { kind: 'APPROVE' },
        { kind: 'REVIEW' },
        { kind: 'SIMILAR' },
        { kind: 'MATCH_ORDER' },
        { kind: 'FLAG_DUPLICATE' },
      ],
      [['PASSED', 'FIXED'], ['PASSED', 'REVIEW'], ['REVIEW', 'REJECTED'], [], ['REJECTED']],
    );
    const states = Object.fromEntries((await read(ann)).nodes.map(({ kind, state }) => [kind, state]));
    expect(states).toEqual({
      APPROVE: 'OPEN',
      REVIEW: 'NEEDS_REVIEW',
      SIMILAR: 'WITHHELD',
      MATCH_ORDER: 'OPEN',
      FLAG_DUPLICATE: 'WITHHELD',
    });
    const [review] = (await read(ann, { filter: { kind: 'REVIEW' } })).nodes;
    expect(review?.verdicts).toEqual([
      { rule: 'says-passed', result: 'PASSED' },
      { rule: 'says-review', result: 'REVIEW' },
    ]);
    expect(host.reviews).toMatchObject([
      { documentId, subject: { type: 'Recommendation', id: review?.id }, reason: 'It REVIEW.' },
    ]);
    const events = await host.sql<{ payload: { state: string } }>(
      ann,
      `select payload from platform.outbox where name = 'recommendation.made'`,
    );
    expect(events.map(({ payload }) => payload.state).sort()).toEqual(Object.values(states).sort());
  });

  test('takes the place of what nobody has decided, and of nothing else', async () => {
    const ann = newcomer();
    const [documentId, other] = [await host.document(ann), await host.document(ann)];
    const [open, waiting, withheld, accepted, rejected] = await host.propose(
      ann,
      documentId,
      Array(5).fill({}),
      [[], ['REVIEW'], ['REJECTED'], [], []],
    );
    const [kept] = await host.propose(ann, other, [{}]);
    const decide = (field: string, recommendationId: string | undefined) =>
      host.data(
        ann,
        `mutation ($input: DecideRecommendationInput!) { ${field}(input: $input) { __typename } }`,
        { input: { recommendationId } },
      );
    await decide('acceptRecommendation', accepted);
    await decide('rejectRecommendation', rejected);
    host.withdrawn.length = 0;
    const [newer] = await host.propose(ann, documentId, [{}]);
    expect(host.withdrawn.toSorted()).toEqual([open, waiting, withheld].toSorted());
    expect(new Set(await ids(ann))).toEqual(new Set([accepted, rejected, kept, newer]));
    const one = 'query ($id: ID!) { recommendation(id: $id) { state } }';
    for (const id of [open, waiting, withheld])
      expect(await host.data(ann, one, { id })).toEqual({ recommendation: { state: 'SUPERSEDED' } });
  });
});

describe('a recommendation', () => {
  const [finance, people] = [newId(), newId()];

  test('is read by whoever may read its document', async () => {
    const ann = newcomer({ groups: [finance, people] });
    const bob = callerOf(ann.tenant, { actor: 'user:bob', groups: [people] });
    const [open] = await host.propose(ann, await host.document(ann), [{}]);
    const hiddenDocument = await host.document(ann, [`group:${finance}`]);
    const [hidden] = await host.propose(ann, hiddenDocument, [{}]);
    const [shared] = await host.propose(ann, await host.document(ann, [`group:${people}`]), [{}]);
    const [foreign] = await host.propose(newcomer(), newId(), [{}]);
    expect(await ids(ann)).toEqual([shared, hidden, open]);
    expect(await ids(bob)).toEqual([shared, open]);
    expect(await ids(bob, { filter: { documentId: hiddenDocument } })).toEqual([]);
    const forReaders = { ...ann, actor: 'system:ingest', rights: rightsOfAccessList([`group:${finance}`]) };
    expect(await ids(forReaders)).toEqual([hidden, open]);
    const one = 'query ($id: ID!) { recommendation(id: $id) { id } }';
    for (const id of [hidden, foreign, newId(), 'no id'])
      expect(await host.data(bob, one, { id })).toEqual({ recommendation: null });
    const entities = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Recommendation { id } ... on Document { recommendations { totalCount nodes { id } } } } }`;
    const of = [
      { __typename: 'Recommendation', id: hidden },
      { __typename: 'Recommendation', id: shared },
      { __typename: 'Recommendation', id: 'no id' },
      { __typename: 'Document', id: hiddenDocument },
      { __typename: 'Document', id: 'no id' },
    ];
    expect(await host.data(bob, entities, { of })).toEqual({
      _entities: [null, { id: shared }, null, null, null],
    });
    const key = callerOf(ann.tenant, { scopes: ['recommendations:decide'] });
    for (const source of ['{ recommendations { totalCount } }', '{ recommendationsForMe { totalCount } }']) {
      const { errors } = await host.call(key, source);
      expect(errors?.[0]?.originalError).toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  test('is hidden from whoever may not read all that it rests on, for its words may name it', async () => {
    const ann = newcomer({ groups: [finance] });
    const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
    const [own, hidden] = [await host.document(ann), await host.document(ann, [`group:${finance}`])];
    const place = (documentId: string) => ({ ...nowhere, documentId, versionId: newId(), note: 'a place' });
    const [resting, plain] = await host.propose(ann, own, [
      { evidence: [place(own), place(hidden)] },
      { evidence: [place(own)] },
    ]);
    expect(await ids(ann)).toEqual([plain, resting]);
    expect(await ids(bob)).toEqual([plain]);
    const one = 'query ($id: ID!) { recommendation(id: $id) { evidence { note document { id } } } }';
    expect(await host.data(bob, one, { id: resting })).toEqual({ recommendation: null });
    expect(await host.data(ann, one, { id: resting })).toEqual({
      recommendation: {
        evidence: [own, hidden].map((id) => ({ note: 'a place', document: { id } })),
      },
    });
    const forMe = '{ recommendationsForMe { totalCount nodes { id } } }';
    expect(await host.data(bob, forMe)).toEqual({
      recommendationsForMe: { totalCount: 1, nodes: [{ id: plain }] },
    });
    const feedback = `mutation ($input: GiveFeedbackInput!) { giveFeedback(input: $input) { __typename } }`;
    const input = { recommendationId: resting, value: 'UP' };
    expect(await host.data(bob, feedback, { input })).toEqual({ giveFeedback: { __typename: 'NotFound' } });
    await host.data(ann, feedback, { input });
    const voices = async (context: RequestContext) =>
      (await host.parts.provides?.feedback?.onRecommendations(context, { first: 10 }))?.length;
    expect([await voices(ann), await voices(bob)]).toEqual([1, 0]);
    const port = host.parts.provides?.recommendations;
    await expect(port?.read(bob, resting ?? '')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    // What is gone may be read by nobody.
    const [orphan] = await host.propose(ann, own, [{ evidence: [place(newId())] }]);
    expect(await ids(ann)).not.toContain(orphan);
  });

  test('goes with its document, and with those that it rests on', async () => {
    const ann = newcomer();
    const [gone, other] = [await host.document(ann), await host.document(ann)];
    const [own] = await host.propose(ann, gone, [{}]);
    const evidence = [{ ...nowhere, documentId: gone, versionId: newId() }];
    const [, kept] = await host.propose(ann, other, [{ evidence }, {}]);
    const feedback = `mutation ($input: GiveFeedbackInput!) { giveFeedback(input: $input) { __typename } }`;
    for (const recommendationId of [own, kept])
      await host.data(ann, feedback, { input: { recommendationId, value: 'UP' } });
    const erase = (what: 'document' | 'tenant') =>
      host.db.database.tenant(ann.tenant, async (tx) => {
        for (const eraser of host.parts.erasers ?? []) await eraser[what]?.(tx, gone);
      });
    await erase('document');
    expect(await ids(ann)).toEqual([kept]);
    expect(await host.sql(ann, 'select from recommendations.feedback')).toHaveLength(1);
    await erase('tenant');
    expect(await ids(ann)).toEqual([]);
    expect(await host.sql(ann, 'select from recommendations.feedback')).toEqual([]);
  });
});

test('pages go on where they ended, by document, kind and state', async () => {
  const ann = newcomer();
  const documentId = await host.document(ann);
  const made = await host.propose(ann, documentId, Array(5).fill({ kind: 'SIMILAR' }));
  await host.propose(ann, await host.document(ann), [{ kind: 'REVIEW' }]);
  const filter = { documentId, kind: 'SIMILAR', state: 'OPEN' };
  const seen: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const page = await read(ann, { filter, first: 2, after });
    expect(page.totalCount).toBe(5);
    seen.push(...page.nodes.map(({ id }) => id));
    after = page.pageInfo.endCursor;
    more = page.pageInfo.hasNextPage;
  }
  expect(seen).toEqual(made.reverse());
  const forged = Buffer.from(JSON.stringify(["'; drop"])).toString('base64url');
  for (const [variables, code] of [
    [{ after: forged }, 'CURSOR_INVALID'],
    [{ first: 0 }, 'BAD_USER_INPUT'],
  ] as const)
    expect((await host.call(ann, list, variables)).errors?.[0]?.originalError).toMatchObject({ code });
  expect(await ids(ann, { filter: { documentId: 'no id' } })).toEqual([]);
});

test('the port shows plain data, with the rights of who asks', async () => {
  const group = newId();
  const ann = newcomer({ groups: [group] });
  const bob = callerOf(ann.tenant, { actor: 'user:bob' });
  const documentId = await host.document(ann, [`group:${group}`]);
  const [id] = await host.propose(ann, documentId, [{ facts: { amount: 5 } }]);
  const port = host.parts.provides?.recommendations;
  const [listed] = (await port?.list(ann, { documentId, first: 1000 })) ?? [];
  expect(listed).toMatchObject({ id, documentId, state: 'OPEN', facts: { amount: 5 }, action: null });
  expect(structuredClone(listed)).toEqual(listed);
  expect(await port?.read(ann, id ?? '')).toEqual(listed);
  expect(await port?.list(bob, { first: 10 })).toEqual([]);
  for (const unknown of [id ?? '', newId(), 'no id'])
    await expect(port?.read(bob, unknown)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
