import type { Caller } from '../caller.js';
import { eventually } from '../system.js';
import { askWith as ask, changeWith as change, type PluginProbes } from './probe.js';

const sum = 'source: DOCUMENTS, measure: { of: SUM, field: "amount" }';

/** How insights, and what people asked and keep, are tried. */
export const insightProbes: PluginProbes = {
  probes: {
    'Mutation.deleteInsightQuery(input.id)': change(
      'insightQuery',
      'deleteInsightQuery',
      'DeleteInsightQueryInput',
      (id) => ({ id }),
    ),
    'Mutation.dismissInsight(input.id)': change('insight', 'dismissInsight', 'DismissInsightInput', (id) => ({
      id,
    })),
    'Mutation.recomputeInsight(input.id)': change(
      'insight',
      'recomputeInsight',
      'RecomputeInsightInput',
      (id) => ({ id }),
    ),
    'Mutation.runInsightQuery(input.answerId)': change(
      'insightAnswer',
      'runInsightQuery',
      'RunInsightQueryInput',
      (answerId) => ({ answerId }),
    ),
    'Mutation.runInsightQuery(input.queryId)': change(
      'insightQuery',
      'runInsightQuery',
      'RunInsightQueryInput',
      (queryId) => ({ queryId }),
    ),
    'Query.insight(id)': ask('insight', 'query P($id: ID!) { insight(id: $id) { text group } }'),
    'Query.insightAnswer(id)': ask(
      'insightAnswer',
      'query P($id: ID!) { insightAnswer(id: $id) { question text rows { group value } } }',
    ),
    'Query.insightQuery(id)': ask(
      'insightQuery',
      'query P($id: ID!) { insightQuery(id: $id) { name program { filters { values } } } }',
    ),
  },
  lists: {
    insightAnswers:
      '{ insightAnswers(first: 20) { totalCount nodes { id question text rows { group value } } } }',
    insightFields: '{ insightFields { source name } }',
    insightQueries:
      '{ insightQueries(first: 100) { totalCount nodes { id name program { filters { values } } } } }',
    insightSchedule: '{ insightSchedule { lastAt tooShort { metric group } } }',
    insights: '{ insights(first: 100) { totalCount nodes { id text group numbers { text } } } }',
    seriesAnalysis: `{ seriesAnalysis(program: { ${sum}, interval: MONTH, filters: [{ field: "currency", is: EQUALS, values: ["GBP"] }] }) {
      points { value } findings { text } } }`,
  },
  finds: {
    askInsights: `mutation { askInsights(input: { question: "total amount of invoices by supplier" }) { __typename
      ... on AskInsightsPayload { answer { text rows { group value } } } } }`,
    insightFound: 'subscription { insightFound { text } }',
    runInsightQuery: `mutation { runInsightQuery(input: { program: { ${sum}, groupBy: ["seller"] } }) { __typename
      ... on InsightQueryAnswer { text rows { group value } } } }`,
  },
};

type AddText = (caller: Caller, input: object) => Promise<string>;

/** A question and a kept query that hold the word, and where there is a way to add texts an insight on a seller of that name. */
export async function makeInsights(caller: Caller, word: string, addText: AddText | null) {
  const question = `total of invoices from "${word}"`;
  const asked = '... on AskInsightsPayload { answer { id } }';
  const { answer } = await caller.change('askInsights', 'AskInsightsInput', { question }, asked);
  const program = {
    source: 'DOCUMENTS',
    measure: { of: 'COUNT' },
    filters: [{ field: 'seller', is: 'EQUALS', values: [word] }],
  };
  const kept = '... on InsightQueryPayload { query { id } }';
  const { query } = await caller.change(
    'saveInsightQuery',
    'SaveInsightQueryInput',
    { name: word, program },
    kept,
  );
  const insight = addText ? await makeInsight(caller, word, addText) : '';
  return { insightAnswer: answer.id as string, insightQuery: query.id as string, insight };
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const count = 15;

/** Bills of many months that rise, and the insight that says so. */
async function makeInsight(caller: Caller, word: string, addText: AddText): Promise<string> {
  const now = new Date();
  const bills = Array.from({ length: count }, (_, at) => {
    const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count + at, 3));
    const date = `3 ${months[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
    const text = `${word} Haulage Ltd\n4 Mill Lane\n\nINVOICE\n\nInvoice number: ${word}-${at}\nInvoice date: ${date}\nBill to: Meadow Design Studio\n\nTotal due: GBP ${1_000 + 100 * at}.00\n`;
    return { name: `${word}-bill-${at}.txt`, text };
  });
  await Promise.all(bills.map((bill) => addText(caller, bill)));
  const found = '... on FindInsightsPayload { jobId }';
  // The facts follow the documents by a moment.
  return eventually(
    async () => {
      await caller.change('findInsights', 'FindInsightsInput', {}, found);
      const { insights } = await caller.data('{ insights(first: 100) { nodes { id group } } }', {});
      const named = (insights.nodes as { id: string; group: string | null }[]).find(({ group }) =>
        group?.toLowerCase().includes(word),
      );
      return named?.id ?? '';
    },
    Boolean,
    60_000,
  );
}
