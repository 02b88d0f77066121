import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { openReviews, type ReviewsHost } from './fixtures/reviews-host.js';

let host: ReviewsHost;
beforeAll(async () => {
  host = await openReviews();
});
afterAll(() => host.close());

const parts = `id state outcome fingerprint shown approvalsNeeded approvalsGiven assignee escalatedAt policy deadline
  decisions { by outcome comment }`;
interface Shown {
  id: string;
  state: string;
  fingerprint: string;
  shown: unknown;
  [field: string]: unknown;
}
const read = async (context: RequestContext, id: string): Promise<Shown> => {
  const source = `query ($id: ID!) { review(id: $id) { ${parts} } }`;
  return (await host.data<{ review: Shown }>(context, source, { id })).review;
};
const seen = async (context: RequestContext, filter: object) => {
  const source =
    'query ($filter: ReviewFilter) { reviews(filter: $filter, first: 100) { totalCount nodes { id } } }';
  type List = { reviews: { totalCount: number; nodes: { id: string }[] } };
  const { reviews } = await host.data<List>(context, source, { filter });
  expect(reviews.totalCount).toBe(reviews.nodes.length);
  return reviews.nodes.map(({ id }) => id);
};
async function decide(context: RequestContext, reviewId: string, outcome = 'APPROVED', more: object = {}) {
  const source = `mutation ($input: ResolveReviewInput!) { resolveReview(input: $input) { __typename
    ... on ResolveReviewPayload { review { state outcome } } ... on Failure { code message hint } } }`;
  const { fingerprint } = await read(context, reviewId);
  const input = { reviewId, outcome, fingerprint, ...more };
  return (await host.data<{ resolveReview: Record<string, unknown> }>(context, source, { input }))
    .resolveReview;
}
const reviewers = async () => {
  const tenant = newId();
  const names = ['user:ann', 'user:bob', 'user:cleo'] as const;
  const [ann, bob, cleo] = await Promise.all(names.map((name) => host.person(tenant, name)));
  return { ann: ann!, bob: bob!, cleo: cleo! };
};

describe('what is shown', () => {
  it('is kept with the SHA-256 of its canonical JSON, and asked once', async () => {
    const { ann, bob } = await reviewers();
    const shown = { tool: 'pay', arguments: { to: 'Mill', amount: 12.5 } };
    const id = await host.ask(ann, { shown });
    const fingerprint = createHash('sha256').update(canonicalize(shown)!).digest('hex');
    expect(await read(bob, id)).toMatchObject({ shown, fingerprint, state: 'OPEN' });
    expect(await host.ask(bob, { shown: { arguments: { amount: 12.5, to: 'Mill' }, tool: 'pay' } })).toBe(id);
  });

  it('is neither too long nor without a name, and says so', async () => {
    const { ann } = await reviewers();
    const bad = { code: 'BAD_USER_INPUT' };
    await expect(host.ask(ann, { shown: 'x'.repeat(70_000) })).rejects.toMatchObject(bad);
    await expect(host.ask(ann, { shown: undefined })).rejects.toMatchObject(bad);
    await expect(host.ask(ann, { shown: { text: 'a\u0000b' } })).rejects.toMatchObject(bad);
    await expect(host.ask(ann, { assignee: 'somebody' })).rejects.toMatchObject(bad);
    await expect(host.ask(ann, { onDeadline: 'ESCALATE' })).rejects.toMatchObject(bad);
  });

  it('is what a decision is about: another fingerprint is refused, with what to do', async () => {
    const { ann } = await reviewers();
    const id = await host.ask(ann, { approvals: 2 });
    expect(await decide(ann, id, 'APPROVED', { fingerprint: 'of something else' })).toEqual({
      __typename: 'Conflict',
      code: 'REVIEW_CHANGED',
      message: expect.stringContaining(id),
      hint: expect.stringMatching(/read the review again.*fingerprint/i),
    });
    expect(await read(ann, id)).toMatchObject({ state: 'OPEN', decisions: [] });
  });

  it('is seen only by who may read all that it was made from, and goes with any of it', async () => {
    const { ann } = await reviewers();
    const group = newId();
    const dan = await host.person(ann.tenant, 'user:dan', { groups: [group] });
    const [open, closed] = [
      await host.document(ann.tenant),
      await host.document(ann.tenant, [`group:${group}`]),
    ];
    const id = await host.ask(dan, { documentId: open, madeFrom: [open, closed] });
    expect(await seen(ann, {})).toEqual([]);
    expect(await read(ann, id)).toBeNull();
    expect(await seen(dan, {})).toEqual([id]);
    await host.db.database.tenant(ann.tenant, async (tx) => {
      for (const eraser of host.parts.erasers ?? []) await eraser.document?.(tx, closed);
    });
    expect(await seen(dan, {})).toEqual([]);
  });
});

