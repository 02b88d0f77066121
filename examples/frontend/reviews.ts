import { type Client, operation } from 'tributary/client';
import { byId, element, showProblem } from './elements.js';

interface ReviewData {
  id: string;
  reason: string;
  state: string;
  fingerprint: string;
  approvalsGiven: number;
  approvalsNeeded: number;
  document: { name: string } | null;
}

const parts = 'id reason state fingerprint approvalsGiven approvalsNeeded document { name }';
/** Nobody has decided, or one of two people has. */
const pending: ReadonlySet<string> = new Set(['OPEN', 'PARTLY_APPROVED']);
const open = operation<{ reviews: { nodes: ReviewData[] } }>(
  `query OpenReviews { reviews(first: 50, filter: { pending: true }) { nodes { ${parts} } } }`,
);
const changes = operation<{ reviewChanged: ReviewData }>(
  `subscription ReviewChanges { reviewChanged { ${parts} } }`,
);
const approve = operation<
  { resolveReview: { __typename: string; message?: string } },
  { reviewId: string; fingerprint: string }
>(`
  mutation Approve($reviewId: ID!, $fingerprint: String!) {
    resolveReview(input: { reviewId: $reviewId, fingerprint: $fingerprint, outcome: APPROVED }) {
      __typename
      ... on Failure { message }
    }
  }`);

/** Shows the reviews that wait for a decision, live, until the signal ends; each can be approved. */
export async function showReviews(client: Client, signal: AbortSignal): Promise<void> {
  const list = byId('reviews', HTMLUListElement);
  const lines = new Map<string, HTMLLIElement>();
  const show = (review: ReviewData) => {
    lines.get(review.id)?.remove();
    lines.delete(review.id);
    if (pending.has(review.state)) {
      const line = lineOf(client, review);
      lines.set(review.id, line);
      list.append(line);
    }
    byId('no-reviews', HTMLParagraphElement).hidden = lines.size > 0;
  };
  const leave = new AbortController();
  const both = AbortSignal.any([signal, leave.signal]);
  try {
    // Listened to before the list is read, so that no change falls between the two.
    const told = client.subscribe(changes, {}, { signal: both });
    const first = told.next();
    const { reviews } = await client.request(open, {}, { signal });
    for (const review of reviews.nodes) show(review);
    for (let next = await first; !next.done; next = await told.next()) show(next.value.reviewChanged);
  } finally {
    leave.abort();
  }
}

function lineOf(client: Client, review: ReviewData): HTMLLIElement {
  const { id, reason, fingerprint, approvalsGiven, approvalsNeeded, document: about } = review;
  const voices = approvalsNeeded > 1 ? `(${approvalsGiven} of ${approvalsNeeded} approvals) ` : '';
  const button = element('button', 'Approve');
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      // The fingerprint says what was shown here; had it changed, the decision would be refused.
      const { resolveReview } = await client.request(approve, { reviewId: id, fingerprint });
      showProblem(resolveReview.message ?? null);
    } catch (error) {
      showProblem(error);
    }
    button.disabled = false;
  });
  return element('li', element('strong', about?.name ?? 'A question'), ` ${reason} ${voices}`, button);
}
