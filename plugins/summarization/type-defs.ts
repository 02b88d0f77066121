import { gql } from 'tributary/sdk';
import { streamTypeDefs } from './stream-type-defs.js';

const expected =
  'NeedsReview | Refused | BudgetExceeded | InsufficientEvidence | InvalidInput | NotFound | Forbidden | Conflict';

export const typeDefs = gql`
  "How much a summary says."
  enum SummaryLength {
    "About 30 words, or two sentences."
    SHORT
    "About 65 words, or four sentences."
    MEDIUM
    "About 180 words, or nine sentences."
    LONG
  }
  "For whom a summary is."
  enum SummaryAudience {
    "For everybody."
    GENERAL
    "For who knows the matter: terms and figures count more."
    EXPERT
    "For who decides: decisions, money, dates and risks count more."
    EXECUTIVE
    "For a customer: what addresses the reader counts more, internal abbreviations less."
    CUSTOMER
  }
  "A place of a summary and the place that it was taken from."
  type SummaryQuote {
    "The first code point of the summary."
    answerStart: Int!
    "The code point after the last."
    answerEnd: Int!
    "The document; null for a text that was given."
    documentId: ID
    "The page, from 1."
    page: Int!
    "The first code point of the page's text."
    start: Int!
    "The code point after the last."
    end: Int!
    "Who says it, in a conversation."
    speaker: String
    "The text there."
    quote: String!
  }
  "What a document says, in a few sentences."
  type Summary implements Result {
    "The text."
    text: String!
    "What its sentences were taken from."
    quotes: [SummaryQuote!] @listSize(assumedSize: 20)
    "How it came to be."
    result: ResultInfo!
  }
  "What a given text says."
  type TextSummary implements Result {
    "The text."
    text: String!
    "What its sentences were taken from."
    quotes: [SummaryQuote!]! @listSize(assumedSize: 20)
    "How it came to be."
    result: ResultInfo!
  }
  "What several documents say together."
  type DocumentSetSummary implements Result {
    "The text; where a document begins its name stands."
    text: String!
    "The documents that were read."
    documentIds: [ID!]! @listSize(assumedSize: 20)
    "What its sentences were taken from."
    quotes: [SummaryQuote!]! @listSize(assumedSize: 20)
    "How it came to be."
    result: ResultInfo!
  }
  "Where a support thread stands."
  enum ThreadState {
    "Nobody has answered yet."
    OPEN
    "The customer has to answer or do something."
    WAITING_FOR_CUSTOMER
    "Support has to answer or do something."
    WAITING_FOR_SUPPORT
    "It was handed on."
    ESCALATED
    "The problem is gone."
    RESOLVED
  }
  "The mood of somebody."
  enum ConversationSentiment {
    "Unhappy."
    NEGATIVE
    "Neither."
    NEUTRAL
    "Glad."
    POSITIVE
  }
  "A mood with its strength."
  type SentimentScore {
    "Its name."
    label: ConversationSentiment!
    "From -1 (unhappy) to 1 (glad)."
    score: Float!
  }
  "What somebody is in a support thread."
  enum ThreadRole {
    "Who has the problem."
    CUSTOMER
    "Who helps."
    SUPPORT
  }
  "Somebody who speaks in a support thread."
  type ThreadParticipant {
    "The name that stands there."
    name: String!
    "What they are."
    role: ThreadRole!
  }
  "What a quote of a thread shows."
  enum ThreadField {
    "The problem."
    PROBLEM
    "Something that was tried."
    STEP_TRIED
    "Where it stands."
    STATE
    "What has to be done next."
    NEXT_ACTION
  }
  "The words of a thread that say a field of its summary."
  type ThreadQuote {
    "What they say."
    field: ThreadField!
    "The document; null for a thread that was given."
    documentId: ID
    "The page, from 1."
    page: Int!
    "The first code point of the page's text."
    start: Int!
    "The code point after the last."
    end: Int!
    "Who says it."
    speaker: String
    "The text there."
    quote: String!
  }
  "A support thread in typed fields."
  type ConversationSummary implements Result {
    "The same in words, one line a field."
    text: String!
    "What the customer suffers."
    problem: String
    "What was tried, in order."
    stepsTried: [String!]! @listSize(assumedSize: 10)
    "Where it stands."
    state: ThreadState!
    "The customer's mood at the end."
    sentiment: SentimentScore!
    "What has to be done next; null when nothing has."
    nextAction: String
    "Who speaks."
    participants: [ThreadParticipant!]! @listSize(assumedSize: 10)
    "The words that the fields rest on."
    quotes: [ThreadQuote!]! @listSize(assumedSize: 20)
    "How it came to be."
    result: ResultInfo!
  }
  "How many documents of a kind."
  type PeriodCount {
    "The kind."
    name: String!
    "How many."
    count: Int!
  }
  "A document that somebody should look at."
  type NotableDocument {
    "The document."
    documentId: ID!
    "Its name."
    name: String!
    "Why."
    reason: String!
  }
  "Whose figures they are."
  enum PeriodScope {
    "Of the whole tenant."
    TENANT
    "Of what the caller may read, the newest hundred documents at most."
    READABLE
  }
  "What happened in a period."
  type PeriodSummary implements Result {
    "In words; every number is one of the figures below."
    text: String!
    "Whose figures they are."
    scope: PeriodScope!
    "The beginning."
    from: DateTime!
    "The end."
    to: DateTime!
    "Documents that came in."
    documents: Int!
    "The same by kind."
    byKind: [PeriodCount!]! @listSize(assumedSize: 20)
    "Documents that wait for a person."
    waiting: Int!
    "Documents that could not be read."
    failed: Int!
    "Fields that people corrected."
    corrections: Int!
    "Recommendations that were made."
    recommendations: Int!
    "Of these accepted."
    accepted: Int!
    "Of these rejected."
    rejected: Int!
    "Runs of AI capabilities."
    runs: Int!
    "Documents that somebody should look at."
    notable: [NotableDocument!]! @listSize(assumedSize: 10)
    "How it came to be."
    result: ResultInfo!
  }
  "What is summed up, and how."
  input SummarizeTextInput {
    "The text, such as an abstract or the transcript of a meeting (\`Name: words\` a line)."
    text: String!
    "Its title."
    title: String
    "What it shall answer; without one it says what the text says on the whole."
    question: String
    "How many sentences at most, 20 at most; without it the length decides."
    sentences: Int
    "How much; MEDIUM if not given."
    length: SummaryLength
    "For whom; GENERAL if not given."
    audience: SummaryAudience
    "Ask again although a result is stored."
    anew: Boolean
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }
  "All documents that a search finds."
  input SummarizeSearchInput {
    "What is looked for, in words."
    query: String!
    "Only documents of these kinds."
    kinds: [String!]
    "How many, 20 at most; 10 if not given."
    first: Int
  }
  "Which documents are summed up, and how: either documentIds or search."
  input SummarizeDocumentsInput {
    "The documents, 20 at most."
    documentIds: [ID!]
    "All that this search finds."
    search: SummarizeSearchInput
    "What they shall answer; without one it says what they say on the whole."
    question: String
    "How many sentences at most, 20 at most; without it the length decides."
    sentences: Int
    "How much; MEDIUM if not given."
    length: SummaryLength
    "For whom; GENERAL if not given."
    audience: SummaryAudience
    "Ask again although a result is stored."
    anew: Boolean
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }
  "A message of a thread."
  input ThreadMessageInput {
    "Who wrote it."
    author: String!
    "What."
    text: String!
  }
  "A support thread: exactly one of the three."
  input SummarizeConversationInput {
    "A document that holds it."
    documentId: ID
    "Its text: mails one after another, or lines that begin with who speaks."
    text: String
    "Its messages, in order; 500 at most."
    messages: [ThreadMessageInput!]
    "Ask again although a result is stored."
    anew: Boolean
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }
  "Which period is summed up, and how."
  input SummarizePeriodInput {
    "The beginning; a week before the end if not given."
    from: DateTime
    "The end, exclusive; now if not given."
    to: DateTime
    "How much; MEDIUM if not given."
    length: SummaryLength
    "For whom; GENERAL if not given."
    audience: SummaryAudience
    "Ask again although a result is stored; a period without an end is always asked anew."
    anew: Boolean
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }
  "A summary, or why there is none."
  union SummarizeTextResult = TextSummary | ${expected}
  "A summary, or why there is none."
  union SummarizeDocumentsResult = DocumentSetSummary | ${expected}
  "The fields of a thread, or why there are none."
  union SummarizeConversationResult = ConversationSummary | ${expected}
  "What happened, or why it is not said."
  union SummarizePeriodResult = PeriodSummary | ${expected}
  type Mutation {
    "Sums up a text that is no document, and waits for it."
    summarizeText("The text, and how." input: SummarizeTextInput!): SummarizeTextResult! @ai(capability: "summarization.text", cache: "STORED", consistency: "SAME_RESULT")
    "Sums up several documents together, and waits for it."
    summarizeDocuments("The documents, and how." input: SummarizeDocumentsInput!): SummarizeDocumentsResult! @ai(capability: "summarization.documents", cache: "STORED", consistency: "SAME_RESULT")
    "Reads a support thread into typed fields, and waits for it."
    summarizeConversation("The thread." input: SummarizeConversationInput!): SummarizeConversationResult! @ai(capability: "summarization.conversation", cache: "STORED", consistency: "SAME_RESULT")
    "Says what happened in a period, and waits for it."
    summarizePeriod("The period, and how." input: SummarizePeriodInput!): SummarizePeriodResult! @ai(capability: "summarization.period", cache: "STORED", consistency: "VARIES")
  }
  ${streamTypeDefs}
`;
