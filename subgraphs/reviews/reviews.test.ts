import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { principals } from '#platform/identity';
import { callerOf, openSubgraph, type SubgraphHost } from '../../testkit/subgraph-host.js';
import reviews from './index.js';

const tenant = newId();
const rival = newId();
const finance = newId();
const documents = { open: newId(), finance: newId(), rival: newId() };
const ann = callerOf(tenant, { actor: 'user:ann', roles: ['reviewer'], groups: [finance] });
const bob = callerOf(tenant, { actor: 'user:bob', roles: ['reviewer'] });
const eve = callerOf(rival, { actor: 'user:eve', roles: ['admin'], groups: [finance] });

let host: SubgraphHost;

beforeAll(async () => {
  host = await openSubgraph(reviews);
  const { access } = host.platform;
  await host.db.database.tenant(tenant, async (tx) => {
    await access.set(tx, { type: 'Document', id: documents.open }, ['tenant']);
    await access.set(tx, { type: 'Document', id: documents.finance }, [`group:${finance}`]);
    for (const actor of ['user:ann', 'user:bob']) {
      const groups = actor === 'user:ann' ? [finance] : [];
      const principal = { actor, tenant, roles: ['reviewer'], scopes: ['*'], groups, keyHash: null };
      await principals.put(tx, { ...principal, subject: null, revoked: false, expiresAt: null });
    }
  });
  await host.db.database.tenant(rival, (tx) =>
    access.set(tx, { type: 'Document', id: documents.rival }, ['tenant']),
  );
});
afterAll(() => host.close());

const evidenceOf = (documentId: string) => ({
  documentId,
  versionId: newId(),
  page: 1,
  start: 0,
  end: 4,
  quote: 'four',
  score: null,
});

function ask(
  context: RequestContext,
  changes: { documentId?: string | null; fingerprint?: string; access?: string[]; deadline?: string } = {},
) {
  const documentId = changes.documentId === undefined ? documents.open : changes.documentId;
  return host.db.database.tenant(context.tenant, async (tx) => {
    const port = host.parts.provides?.reviews;
    return port!.request(tx, context, {
      reason: 'low confidence',
      documentId,
      subject: { type: 'document.fields', id: documentId ?? 'none' },
      fingerprint: changes.fingerprint ?? newId(),
      evidence: documentId ? [evidenceOf(documentId), evidenceOf(documents.finance)] : [],
      deadline: changes.deadline ?? null,
      access: changes.access ?? ['tenant'],
    });
  });
}

const list = `query ($filter: ReviewFilter, $first: Int, $after: Cursor) {
  reviews(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id state fingerprint evidence { documentId quote } } } }`;
const resolve = `mutation ($input: ResolveReviewInput!) { resolveReview(input: $input) {
  __typename ... on ResolveReviewPayload { review { id state outcome comment resolvedBy } } ... on Failure { code message } } }`;
const assign = `mutation ($input: AssignReviewInput!) { assignReview(input: $input) {
  __typename ... on AssignReviewPayload { review { assignee } } ... on Failure { code message } } }`;

interface List {
  reviews: {
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string };
    nodes: { id: string; state: string; fingerprint: string; evidence: { documentId: string }[] }[];
  };
}
const idsSeen = async (context: RequestContext, filter: object = {}) =>
  (await host.data<List>(context, list, { filter, first: 100 })).reviews.nodes.map(({ id }) => id);

test('the same fingerprint is asked once while it is open', async () => {
  const fingerprint = newId();
  const first = await ask(ann, { fingerprint });
  expect(await ask(bob, { fingerprint })).toBe(first);
  const input = { reviewId: first, outcome: 'APPROVED', fingerprint };
  await host.data(ann, resolve, { input });
  expect(await ask(ann, { fingerprint })).not.toBe(first);
});

test('a plugin that asks again about the same subject of its own gets the decision that stands', async () => {
  const fingerprint = newId();
  const asking = (id: string, type = 'automation.step') =>
    host.db.database.tenant(tenant, (tx) =>
      host.parts.provides!.reviews!.request(tx, ann, {
        reason: 'May it go on?',
        documentId: null,
        subject: { type, id },
        fingerprint,
        evidence: [],
        deadline: null,
        plugin: 'automation',
        access: ['tenant'],
      }),
    );
  const first = await asking('run-1/ask');
  await host.data(bob, resolve, { input: { reviewId: first, outcome: 'APPROVED', fingerprint } });
  expect(await asking('run-1/ask')).toBe(first);
  // Another run, and what is no subject of the plugin's own, are asked anew.
  const second = await asking('run-2/ask');
  expect(second).not.toBe(first);
  await host.data(bob, resolve, { input: { reviewId: second, outcome: 'REJECTED', fingerprint } });
  expect([first, second]).not.toContain(await asking('run-1/ask', 'run'));
});

