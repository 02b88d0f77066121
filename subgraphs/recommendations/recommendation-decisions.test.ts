import type { ExecutionResult } from 'graphql';
import { AppError, type RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { callerOf } from '../../testkit/subgraph-host.js';
import { openRecommendations, type RecommendationsHost } from './fixtures/recommendations-host.js';

let host: RecommendationsHost;
beforeAll(async () => {
  host = await openRecommendations();
});
beforeEach(() => {
  host.operations.executed.length = 0;
  host.operations.end = { data: {}, errors: [] };
});
afterAll(() => host.close());

const newcomer = (more: object = {}) => callerOf(newId(), { actor: 'user:ann', roles: ['member'], ...more });
type Decision = 'acceptRecommendation' | 'rejectRecommendation';
async function decide(context: RequestContext, field: Decision, recommendationId = '', comment?: string) {
  const source = `mutation ($input: DecideRecommendationInput!) { ${field}(input: $input) { __typename
    ... on RecommendationPayload { recommendation { state actionState decidedBy comment } } ... on Failure { code } } }`;
  const input = { recommendationId, comment };
  return (await host.data<Record<Decision, Record<string, unknown>>>(context, source, { input }))[field];
}
const feedback = async (context: RequestContext, recommendationId = '', value = 'UP', comment?: string) =>
  (
    await host.data<{ giveFeedback: Record<string, unknown> }>(
      context,
      `mutation ($input: GiveFeedbackInput!) { giveFeedback(input: $input) { __typename
        ... on RecommendationPayload { recommendation { myFeedback } } ... on Failure { code } } }`,
      { input: { recommendationId, value, comment } },
    )
  ).giveFeedback;
const show = async (context: RequestContext, id = '') =>
  (
    await host.data<{ recommendation: Record<string, unknown> | null }>(
      context,
      'query ($id: ID!) { recommendation(id: $id) { state actionState decidedBy comment myFeedback } }',
      { id },
    )
  ).recommendation;
const audited = (context: RequestContext, action: string) =>
  host.sql<{ actor: string; body: object }>(
    context,
    'select actor, body from platform.audit_intake where action = $1 order by id',
    [action],
  );
const action = { operation: 'RemoveDuplicate', variables: { documentId: 'x' } };

describe('a decision', () => {
  test('is made once, by the first of two who decide at once', async () => {
    const ann = newcomer();
    const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
    const [id] = await host.propose(ann, await host.document(ann), [{}]);
    const both = await Promise.all([
      decide(ann, 'acceptRecommendation', id, ' fine '),
      decide(bob, 'rejectRecommendation', id),
    ]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['Conflict', 'RecommendationPayload']);
    expect(await audited(ann, 'recommendations.decide')).toHaveLength(1);
    const decided = await host.sql(ann, `select from platform.outbox where name = 'recommendation.decided'`);
    expect(decided).toHaveLength(1);
  });

  test('may be sent again by who made it, and is not made again by another', async () => {
    const ann = newcomer();
    const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
    const [id] = await host.propose(ann, await host.document(ann), [{ action }]);
    const first = await decide(ann, 'acceptRecommendation', id, ' fine ');
    expect(first).toEqual({
      __typename: 'RecommendationPayload',
      recommendation: { state: 'ACCEPTED', actionState: 'PENDING', decidedBy: 'user:ann', comment: 'fine' },
    });
    expect(await decide(ann, 'acceptRecommendation', id, 'other')).toEqual(first);
    for (const [context, field] of [
      [bob, 'acceptRecommendation'],
      [ann, 'rejectRecommendation'],
    ] as const)
      expect(await decide(context, field, id)).toEqual({ __typename: 'Conflict', code: 'CONFLICT' });
    expect(await audited(ann, 'recommendations.decide')).toEqual([
      { actor: 'user:ann', body: { decision: 'ACCEPTED' } },
    ]);
    expect(await host.sql(ann, `select from platform.jobs where name = 'recommendations.act'`)).toHaveLength(
      1,
    );
  });

  test('waits for the review that a rule wants; a rejection does not', async () => {
    const ann = newcomer();
    const documentId = await host.document(ann);
    const [first, second, third, fourth] = await host.propose(ann, documentId, Array(4).fill({}), [
      ['REVIEW'],
      ['REVIEW'],
      ['REVIEW'],
      ['REJECTED'],
    ]);
    expect(await decide(ann, 'acceptRecommendation', first)).toMatchObject({ __typename: 'Conflict' });
    await host.resolved(ann, first ?? '', 'EXPIRED');
    expect(await show(ann, first)).toMatchObject({ state: 'NEEDS_REVIEW' });
    await host.resolved(ann, first ?? '', 'APPROVED');
    expect(await show(ann, first)).toMatchObject({ state: 'OPEN', decidedBy: null });
    expect(await decide(ann, 'acceptRecommendation', first)).toMatchObject({
      recommendation: { state: 'ACCEPTED' },
    });
    await host.resolved(ann, second ?? '', 'REJECTED');
    expect(await show(ann, second)).toMatchObject({ state: 'REJECTED', decidedBy: 'user:ann' });
    expect(await decide(ann, 'rejectRecommendation', third)).toMatchObject({
      recommendation: { state: 'REJECTED' },
    });
    expect(host.withdrawn).toContain(third);
    await host.resolved(ann, third ?? '', 'APPROVED');
    expect(await show(ann, third)).toMatchObject({ state: 'REJECTED' });
    for (const field of ['acceptRecommendation', 'rejectRecommendation'] as const)
      expect(await decide(ann, field, fourth)).toMatchObject({ __typename: 'Conflict' });
  });

  test('is made by who may read the document and may decide', async () => {
    const group = newId();
    const ann = newcomer({ groups: [group] });
    const [id] = await host.propose(ann, await host.document(ann, [`group:${group}`]), [{}]);
    const outsider = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
    const viewer = callerOf(ann.tenant, { actor: 'user:eve', roles: ['viewer'], groups: [group] });
    for (const unknown of [id, newId(), 'no id'])
      expect(await decide(outsider, 'acceptRecommendation', unknown)).toMatchObject({
        __typename: 'NotFound',
      });
    expect(await decide(viewer, 'acceptRecommendation', id)).toMatchObject({ __typename: 'Forbidden' });
    expect(await feedback(outsider, id)).toMatchObject({ __typename: 'NotFound' });
    expect(await feedback(viewer, id)).toMatchObject({ __typename: 'Forbidden' });
    for (const comment of ['x'.repeat(2001), 'a\0', '\ud800']) {
      expect(await decide(ann, 'acceptRecommendation', id, comment)).toMatchObject({
        __typename: 'InvalidInput',
      });
      expect(await feedback(ann, id, 'UP', comment)).toMatchObject({ __typename: 'InvalidInput' });
    }
    expect(await show(ann, id)).toMatchObject({ state: 'OPEN', myFeedback: null });
  });
});

describe('the operation of an accepted recommendation', () => {
  async function accepted(context: RequestContext): Promise<string> {
    const [id] = await host.propose(context, await host.document(context), [{ action }]);
    await decide(context, 'acceptRecommendation', id);
    return id ?? '';
  }
  const act = (context: RequestContext) => host.work(context, 'recommendations.act');

  test('runs once, as the person who accepted, however often its job runs', async () => {
    const ann = newcomer();
    const id = await accepted(ann);
    await act(ann);
    await act(ann);
    expect(host.operations.executed).toEqual([{ actor: 'user:ann', ...action }]);
    expect(await show(ann, id)).toMatchObject({ state: 'ACCEPTED', actionState: 'DONE' });
    expect(await audited(ann, 'recommendations.act')).toEqual([
      { actor: 'user:ann', body: { operation: 'RemoveDuplicate', actionState: 'DONE' } },
    ]);
  });

  test.each([
    ['errors', { data: null, errors: [{ code: 'FORBIDDEN', message: 'no' }] }],
    ['an expected failure', { data: { deleteDocument: { code: 'NOT_FOUND', message: 'gone' } }, errors: [] }],
  ])('has failed when it answers with %s', async (_name, end) => {
    const ann = newcomer();
    host.operations.end = end;
    const id = await accepted(ann);
    await act(ann);
    expect(await show(ann, id)).toMatchObject({ state: 'ACCEPTED', actionState: 'FAILED' });
  });

  test('is tried again when it could not be asked, and has failed after the last attempt', async () => {
    const ann = newcomer();
    host.operations.end = new AppError('UNAVAILABLE', { thing: 'The gateway' });
    const id = await accepted(ann);
    await expect(act(ann)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await show(ann, id)).toMatchObject({ actionState: 'PENDING' });
    const dead = { id: newId(), context: ann, log: host.platform.log };
    const error = new RangeError('secret of the database');
    await host.job('recommendations.act').onDead?.({ recommendationId: id }, error, dead);
    expect(await show(ann, id)).toMatchObject({ actionState: 'FAILED' });
    const [row] = await host.sql<{ actionErrors: object[] }>(
      ann,
      'select action_errors as "actionErrors" from recommendations.recommendations where id = $1',
      [id],
    );
    expect(row?.actionErrors).toMatchObject([{ code: 'INTERNAL' }]);
    expect(JSON.stringify(row)).not.toContain('secret');
  });

  test('does not run when there is none, or the recommendation was rejected', async () => {
    const ann = newcomer();
    const [plain, rejected] = await host.propose(ann, await host.document(ann), [{}, { action }]);
    expect(await decide(ann, 'acceptRecommendation', plain)).toMatchObject({
      recommendation: { state: 'ACCEPTED', actionState: null },
    });
    await decide(ann, 'rejectRecommendation', rejected);
    await act(ann);
    expect(host.operations.executed).toEqual([]);
  });
});

test('feedback is one voice a person, and shown to that person only', async () => {
  const ann = newcomer();
  const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
  const [id] = await host.propose(ann, await host.document(ann), [{}]);
  expect(await feedback(ann, id, 'UP')).toMatchObject({ recommendation: { myFeedback: 'UP' } });
  expect(await feedback(ann, id, 'DOWN', 'not so')).toMatchObject({ recommendation: { myFeedback: 'DOWN' } });
  expect(await show(bob, id)).toMatchObject({ myFeedback: null });
  await feedback(bob, id, 'UP');
  expect(await show(ann, id)).toMatchObject({ myFeedback: 'DOWN' });
  await decide(bob, 'acceptRecommendation', id);
  const voices = (await host.parts.provides?.feedback?.onRecommendations(ann, { first: 10 })) ?? [];
  expect(voices.map(({ actor, value }) => [actor, value])).toEqual([
    ['user:bob', 'ACCEPTED'],
    ['user:bob', 'UP'],
    ['user:ann', 'DOWN'],
  ]);
  const own = await host.parts.provides?.feedback?.onRecommendations(ann, { actor: 'user:ann', first: 10 });
  expect(own).toMatchObject([{ recommendationId: id, kind: 'APPROVE', value: 'DOWN' }]);
});

test('a watcher sees what is made and decided in documents that may be read', async () => {
  const group = newId();
  const ann = newcomer({ groups: [group] });
  const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
  const stop = new AbortController();
  const source =
    'subscription ($documentId: ID) { recommendationChanged(documentId: $documentId) { id state actionState } }';
  const documentId = await host.document(ann);
  const changes = (await host.follow(bob, source, { documentId }, stop.signal))[Symbol.asyncIterator]();
  const next = async () => ((await changes.next()).value as ExecutionResult).data?.recommendationChanged;
  const first = next();
  await host.propose(ann, await host.document(ann, [`group:${group}`]), [{}]);
  await host.propose(ann, await host.document(ann), [{}]);
  const [id] = await host.propose(ann, documentId, [{ action }]);
  expect(await first).toEqual({ id, state: 'OPEN', actionState: null });
  await decide(ann, 'acceptRecommendation', id);
  expect(await next()).toEqual({ id, state: 'ACCEPTED', actionState: 'PENDING' });
  await host.work(ann, 'recommendations.act');
  expect(await next()).toEqual({ id, state: 'ACCEPTED', actionState: 'DONE' });
  stop.abort();
  await changes.return?.();
});
