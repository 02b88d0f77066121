import { type Client, operation } from 'tributary/client';
import { byId, element, type LiveView, showProblem, stateElement } from './elements.js';

interface ReviewData {
  id: string;
  reason: string;
  state: string;
  fingerprint: string;
  shown: { title?: unknown; rationale?: unknown } | null;
  approvalsGiven: number;
  approvalsNeeded: number;
  document: { name: string } | null;
}
type Outcome = 'APPROVED' | 'REJECTED';

const parts = 'id reason state fingerprint shown approvalsGiven approvalsNeeded document { name }';
/** Nobody has decided, or one of two people has. */
const pending: ReadonlySet<string> = new Set(['OPEN', 'PARTLY_APPROVED']);
const open = operation<{ reviews: { nodes: ReviewData[] } }>(
  `query OpenReviews { reviews(first: 50, filter: { pending: true }) { nodes { ${parts} } } }`,
);
const changes = operation<{ reviewChanged: ReviewData }>(
  `subscription ReviewChanges { reviewChanged { ${parts} } }`,
);
const resolve = operation<
  { resolveReview: { __typename: string; message?: string; hint?: string } },
  { reviewId: string; fingerprint: string; outcome: Outcome }
>(`
  mutation Resolve($reviewId: ID!, $fingerprint: String!, $outcome: ReviewOutcome!) {
    resolveReview(input: { reviewId: $reviewId, fingerprint: $fingerprint, outcome: $outcome }) {
      __typename
      ... on Failure { message hint }
    }
  }`);

/** Shows the reviews that wait for a decision, live, until the signal ends; each can be approved or rejected. */
export async function showReviews(client: Client, { signal, onLive }: LiveView): Promise<void> {
  const list = byId('reviews', HTMLUListElement);
  const lines = new Map<string, HTMLLIElement>();
  const show = (review: ReviewData) => {
    const before = lines.get(review.id);
    lines.delete(review.id);
    if (pending.has(review.state)) {
      const line = lineOf(client, review);
      lines.set(review.id, line);
      if (before) before.replaceWith(line);
      else list.append(line);
    } else before?.remove();
    byId('no-reviews', HTMLParagraphElement).hidden = lines.size > 0;
  };
  const leave = new AbortController();
  const both = AbortSignal.any([signal, leave.signal]);
  try {
    // Listened to before the list is read, so that no change falls between the two.
    const told = client.subscribe(changes, {}, { signal: both });
    const first = told.next();
    const { reviews } = await client.request(open, {}, { signal });
    list.replaceChildren();
    for (const review of reviews.nodes) show(review);
    onLive();
    for (let next = await first; !next.done; next = await told.next()) show(next.value.reviewChanged);
  } finally {
    leave.abort();
  }
}

function lineOf(client: Client, review: ReviewData): HTMLLIElement {
  const { reason, shown, approvalsGiven, approvalsNeeded, document: about } = review;
  const line = element('li', element('strong', about?.name ?? 'A question'));
  if (approvalsNeeded > 1) line.append(stateElement(`${approvalsGiven} of ${approvalsNeeded} approvals`));
  const approve = element('button', 'Approve');
  const reject = element('button', 'Reject');
  reject.className = 'second';
  const buttons = [approve, reject];
  approve.addEventListener('click', () => decide(client, review, 'APPROVED', buttons));
  reject.addEventListener('click', () => decide(client, review, 'REJECTED', buttons));
  line.append(...buttons, element('p', reason));
  const proposed = [shown?.title, shown?.rationale].filter((text) => typeof text === 'string');
  if (proposed.length > 0) line.append(element('p', proposed.join(': ')));
  return line;
}

async function decide(
  client: Client,
  { id: reviewId, fingerprint }: ReviewData,
  outcome: Outcome,
  buttons: readonly HTMLButtonElement[],
): Promise<void> {
  for (const button of buttons) button.disabled = true;
  try {
    // The fingerprint says what was shown here; had it changed, the decision would be refused.
    const { resolveReview } = await client.request(resolve, { reviewId, fingerprint, outcome });
    const { message, hint } = resolveReview;
    showProblem(message === undefined ? null : [message, hint].filter(Boolean).join('. '));
  } catch (error) {
    showProblem(error);
  }
  for (const button of buttons) button.disabled = false;
}
