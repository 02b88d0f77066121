import { operation } from 'tributary/client';
import { change, eventually, type Story } from '../story.js';

export interface Insight {
  id: string;
  kind: string;
  metric: string;
  group: string | null;
  direction: string | null;
  text: string;
  numbers: { text: string }[];
}

const findInsights = operation<
  { result: { __typename: string; jobId: string } },
  { input: Record<string, never> }
>(`
  mutation FindInsights($input: FindInsightsInput!) {
    result: findInsights(input: $input) {
      __typename
      ... on FindInsightsPayload { jobId }
      ... on Failure { code message }
    }
  }`);
const readInsights = operation<{ insights: { nodes: Insight[] } }>(`
  query Insights {
    insights(first: 50, filter: { metric: "invoiced-amount", kinds: [TREND, CHANGE_POINT] }) {
      nodes { id kind metric group direction text numbers { text } }
    }
  }`);
const recompute = operation<{ result: { __typename: string; isSame: boolean } }, { input: { id: string } }>(`
  mutation Recompute($input: RecomputeInsightInput!) {
    result: recomputeInsight(input: $input) {
      __typename
      ... on RecomputedInsight { isSame }
      ... on Failure { code message }
    }
  }`);

const dearer = 'Elbkai Spedition GmbH';

export interface NamedTrend {
  insight: Insight;
  /** Whether its query gives the same numbers again. */
  isSame: boolean;
}

/** Freight gets dearer, and nobody has said so: an insight does, and its numbers can be computed again. */
export async function nameTrend(story: Story): Promise<NamedTrend> {
  await change(story.admin, findInsights, {});
  const insight = await eventually(`an insight on ${dearer}`, async () => {
    const { insights } = await story.admin.request(readInsights, {});
    return insights.nodes.find(({ group }) => group === dearer);
  });
  story.tell(insight.text);
  const { isSame } = await change(story.admin, recompute, { id: insight.id });
  story.tell(`  its ${insight.numbers.length} numbers, computed again: ${isSame ? 'the same' : 'others'}`);
  return { insight, isSame };
}
