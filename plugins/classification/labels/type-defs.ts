import { gql } from 'tributary/sdk';

/** Label sets of the tenant's own. */
export const labelTypeDefs = gql`
  "A label with what shows it."
  type Label {
    "Its name."
    name: String!
    "Example texts."
    texts: [String!]! @listSize(assumedSize: 20)
    "Example documents, as far as the caller may read them."
    documentIds: [ID!]! @listSize(assumedSize: 20)
  }
  "Labels of the tenant's own."
  type LabelSet {
    "The id."
    id: ID!
    "What it is called."
    name: String!
    "The labels."
    labels: [Label!]! @listSize(assumedSize: 20)
    "Below this confidence a text has none of them."
    threshold: Float!
    "Whether new documents are classified by it."
    automatic: Boolean!
    "Rises with each change."
    revision: Int!
    "When it was made."
    createdAt: DateTime!
    "When it was last changed."
    updatedAt: DateTime!
  }
  "A label set and its place in the list."
  type LabelSetEdge {
    "The place."
    cursor: Cursor!
    "The label set."
    node: LabelSet!
  }
  "A page of label sets."
  type LabelSetConnection {
    "The label sets."
    nodes: [LabelSet!]!
    "The label sets with their places."
    edges: [LabelSetEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }
  "A label with how sure it is."
  type LabelScore {
    "The label."
    label: String!
    "From 0 to 1."
    confidence: Float!
  }
  "Which label something has."
  type LabelAnswer implements Result {
    "The label set."
    labelSetId: ID!
    "The label; null when none is sure enough."
    label: String
    "Of the best label, from 0 to 1."
    confidence: Float!
    "Below this there is none."
    threshold: Float!
    "The labels, the best first."
    scores: [LabelScore!]! @listSize(assumedSize: 20)
    "How it came to be."
    result: ResultInfo!
  }
  "What a label set says of a document."
  type DocumentLabel implements Result {
    "The label set."
    labelSet: LabelSet!
    "The label; null when none is sure enough."
    label: String
    "Of the best label, from 0 to 1."
    confidence: Float!
    "How it came to be."
    result: ResultInfo!
  }
  "A label: one example text or document at least."
  input LabelInput {
    "Its name, 100 characters at most."
    name: String!
    "Example texts, 4,000 characters each and 50 at most."
    texts: [String!]
    "Example documents, 50 at most."
    documentIds: [ID!]
  }
  "A new label set."
  input CreateLabelSetInput {
    "What it is called."
    name: String!
    "The labels, 2 to 50."
    labels: [LabelInput!]!
    "Below this confidence a text has none; 0.5 if not given."
    threshold: Float
    "Whether new documents are classified by it; not if not given."
    automatic: Boolean
  }
  "What is changed; what is not given stays."
  input UpdateLabelSetInput {
    "The label set."
    id: ID!
    "What it is called."
    name: String
    "The labels, all of them."
    labels: [LabelInput!]
    "Below this confidence a text has none."
    threshold: Float
    "Whether new documents are classified by it."
    automatic: Boolean
  }
  "Which is deleted."
  input DeleteLabelSetInput {
    "The label set."
    id: ID!
  }
  "What is classified by which labels: one of documentId and text."
  input ClassifyByLabelsInput {
    "The label set."
    labelSetId: ID!
    "A document."
    documentId: ID
    "A text."
    text: String
    "Ask again although a result is stored."
    anew: Boolean
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }
  "The label set as it stands."
  type LabelSetPayload {
    "The label set."
    labelSet: LabelSet!
  }
  "What was deleted."
  type DeletedLabelSetPayload {
    "The label set."
    id: ID!
  }
  "The label set, or why there is none."
  union CreateLabelSetResult = LabelSetPayload | InvalidInput | NotFound | Forbidden | Conflict
  "The changed label set, or why it was not changed."
  union UpdateLabelSetResult = LabelSetPayload | InvalidInput | NotFound | Forbidden | Conflict
  "What was deleted, or why it was not."
  union DeleteLabelSetResult = DeletedLabelSetPayload | InvalidInput | NotFound | Forbidden | Conflict
  "The label, or why there is none."
  union ClassifyByLabelsResult = LabelAnswer | NeedsReview | Refused | BudgetExceeded | InsufficientEvidence | InvalidInput | NotFound | Forbidden | Conflict
  type Query {
    "One label set; null when there is none of this id."
    labelSet("The id." id: ID!): LabelSet
    "The tenant's label sets, newest first."
    labelSets(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
    ): LabelSetConnection! @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
  }
`;
