import { answerWith, askWith as ask, type PluginProbes } from './probe.js';

const runParts = '__typename ... on TextDelta { text } ... on RunFailed { code }';

/** How the plugin `summarization` is tried. */
export const summarizationProbes: PluginProbes = {
  probes: {
    'Mutation.summarizeConversation(input.documentId)': answerWith(
      'document',
      'summarizeConversation',
      'SummarizeConversationInput',
      (documentId) => ({ documentId }),
    ),
    // Beside one's own, so that what can be read is not answered for what can not.
    'Mutation.summarizeDocuments(input.documentIds)': answerWith(
      'document',
      'summarizeDocuments',
      'SummarizeDocumentsInput',
      (id, own) => ({ documentIds: [own.document, id] }),
    ),
    'Subscription.summarize(documentId)': ask(
      'document',
      `subscription P($id: ID!) { summarize(documentId: $id) { ${runParts} } }`,
    ),
    'Subscription.summaryOfConversation(documentId)': ask(
      'document',
      `subscription P($id: ID!) { summaryOfConversation(documentId: $id) { ${runParts} } }`,
    ),
    'Subscription.summaryOfDocuments(documentIds)': ask(
      'document',
      `subscription P($id: ID!) { summaryOfDocuments(documentIds: [$id]) { ${runParts} } }`,
    ),
  },
  finds: {
    summarizeDocuments: `mutation F($word: String!) { summarizeDocuments(input: { search: { query: $word } }) { __typename
      ... on DocumentSetSummary { text documentIds quotes { quote } result { evidence { documentId quote } } } } }`,
    summarizePeriod: `mutation { summarizePeriod(input: {}) { __typename
      ... on PeriodSummary { text notable { documentId name reason } result { evidence { documentId } } } } }`,
    summaryOfDocuments: `subscription F($word: String!) { summaryOfDocuments(search: { query: $word }) { ${runParts} } }`,
    summaryOfPeriod: `subscription { summaryOfPeriod { ${runParts} } }`,
    summaryOfText: `subscription { summaryOfText(text: "The keeper rings the bell at four.") { ${runParts} } }`,
  },
};
