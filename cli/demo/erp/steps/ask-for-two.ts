import { operation } from 'tributary/client';
import { change, type Story } from '../story.js';

const setPolicy = operation<
  { result: { __typename: string; policy: { name: string; approvals: number } } },
  { input: { name: string; kind: string; approvals: number } }
>(`
  mutation SetPolicy($input: SetReviewPolicyInput!) {
    result: setReviewPolicy(input: $input) {
      __typename
      ... on SetReviewPolicyPayload { policy { name approvals } }
      ... on Failure { code message }
    }
  }`);

/** The company's policy: what is above its order needs two people. */
export async function askForTwo(story: Story): Promise<{ approvals: number }> {
  const { policy } = await change(story.admin, setPolicy, {
    name: 'above-the-order',
    kind: 'MATCH_ORDER',
    approvals: 2,
  });
  story.tell(
    `Policy ${policy.name}: ${policy.approvals} people approve an invoice that differs from its order.`,
  );
  return { approvals: policy.approvals };
}