test('a decision is made once, on what was shown, by who may', async () => {
  const fingerprint = newId();
  const reviewId = await ask(ann, { fingerprint });
  const decide = (context: RequestContext, changes: object = {}) =>
    host.data<Record<'resolveReview', unknown>>(context, resolve, {
      input: { reviewId, outcome: 'CORRECTED', comment: ' mended ', fingerprint, ...changes },
    });
  const member = callerOf(tenant, { roles: ['member'] });
  expect((await decide(member)).resolveReview).toMatchObject({ __typename: 'Forbidden', code: 'FORBIDDEN' });
  expect((await decide(eve)).resolveReview).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' });
  expect((await decide(bob, { fingerprint: 'stale' })).resolveReview).toMatchObject({
    __typename: 'Conflict',
  });
  const both = await Promise.all([decide(ann), decide(bob)]);
  const made = both.map(({ resolveReview }) => (resolveReview as { __typename: string }).__typename);
  expect(made.sort()).toEqual(['Conflict', 'ResolveReviewPayload']);
  const [event] = await host.db.database.tenant(tenant, (tx) =>
    tx.query<{ payload: object }>(
      `select payload from platform.outbox where name = 'review.resolved' and payload->>'reviewId' = $1`,
      [reviewId],
    ),
  );
  expect(event?.payload).toMatchObject({ reviewId, documentId: documents.open, outcome: 'CORRECTED' });
  const audited = await host.db.database.tenant(tenant, (tx) =>
    tx.query(`select from platform.audit_intake where action = 'reviews.resolve' and subjects @> $1`, [
      JSON.stringify([{ type: 'Review', id: reviewId }]),
    ]),
  );
  expect(audited).toHaveLength(1);
});

