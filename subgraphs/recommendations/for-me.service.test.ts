import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { callerOf } from '../../testkit/subgraph-host.js';
import { openRecommendations, type RecommendationsHost } from './fixtures/recommendations-host.js';

let host: RecommendationsHost;
beforeAll(async () => {
  host = await openRecommendations();
});
afterAll(() => host.close());

const newcomer = () => callerOf(newId(), { actor: 'user:ann', roles: ['member'] });
interface ForMe {
  recommendationsForMe: {
    totalCount: number;
    nodes: { id: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}
const source = `query ($first: Int, $after: Cursor) { recommendationsForMe(first: $first, after: $after) {
  totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`;
const page = async (context: RequestContext, variables: Record<string, unknown>) =>
  (await host.data<ForMe>(context, source, variables)).recommendationsForMe;
const order = async (context: RequestContext) => {
  const { nodes, totalCount } = await page(context, { first: 100 });
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ id }) => id);
};
const say = (context: RequestContext, recommendationId = '', value: 'UP' | 'DOWN' = 'UP') =>
  host.data(context, 'mutation ($input: GiveFeedbackInput!) { giveFeedback(input: $input) { __typename } }', {
    input: { recommendationId, value },
  });
const decide = (context: RequestContext, field: string, recommendationId = '') =>
  host.data(
    context,
    `mutation ($input: DecideRecommendationInput!) { ${field}(input: $input) { __typename } }`,
    { input: { recommendationId } },
  );
type Kind = 'APPROVE' | 'SIMILAR' | 'REVIEW';
const proposal = (kind: Kind, confidence: number) => ({ kind, confidence });

test('without a voice the surest come first; what is withheld, decided or replaced is left out', async () => {
  const ann = newcomer();
  const documentId = await host.document(ann);
  await host.propose(ann, documentId, [proposal('SIMILAR', 1)]);
  const [low, high, waiting, withheld, decided] = await host.propose(
    ann,
    documentId,
    [0.2, 0.9, 0.5, 0.99, 0.98].map((confidence) => proposal('APPROVE', confidence)),
    [[], [], ['REVIEW'], ['REJECTED'], []],
  );
  await decide(ann, 'rejectRecommendation', decided);
  expect(await order(ann)).toEqual([high, waiting, low]);
  expect(withheld).toBeDefined();
});

test('feedback moves the kinds it was given on, for the one who gave it', async () => {
  const ann = newcomer();
  const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
  const documentId = await host.document(ann);
  const [approve, similar, spare] = await host.propose(ann, documentId, [
    proposal('APPROVE', 0.6),
    proposal('SIMILAR', 0.55),
    proposal('SIMILAR', 0.1),
  ]);
  expect(await order(ann)).toEqual([approve, similar, spare]);
  await say(ann, spare, 'UP');
  expect(await order(ann)).toEqual([similar, approve, spare]);
  expect(await order(bob)).toEqual([approve, similar, spare]);
  await say(ann, spare, 'DOWN');
  expect(await order(ann)).toEqual([approve, similar]);
  expect(await order(bob)).toEqual([approve, similar, spare]);
});

test('decisions move them as well, also those on documents that were read anew', async () => {
  const ann = newcomer();
  const [old, documentId] = [await host.document(ann), await host.document(ann)];
  const earlier = await host.propose(ann, old, [proposal('REVIEW', 0.5), proposal('REVIEW', 0.5)]);
  for (const id of earlier) await decide(ann, 'acceptRecommendation', id);
  await host.propose(ann, old, []);
  const [approve, review] = await host.propose(ann, documentId, [
    proposal('APPROVE', 0.6),
    proposal('REVIEW', 0.5),
  ]);
  expect(await order(ann)).toEqual([review, approve]);
  for (let at = 0; at < 4; at += 1) {
    const [id] = await host.propose(ann, old, [proposal('REVIEW', 0.1)]);
    await decide(ann, 'rejectRecommendation', id);
  }
  expect(await order(ann)).toEqual([approve, review]);
});

test('pages go on where they ended, although what was seen was disliked meanwhile', async () => {
  const ann = newcomer();
  const documentId = await host.document(ann);
  const same = Array(3).fill(proposal('APPROVE', 0.5));
  const made = await host.propose(ann, documentId, [
    ...same,
    proposal('SIMILAR', 0.4),
    proposal('SIMILAR', 0.3),
  ]);
  const whole = await order(ann);
  expect(whole).toHaveLength(made.length);
  const first = await page(ann, { first: 2 });
  const second = await page(ann, { first: 2, after: first.pageInfo.endCursor });
  const third = await page(ann, { first: 2, after: second.pageInfo.endCursor });
  expect([first, second, third].flatMap(({ nodes }) => nodes.map(({ id }) => id))).toEqual(whole);
  expect(third.pageInfo.hasNextPage).toBe(false);
  await say(ann, whole[0], 'DOWN');
  const goneOn = await page(ann, { first: 10, after: first.pageInfo.endCursor });
  expect(goneOn.nodes.map(({ id }) => id)).toEqual(expect.arrayContaining(whole.slice(3)));
  const forged = (keys: unknown) => Buffer.from(JSON.stringify(keys)).toString('base64url');
  for (const after of [forged([5]), forged([0.5, 'x']), forged(['0.5', newId()]), 'x']) {
    const { errors } = await host.call(ann, source, { after });
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'CURSOR_INVALID' });
  }
});

test('what may not be read is neither shown nor counted', async () => {
  const group = newId();
  const ann = callerOf(newId(), { actor: 'user:ann', groups: [group] });
  const bob = callerOf(ann.tenant, { actor: 'user:bob' });
  const [hidden] = await host.propose(ann, await host.document(ann, [`group:${group}`]), [{}]);
  const [open] = await host.propose(ann, await host.document(ann), [{}]);
  expect(await order(ann)).toEqual([open, hidden]);
  expect(await order(bob)).toEqual([open]);
});