describe('four eyes', () => {
  it('are those of two different people; the first approval decides nothing yet', async () => {
    const { ann, bob } = await reviewers();
    const key = await host.person(ann.tenant, 'key:of-ann', { person: 'user:ann' });
    const id = await host.ask(ann, { approvals: 2 });
    expect(await decide(ann, id, 'APPROVED', { comment: 'fine' })).toMatchObject({
      review: { state: 'PARTLY_APPROVED', outcome: null },
    });
    expect(await host.events(ann, 'review.resolved')).toEqual([]);
    expect(await host.events(ann, 'review.approval.given')).toMatchObject([
      { reviewId: id, given: 1, needed: 2 },
    ]);
    for (const again of [ann, key]) expect(await decide(again, id)).toMatchObject({ __typename: 'Conflict' });
    expect(await decide(bob, id)).toMatchObject({ review: { state: 'RESOLVED', outcome: 'APPROVED' } });
    expect(await read(ann, id)).toMatchObject({
      approvalsNeeded: 2,
      approvalsGiven: 2,
      decisions: [
        { by: 'user:ann', outcome: 'APPROVED', comment: 'fine' },
        { by: 'user:bob', outcome: 'APPROVED', comment: null },
      ],
    });
    expect(await host.events(ann, 'review.resolved')).toMatchObject([
      { outcome: 'APPROVED', by: 'user:bob', voices: [{ by: 'user:ann' }, { by: 'user:bob' }] },
    ]);
    const audited = await host.sql(
      ann,
      `select action from platform.audit_intake where action like 'reviews.%' order by id`,
    );
    expect(audited).toEqual([{ action: 'reviews.approve' }, { action: 'reviews.resolve' }]);
  });

  it('are not those of who is excluded; a rejection decides at once; a correction counts', async () => {
    const { ann, bob, cleo } = await reviewers();
    const key = await host.person(ann.tenant, 'key:of-cleo', { person: 'user:cleo' });
    const first = await host.ask(ann, { approvals: 2, exclude: ['user:cleo'] });
    for (const excluded of [cleo, key])
      expect(await decide(excluded, first)).toMatchObject({
        __typename: 'Forbidden',
        code: 'REVIEW_EXCLUDED',
      });
    await decide(ann, first);
    expect(await decide(bob, first, 'REJECTED')).toMatchObject({
      review: { state: 'RESOLVED', outcome: 'REJECTED' },
    });
    expect(await decide(cleo, first)).toMatchObject({ __typename: 'Conflict' });
    const second = await host.ask(ann, { approvals: 2 });
    await decide(ann, second, 'CORRECTED');
    expect(await decide(bob, second)).toMatchObject({ review: { outcome: 'CORRECTED' } });
  });

  it('of two who approve at once each counts once', async () => {
    const { ann, bob } = await reviewers();
    const id = await host.ask(ann, { approvals: 2 });
    const both = await Promise.all([decide(ann, id), decide(bob, id)]);
    const states = both.map(({ review }) => (review as { state: string }).state);
    expect(states.sort()).toEqual(['PARTLY_APPROVED', 'RESOLVED']);
    expect(await host.ask(ann, { shown: (await read(ann, id)).shown })).not.toBe(id);
  });
});