test('only who may read the document sees its review, its evidence and its count', async () => {
  const hidden = await ask(ann, { documentId: documents.finance });
  const shown = await ask(ann);
  const own = await ask(ann, { documentId: null, access: [`group:${finance}`] });
  const foreign = await ask(eve, { documentId: documents.rival });

  const annSees = await idsSeen(ann);
  expect(annSees).toEqual(expect.arrayContaining([hidden, shown, own]));
  expect(annSees).not.toContain(foreign);
  const bobSees = await host.data<List>(bob, list, { first: 100 });
  const bobIds = bobSees.reviews.nodes.map(({ id }) => id);
  expect(bobIds).toContain(shown);
  expect(bobIds).not.toContain(hidden);
  expect(bobIds).not.toContain(own);
  expect(bobSees.reviews.totalCount).toBe(bobIds.length);
  expect(
    new Set(bobSees.reviews.nodes.flatMap(({ evidence }) => evidence.map((place) => place.documentId))),
  ).toEqual(new Set([documents.open]));
  expect(await idsSeen(eve)).toEqual([foreign]);

  const one = 'query ($id: ID!) { review(id: $id) { id } }';
  for (const id of [hidden, own, foreign, newId(), 'no id']) {
    expect(await host.data(bob, one, { id })).toEqual({ review: null });
  }
  const entities = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Review { id } ... on Document { reviews { totalCount nodes { id } } } } }`;
  const of = [
    { __typename: 'Review', id: hidden },
    { __typename: 'Review', id: shown },
    { __typename: 'Document', id: documents.finance },
    { __typename: 'Document', id: documents.open },
  ];
  const { _entities: seen } = await host.data<{ _entities: unknown[] }>(bob, entities, { of });
  expect(seen).toMatchObject([
    null,
    { id: shown },
    null,
    { reviews: { nodes: expect.arrayContaining([{ id: shown }]) } },
  ]);
});

test('pages go on where they ended', async () => {
  const documentId = newId();
  await host.db.database.tenant(tenant, (tx) =>
    host.platform.access.set(tx, { type: 'Document', id: documentId }, ['tenant']),
  );
  const made = [];
  for (let index = 0; index < 5; index += 1) made.push(await ask(ann, { documentId }));
  const seen: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { reviews }: List = await host.data<List>(ann, list, { filter: { documentId }, first: 2, after });
    expect(reviews.totalCount).toBe(5);
    seen.push(...reviews.nodes.map(({ id }) => id));
    after = reviews.pageInfo.endCursor;
    more = reviews.pageInfo.hasNextPage;
  }
  expect(seen).toEqual(made.reverse());
  const bad = await host.call(ann, list, { first: 101 });
  expect(bad.errors?.[0]?.originalError).toMatchObject({ code: 'BAD_USER_INPUT' });
  const forged = Buffer.from(JSON.stringify(["'; drop"])).toString('base64url');
  expect((await host.call(ann, list, { after: forged })).errors?.[0]?.originalError).toMatchObject({
    code: 'CURSOR_INVALID',
  });
});

test('a review is assigned to a person who may read it', async () => {
  const reviewId = await ask(ann, { documentId: documents.finance });
  const give = async (assignee: string | null) =>
    (await host.data<Record<'assignReview', unknown>>(ann, assign, { input: { reviewId, assignee } }))
      .assignReview;
  expect(await give('user:ann')).toMatchObject({ review: { assignee: 'user:ann' } });
  expect(await idsSeen(ann, { assignee: 'user:ann' })).toEqual([reviewId]);
  expect(await give('user:bob')).toMatchObject({ __typename: 'Conflict' });
  expect(await give('user:nobody')).toMatchObject({ __typename: 'NotFound' });
  expect(await give(null)).toMatchObject({ review: { assignee: null } });
});

test('a subscriber is told of reviews that may be read, and of no other', async () => {
  const stop = new AbortController();
  const source = 'subscription { reviewChanged { id state } }';
  const changes = (await host.follow(bob, source, {}, stop.signal))[Symbol.asyncIterator]();
  const first = changes.next();
  await ask(ann, { documentId: documents.finance });
  await ask(eve, { documentId: documents.rival });
  const shown = await ask(ann);
  expect(await first).toMatchObject({ value: { data: { reviewChanged: { id: shown, state: 'OPEN' } } } });
  stop.abort();
  await changes.return?.();
});

test('a review whose deadline has passed expires', async () => {
  const id = await ask(ann, { deadline: new Date(Date.now() - 1000).toISOString() });
  const schedule = host.parts.schedules?.find(({ name }) => name === 'reviews.overdue');
  await schedule?.run(new AbortController().signal);
  expect(await idsSeen(ann, { state: 'EXPIRED' })).toEqual([id]);
});

test('what is asked about no more is closed, and told, but for what is asked anew', async () => {
  const [first, second, other] = [newId(), newId(), newId()];
  const made = [await ask(ann, { fingerprint: first }), await ask(ann, { fingerprint: second })];
  const kept = await ask(ann, { documentId: documents.finance, fingerprint: other });
  const withdraw = (ids: string[], except?: string) =>
    host.db.database.tenant(tenant, async (tx) =>
      host.parts.provides?.reviews?.withdraw(tx, ann, { type: 'document.fields', ids }, except),
    );
  await withdraw([documents.open], second);
  const open = await idsSeen(ann, { state: 'OPEN' });
  expect(open).toEqual(expect.arrayContaining([made[1], kept]));
  expect(open).not.toContain(made[0]);
  const [event] = await host.db.database.tenant(tenant, (tx) =>
    tx.query<{ payload: object }>(
      `select payload from platform.outbox where name = 'review.resolved' and payload->>'reviewId' = $1`,
      [made[0]],
    ),
  );
  expect(event?.payload).toMatchObject({ outcome: 'EXPIRED', fingerprint: first });
  await withdraw([]);
  await withdraw([documents.open]);
  expect(await idsSeen(ann, { state: 'OPEN' })).not.toContain(made[1]);
});

test('what a document leaves is erased with it', async () => {
  const documentId = newId();
  await host.db.database.tenant(tenant, (tx) =>
    host.platform.access.set(tx, { type: 'Document', id: documentId }, ['tenant']),
  );
  const id = await ask(ann, { documentId });
  await host.db.database.tenant(tenant, async (tx) => {
    for (const eraser of host.parts.erasers ?? []) await eraser.document?.(tx, documentId);
  });
  expect(await idsSeen(ann)).not.toContain(id);
});

test('at the database a tenant sees no row of another', async () => {
  await ask(eve, { documentId: documents.rival });
  const rows = await host.db.database.tenant(tenant, (tx) =>
    tx.query('select from reviews.reviews where tenant_id <> $1', [tenant]),
  );
  expect(rows).toEqual([]);
});
