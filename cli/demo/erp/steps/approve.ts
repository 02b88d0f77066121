import { type Client, operation } from 'tributary/client';
import type { People } from '../people.js';
import { change, eventually, found, type Story } from '../story.js';
import type { Matched } from './match-orders.js';

interface Decided {
  id: string;
  state: string;
  outcome: string | null;
}
interface Decision {
  reviewId: string;
  outcome: 'APPROVED';
  fingerprint: string;
  comment: string;
}
type Resolved =
  | { __typename: 'ResolveReviewPayload'; review: Decided; code?: undefined }
  | { __typename: string; code: string; message: string };

const resolve = operation<{ result: Resolved }, { input: Decision }>(`
  mutation Resolve($input: ResolveReviewInput!) {
    result: resolveReview(input: $input) {
      __typename
      ... on ResolveReviewPayload { review { id state outcome } }
      ... on Failure { code message }
    }
  }`);
const readState = operation<{ recommendation: { state: string } | null }, { id: string }>(
  'query State($id: ID!) { recommendation(id: $id) { state } }',
);
const accept = operation<
  { result: { __typename: string; code?: string; recommendation: { state: string } } },
  { input: { recommendationId: string; comment: string } }
>(`
  mutation Accept($input: DecideRecommendationInput!) {
    result: acceptRecommendation(input: $input) {
      __typename
      ... on RecommendationPayload { recommendation { state } }
      ... on Failure { code message }
    }
  }`);

export interface Approved {
  /** Where the review stood after the first of two people. */
  afterFirst: string;
  /** Where the recommendation stood then, and the code with which the clerk was refused to accept it. */
  heldAfterFirst: string;
  early: string | null;
  /** The code with which the same person was refused a second voice. */
  refused: string | null;
  review: Decided;
  /** Where the recommendation stands at the end. */
  recommendation: string;
}

/** Two people approve what is above its order: the same one cannot do it twice. Then the clerk accepts the match. */
export async function approve(story: Story, people: People, { held, review }: Matched): Promise<Approved> {
  const decide = (client: Client, comment: string) =>
    client
      .request(resolve, {
        input: { reviewId: review.id, outcome: 'APPROVED', fingerprint: review.fingerprint, comment },
      })
      .then(({ result }) => result);
  const first = reviewOf(await decide(people.buyer.client, 'Steel is dearer; the lamps are still the best.'));
  story.tell(`${people.buyer.name} approves: the review is ${first.state}.`);
  const again = await decide(people.buyer.client, 'And once more.');
  story.tell(`${people.buyer.name} approves again: refused, ${again.code ?? 'not at all'}.`);
  const input = { recommendationId: held.id, comment: 'Approved by two.' };
  const { result: early } = await people.clerk.client.request(accept, { input });
  story.tell(
    `${people.clerk.name} wants to accept the match already: refused, ${early.code ?? 'not at all'}.`,
  );
  const between = await story.admin.request(readState, { id: held.id });
  const second = reviewOf(await decide(people.head.client, 'Agreed with Rathmore by telephone.'));
  story.tell(`${people.head.name} approves: the review is ${second.state}, ${second.outcome}.`);
  await eventually('the match to be open', async () => {
    const { recommendation } = await story.admin.request(readState, { id: held.id });
    return recommendation?.state === 'OPEN' ? recommendation : null;
  });
  const { recommendation } = await change(people.clerk.client, accept, input);
  story.tell(`${people.clerk.name} accepts the match: it is ${recommendation.state}.`);
  return {
    afterFirst: first.state,
    heldAfterFirst: between.recommendation?.state ?? '',
    early: early.code ?? null,
    refused: again.code ?? null,
    review: second,
    recommendation: recommendation.state,
  };
}

function reviewOf(result: Resolved): Decided {
  return found('review' in result && result.review, `a decision; it was answered with ${result.code}`);
}