describe('the queue', () => {
  it('is filtered by what it is about, who is asked, what is late and what it says', async () => {
    const { ann, bob } = await reviewers();
    const group = newId();
    const dan = await host.person(ann.tenant, 'user:dan', { groups: [group] });
    const past = new Date(host.clock.at.getTime() - 1000).toISOString();
    const mine = await host.ask(ann, { assignee: 'user:bob', kind: 'APPROVE', plugin: 'advice' });
    const ours = await host.ask(ann, {
      assignee: `group:${group}`,
      shown: { note: 'The 100% bill of Zander' },
    });
    const late = await host.ask(ann, {
      deadline: past,
      subject: { type: 'run', id: 'r-1' },
      onDeadline: 'EXPIRE',
    });
    await decide(ann, mine);
    expect(await seen(ann, { pending: true })).toEqual([late, ours]);
    expect(await seen(ann, { pending: false })).toEqual([mine]);
    expect(await seen(ann, { overdue: true })).toEqual([late]);
    expect(await seen(dan, { mine: true })).toEqual([ours]);
    expect(await seen(bob, { mine: true })).toEqual([mine]);
    expect(await seen(ann, { unassigned: true })).toEqual([late]);
    expect(await seen(ann, { plugin: 'advice', kind: 'APPROVE' })).toEqual([mine]);
    expect(await seen(ann, { subjectType: 'run', subjectId: 'r-1' })).toEqual([late]);
    expect(await seen(ann, { text: '100% BILL' })).toEqual([ours]);
    expect(await seen(ann, { text: '100_' })).toEqual([]);
    const counts = '{ reviewCounts { open partlyApproved resolved expired overdue mine unassigned } }';
    expect(await host.data(dan, counts)).toEqual({
      reviewCounts: {
        open: 2,
        partlyApproved: 0,
        resolved: 1,
        expired: 0,
        overdue: 1,
        mine: 1,
        unassigned: 1,
      },
    });
  });

  it('is given to a group in which somebody may read it', async () => {
    const { ann } = await reviewers();
    const [inside, outside] = [newId(), newId()];
    await host.person(ann.tenant, 'user:dan', { groups: [inside] });
    await host.person(ann.tenant, 'user:eve', { groups: [outside] });
    const id = await host.ask(ann, { documentId: await host.document(ann.tenant, [`group:${inside}`]) });
    const dan = await host.person(ann.tenant, 'user:dan', { groups: [inside] });
    const give = async (assignee: string) => {
      const source = `mutation ($input: AssignReviewInput!) { assignReview(input: $input) { __typename } }`;
      const { assignReview } = await host.data<{ assignReview: { __typename: string } }>(dan, source, {
        input: { reviewId: id, assignee },
      });
      return assignReview.__typename;
    };
    expect(await give(`group:${inside}`)).toBe('AssignReviewPayload');
    expect(await give(`group:${outside}`)).toBe('Conflict');
    expect(await give(`group:${newId()}`)).toBe('NotFound');
    expect(await give('everybody')).toBe('InvalidInput');
    expect(await host.events(dan, 'review.assigned')).toMatchObject([{ assignee: `group:${inside}` }]);
  });

  it('is taken by one person, and given back', async () => {
    const { ann, bob, cleo } = await reviewers();
    const id = await host.ask(ann, { approvals: 2, exclude: ['user:cleo'] });
    const result = '__typename ... on Failure { code message }';
    const claim = async (context: RequestContext, reviewId = id) => {
      const source = `mutation ($input: ClaimReviewInput!) { claimReview(input: $input) { ${result}
        ... on ClaimReviewPayload { review { assignee } } } }`;
      const input = { reviewId };
      return (await host.data<{ claimReview: object }>(context, source, { input })).claimReview;
    };
    const give = async (assignee: string | null) => {
      const source = `mutation ($input: AssignReviewInput!) { assignReview(input: $input) { ${result}
        ... on AssignReviewPayload { review { assignee } } } }`;
      const input = { reviewId: id, assignee };
      return (await host.data<{ assignReview: object }>(ann, source, { input })).assignReview;
    };
    const both = await Promise.all([claim(ann), claim(bob)]);
    const taken = (await read(ann, id)).assignee;
    expect(both).toContainEqual({ __typename: 'ClaimReviewPayload', review: { assignee: taken } });
    expect(both).toContainEqual({
      __typename: 'Conflict',
      code: 'CONFLICT',
      message: expect.stringContaining(`${taken} is asked already`),
    });
    const owner = taken === 'user:ann' ? ann : bob;
    expect(await claim(owner)).toMatchObject({ review: { assignee: taken } });
    expect(await host.events(ann, 'review.assigned')).toHaveLength(1);
    expect(await give(null)).toMatchObject({ review: { assignee: null } });
    expect(await claim(cleo)).toMatchObject({ code: 'REVIEW_EXCLUDED' });
    expect(await give('user:cleo')).toMatchObject({ code: 'REVIEW_EXCLUDED' });
    await host.person(ann.tenant, 'user:auditor', { roles: ['auditor'] });
    expect(await give('user:auditor')).toMatchObject({ __typename: 'Conflict' });
    await decide(ann, id);
    expect(await claim(ann)).toMatchObject({ __typename: 'Conflict' });
    expect(await give('user:ann')).toMatchObject({ __typename: 'Conflict' });
    expect(await claim(bob)).toMatchObject({ review: { assignee: 'user:bob' } });
    expect(await claim(bob, newId())).toMatchObject({ __typename: 'NotFound' });
  });

  it('is told as it changes, of what the filter asks for', async () => {
    const { ann, bob } = await reviewers();
    const stop = new AbortController();
    const source =
      'subscription ($filter: ReviewFilter) { reviewChanged(filter: $filter) { id state assignee } }';
    const changes = await host.follow(bob, source, { filter: { mine: true } }, stop.signal);
    const stream = changes[Symbol.asyncIterator]();
    const first = stream.next();
    await host.ask(ann, {});
    const id = await host.ask(ann, { assignee: 'user:bob', approvals: 2 });
    expect((await first).value).toMatchObject({ data: { reviewChanged: { id, state: 'OPEN' } } });
    await decide(ann, id);
    expect((await stream.next()).value).toMatchObject({
      data: { reviewChanged: { id, state: 'PARTLY_APPROVED' } },
    });
    stop.abort();
    await stream.return?.();
  });
});

