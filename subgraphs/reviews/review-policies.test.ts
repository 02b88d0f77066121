import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { openReviews, type ReviewsHost } from './fixtures/reviews-host.js';

let host: ReviewsHost;
beforeAll(async () => {
  host = await openReviews();
});
afterAll(() => host.close());

const admin = () => host.person(newId(), 'user:admin', { roles: ['admin'] });
async function set(context: RequestContext, input: object) {
  const source = `mutation ($input: SetReviewPolicyInput!) { setReviewPolicy(input: $input) { __typename
    ... on SetReviewPolicyPayload { policy { name approvals } } ... on Failure { code message } } }`;
  return (await host.data<{ setReviewPolicy: Record<string, unknown> }>(context, source, { input }))
    .setReviewPolicy;
}
const termsOf = async (context: RequestContext, id: string) => {
  const source = `query ($id: ID!) { review(id: $id) { approvalsNeeded assignee deadline escalateTo excluded policy } }`;
  return (await host.data<{ review: Record<string, unknown> }>(context, source, { id })).review;
};

test('the policy that fits best adds its terms, and never takes away', async () => {
  const ann = await admin();
  const subject = { type: 'Recommendation', id: 'r' };
  await set(ann, { name: 'all', deadlineMs: 3_600_000 });
  await set(ann, { name: 'recommendations', subjectType: 'Recommendation', assignee: 'user:lead' });
  await set(ann, {
    name: 'large',
    subjectType: 'Recommendation',
    fromAmount: 10_000,
    approvals: 2,
    excludesRequester: true,
    escalateAfterMs: 60_000,
    escalateTo: 'group:board',
  });
  const other = await termsOf(ann, await host.ask(ann, {}));
  expect(other).toMatchObject({
    policy: 'all',
    approvalsNeeded: 1,
    deadline: '2026-11-23T10:00:00.000Z',
  });
  const small = await termsOf(ann, await host.ask(ann, { subject, amount: 9_999 }));
  expect(small).toMatchObject({ policy: 'recommendations', assignee: 'user:lead', deadline: null });
  const large = await termsOf(ann, await host.ask(ann, { subject, amount: 10_000 }));
  expect(large).toMatchObject({
    policy: 'large',
    approvalsNeeded: 2,
    escalateTo: 'group:board',
    excluded: ['user:admin'],
  });
  const strict = await termsOf(
    ann,
    await host.ask(ann, { subject, amount: 1, approvals: 2, assignee: 'user:bob' }),
  );
  expect(strict).toMatchObject({ policy: 'recommendations', approvalsNeeded: 2, assignee: 'user:bob' });
});

test('who asked may not decide, by whichever key the person asked', async () => {
  const ann = await admin();
  await set(ann, { name: 'four-eyes', excludesRequester: true });
  const key = await host.person(ann.tenant, 'key:of-admin', { person: 'user:admin' });
  const terms = await termsOf(ann, await host.ask(key, { exclude: ['user:bob'] }));
  expect(terms.excluded).toEqual(['user:bob', 'key:of-admin', 'user:admin']);
});

test('a policy is checked, replaced by its name, listed, removed and audited', async () => {
  const ann = await admin();
  expect(await set(ann, { name: 'p', approvals: 3 })).toMatchObject({ __typename: 'InvalidInput' });
  expect(await set(ann, { name: 'p', onDeadline: 'ESCALATE' })).toMatchObject({ __typename: 'InvalidInput' });
  expect(await set(ann, { name: 'p', assignee: 'bob' })).toMatchObject({ __typename: 'InvalidInput' });
  await set(ann, { name: 'p', approvals: 1 });
  await set(ann, { name: 'p', approvals: 2 });
  const list = '{ reviewPolicies { totalCount nodes { name approvals changedBy } } }';
  expect(await host.data(ann, list)).toEqual({
    reviewPolicies: { totalCount: 1, nodes: [{ name: 'p', approvals: 2, changedBy: 'user:admin' }] },
  });
  const remove = `mutation { removeReviewPolicy(input: { name: "p" }) { __typename } }`;
  expect(await host.data(ann, remove)).toMatchObject({
    removeReviewPolicy: { __typename: 'RemoveReviewPolicyPayload' },
  });
  expect(await host.data(ann, remove)).toMatchObject({ removeReviewPolicy: { __typename: 'NotFound' } });
  const audited = await host.sql(ann, `select from platform.audit_intake where action like 'reviews.%olicy'`);
  expect(audited).toHaveLength(3);
});

test('only an administrator sets one, and another tenant has its own', async () => {
  const ann = await admin();
  await set(ann, { name: 'own', approvals: 2 });
  const bob = await host.person(ann.tenant, 'user:bob');
  expect(await set(bob, { name: 'own' })).toMatchObject({ __typename: 'Forbidden' });
  const rival = await admin();
  expect(await host.data(rival, '{ reviewPolicies { totalCount } }')).toEqual({
    reviewPolicies: { totalCount: 0 },
  });
  expect(await termsOf(rival, await host.ask(rival, {}))).toMatchObject({ approvalsNeeded: 1, policy: null });
});
