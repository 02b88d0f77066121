import { Caller } from '../testkit/caller.js';
import { makeMember } from '../testkit/isolation/members.js';
import { addText } from '../testkit/isolation/world.js';
import { eventually, TestSystem } from '../testkit/system.js';
import { makeTenants, type TestTenant } from '../testkit/tenants.js';

/** Each of another seller, and of another amount: a bill like one before would be looked at for that. */
const bill = (number: string, seller: string, net: number) => `${seller}
4 Mill Lane, Leeds LS1 4AB

INVOICE

Bill to: Meadow Design Studio
Invoice number: ${number}
Invoice date: 3 March 2026

Net total: GBP ${net}.00
VAT 20%: GBP ${net / 5}.00
Total due: GBP ${net * 1.2}.00
`;
const parts = `id state outcome fingerprint shown reason approvalsNeeded approvalsGiven policy plugin kind amount
  subject { type id } decisions { by outcome }`;

let system: TestSystem;
let tenant: TestTenant;
let ann: { id: string; caller: Caller };
let bob: { id: string; caller: Caller };
beforeAll(async () => {
  system = await TestSystem.start({ settings: { LOG_LEVEL: 'error' } });
  [tenant] = (await makeTenants(system, ['north'])) as [TestTenant];
  ann = await makeMember(tenant, 'ann', []);
  bob = await makeMember(tenant, 'bob', []);
});
afterAll(() => system?.close());

/** The review of the recommendation to approve a bill that is above the limit. */
async function reviewOf(number: string, seller: string, net: number) {
  const documentId = await addText(ann.caller, { name: `${number}.txt`, text: bill(number, seller, net) });
  const filter = { documentId, pending: true, plugin: 'advice', kind: 'APPROVE', text: number };
  const list = `query List($filter: ReviewFilter) { reviews(filter: $filter) { totalCount nodes { ${parts} } } }`;
  const { reviews } = await eventually(
    () => bob.caller.data(list, { filter }),
    ({ reviews: found }) => found.totalCount > 0,
  );
  return reviews.nodes[0];
}
async function decide(by: Caller, review: { id: string; fingerprint: string }, outcome = 'APPROVED') {
  const input = { reviewId: review.id, fingerprint: review.fingerprint, outcome };
  const source = `mutation Decide($input: ResolveReviewInput!) { resolveReview(input: $input) { __typename
    ... on ResolveReviewPayload { review { ${parts} } } ... on Failure { code message } } }`;
  return (await by.data(source, { input })).resolveReview;
}
const stateOf = async (id: string) =>
  (await bob.caller.data('query One($id: ID!) { recommendation(id: $id) { state } }', { id })).recommendation
    .state;

it('two people approve what a rule held back, as a policy asks; a person and her keys are one', async () => {
  const policy = { name: 'large', subjectType: 'Recommendation', fromAmount: 10_000, approvals: 2 };
  await tenant.admin.change('setReviewPolicy', 'SetReviewPolicyInput', policy, '');
  const second = await tenant.admin.change(
    'createKey',
    'CreateKeyInput',
    { name: 'another of ann', memberId: ann.id },
    '... on CreateKeyPayload { key }',
  );
  const review = await reviewOf('ZP-901', 'Zander Printing Ltd', 20_000);
  expect(review).toMatchObject({
    state: 'OPEN',
    reason: 'Amounts above 10,000 are approved by a person.',
    approvalsNeeded: 2,
    policy: 'large',
    amount: 24_000,
    subject: { type: 'Recommendation' },
    shown: { capability: 'advice.recommend', kind: 'APPROVE', title: expect.stringContaining('ZP-901') },
  });
  const first = await decide(ann.caller, review);
  expect(first.review).toMatchObject({ state: 'PARTLY_APPROVED', approvalsGiven: 1 });
  expect(await stateOf(review.subject.id)).toBe('NEEDS_REVIEW');
  const again = await decide(new Caller(system.url, second.key), review);
  expect(again).toMatchObject({ __typename: 'Conflict' });
  expect((await decide(bob.caller, review)).review).toMatchObject({ state: 'RESOLVED', outcome: 'APPROVED' });
  await eventually(
    () => stateOf(review.subject.id),
    (state) => state === 'OPEN',
  );
  const counts = await bob.caller.data('{ reviewCounts { open resolved overdue } }');
  expect(counts.reviewCounts).toMatchObject({ resolved: 1, overdue: 0 });
});

it('what is rejected is rejected for good, and becomes a case that answers are measured by', async () => {
  const review = await reviewOf('HC-17', 'Harbour Catering Ltd', 35_000);
  expect((await decide(bob.caller, review, 'REJECTED')).review).toMatchObject({ state: 'RESOLVED' });
  await eventually(
    () => stateOf(review.subject.id),
    (state) => state === 'REJECTED',
  );
  const source = `{ dataset(id: "reviews.advice.recommend") { capability cases { nodes { id input expected } } } }`;
  const { dataset } = await eventually(
    () => bob.caller.data(source),
    (found) => Boolean(found.dataset?.cases.nodes.length),
  );
  expect(dataset).toMatchObject({
    capability: 'advice.recommend',
    cases: { nodes: [{ id: review.id, expected: { review: 'REJECTED', wrong: { kind: 'APPROVE' } } }] },
  });
  const trail =
    'query Trail($filter: AuditEntryFilter) { auditEntries(filter: $filter) { nodes { action actor body } } }';
  const { auditEntries } = await eventually(
    () => tenant.admin.data(trail, { filter: { action: 'reviews.resolve' } }),
    (found) => found.auditEntries.nodes.length === 2,
  );
  expect(auditEntries.nodes[0].body).toMatchObject({
    outcome: expect.any(String),
    fingerprint: expect.any(String),
  });
});