describe('what nobody decides in time', () => {
  it('goes to another, once, and is still decided', async () => {
    const { ann, bob } = await reviewers();
    const hour = 3_600_000;
    const id = await host.ask(ann, { assignee: 'user:ann', escalation: { afterMs: hour, to: 'user:bob' } });
    await host.passTime(hour / 2);
    expect(await read(ann, id)).toMatchObject({ assignee: 'user:ann', escalatedAt: null });
    await host.passTime(hour);
    await host.passTime(hour);
    expect(await read(ann, id)).toMatchObject({ assignee: 'user:bob', escalatedAt: expect.anything() });
    expect(await host.events(ann, 'review.escalated')).toMatchObject([{ reviewId: id, to: 'user:bob' }]);
    expect(await decide(bob, id)).toMatchObject({ review: { state: 'RESOLVED' } });
  });

  it('stays open at its deadline where another is asked then, else it expires', async () => {
    const { ann } = await reviewers();
    const deadline = new Date(host.clock.at.getTime() + 1000).toISOString();
    const escalation = { afterMs: 1e10, to: 'user:bob' };
    const kept = await host.ask(ann, { deadline, escalation, onDeadline: 'ESCALATE' });
    const gone = await host.ask(ann, { deadline });
    await host.passTime(2000);
    expect(await read(ann, kept)).toMatchObject({ state: 'OPEN', assignee: 'user:bob' });
    expect(await read(ann, gone)).toMatchObject({ state: 'EXPIRED' });
    expect(await seen(ann, { overdue: true })).toEqual([kept]);
  });
});

describe('a plugin', () => {
  it('finds what it asked, and of others what the caller may read', async () => {
    const { ann, bob } = await reviewers();
    const documentId = await host.document(ann.tenant, [`group:${newId()}`]);
    const own = await host.ask(ann, { documentId, plugin: 'automation', shown: { step: 1 } });
    const hidden = await host.ask(ann, { documentId, plugin: 'assistant' });
    const open = await host.ask(ann, { approvals: 2 });
    await decide(bob, open);
    const found = await host.db.database.tenant(ann.tenant, async (tx) =>
      host.parts.provides!.reviews!.find(tx, ann, [hidden, own, 'none', open], 'automation'),
    );
    expect(found).toMatchObject([
      null,
      { id: own, state: 'OPEN', shown: { step: 1 }, decisions: [] },
      null,
      { id: open, state: 'PARTLY_APPROVED', decisions: [{ by: 'user:bob', outcome: 'APPROVED' }] },
    ]);
  });
});
