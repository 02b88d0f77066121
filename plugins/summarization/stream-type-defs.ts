import { gql } from 'tributary/sdk';

const wishes = `"What it shall answer; without one it says what is said on the whole."
      question: String
      "How many sentences at most, 20 at most; without it the length decides."
      sentences: Int
      "How much; MEDIUM if not given."
      length: SummaryLength
      "For whom; GENERAL if not given."
      audience: SummaryAudience`;
const joining = `"Ask again although a result is stored."
      anew: Boolean = false
      "Who waits for it, until when, with which seed, and what is pinned."
      options: RunOptionsInput
      "Go on from here."
      after: Cursor`;

/** The stored summary of a document, and what streams. */
export const streamTypeDefs = gql`
  type Document @key(fields: "id") {
    id: ID!
    "The newest summary of this kind; null until one was made."
    summary(
      ${wishes}
    ): Summary @ai(capability: "summarization.summarize", cache: "STORED", consistency: "SAME_RESULT")
  }
  type Subscription {
    "Summarises a document, streamed; joins a run of the same input."
    summarize(
      "The document."
      documentId: ID!
      ${wishes}
      ${joining}
    ): RunEvent! @ai(capability: "summarization.summarize", cache: "STORED", consistency: "SAME_RESULT")
    "Sums up a text that is no document, streamed."
    summaryOfText(
      "The text."
      text: String!
      "Its title."
      title: String
      ${wishes}
      ${joining}
    ): RunEvent! @ai(capability: "summarization.text", cache: "STORED", consistency: "SAME_RESULT")
    "Sums up several documents together, streamed: either documentIds or search."
    summaryOfDocuments(
      "The documents, 20 at most."
      documentIds: [ID!]
      "All that this search finds."
      search: SummarizeSearchInput
      ${wishes}
      ${joining}
    ): RunEvent! @ai(capability: "summarization.documents", cache: "STORED", consistency: "SAME_RESULT")
    "Reads a support thread, streamed: exactly one of documentId, text and messages."
    summaryOfConversation(
      "A document that holds it."
      documentId: ID
      "Its text."
      text: String
      "Its messages, in order."
      messages: [ThreadMessageInput!]
      ${joining}
    ): RunEvent! @ai(capability: "summarization.conversation", cache: "STORED", consistency: "SAME_RESULT")
    "Says what happened in a period, streamed."
    summaryOfPeriod(
      "The beginning; a week before the end if not given."
      from: DateTime
      "The end, exclusive; now if not given."
      to: DateTime
      "How much; MEDIUM if not given."
      length: SummaryLength
      "For whom; GENERAL if not given."
      audience: SummaryAudience
      ${joining}
    ): RunEvent! @ai(capability: "summarization.period", cache: "STORED", consistency: "VARIES")
  }
`;
