import { gql } from 'tributary/sdk';
import { labelTypeDefs } from './labels/type-defs.js';

export const typeDefs = gql`
  "How sensitive something is."
  enum SensitivityLevel {
    "Anybody may know it."
    PUBLIC
    "For the organisation."
    INTERNAL
    "For few of the organisation."
    CONFIDENTIAL
    "For named persons alone."
    RESTRICTED
  }
  "What makes something sensitive."
  enum SensitivityReasonKind {
    "It is marked so."
    MARK
    "It holds keys, passwords or tokens."
    SECRET
    "It holds data of persons."
    PERSONAL_DATA
    "It holds data of money or business."
    FINANCIAL_DATA
    "Nothing was found."
    NO_SIGN
    "A model finds it so."
    MODEL
  }
  "Why something is as sensitive as it is."
  type SensitivityReason {
    "What it is."
    kind: SensitivityReasonKind!
    "The level that it speaks for."
    level: SensitivityLevel!
    "In words; what was found is not repeated."
    detail: String!
    "How many were found."
    count: Int!
  }
  "How sensitive a text is, and why."
  type TextSensitivity {
    "The level."
    level: SensitivityLevel!
    "From 0 to 1."
    confidence: Float!
    "What shows it."
    reasons: [SensitivityReason!]! @listSize(assumedSize: 10)
  }
  "What a text is about."
  type TextTopic {
    "A phrase of the text, or of the model."
    topic: String!
    "From 0 to 1, beside the best one."
    confidence: Float!
    "How often the text says it; 0 for a phrase of a model."
    count: Int!
  }
  "Words that speak for the kind."
  type KindCue {
    "What they are."
    cue: String!
    "The words; null for what stands in no words."
    quote: String
  }
  "What a document or a text is."
  type TextClassification implements Result {
    "A lower-case snake name such as \`invoice\`; \`other\` when nothing fits."
    kind: String!
    "Of the kind, from 0 to 1."
    confidence: Float!
    "ISO 639-1; null when it cannot be told."
    language: String
    "Of the language, from 0 to 1."
    languageConfidence: Float!
    "What it is about, the most important first."
    topics: [TextTopic!]! @listSize(assumedSize: 10)
    "How sensitive it is."
    sensitivity: TextSensitivity!
    "What speaks for the kind."
    cues: [KindCue!]! @listSize(assumedSize: 20)
    "How it came to be."
    result: ResultInfo!
  }
  "What is classified: exactly one of the two."
  input ClassifyTextInput {
    "A document."
    documentId: ID
    "A text."
    text: String
    "Ask again although a result is stored."
    anew: Boolean
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }
  "The classes, or why there are none."
  union ClassifyTextResult = TextClassification | NeedsReview | Refused | BudgetExceeded | InsufficientEvidence | InvalidInput | NotFound | Forbidden | Conflict
  type Document @key(fields: "id") {
    id: ID!
    "The newest classes; null until classifyText was asked for the document."
    classification: TextClassification @ai(capability: "classification.text", cache: "STORED", consistency: "SAME_RESULT")
    "What the tenant's label sets have said of it, as they stand now."
    labels: [DocumentLabel!] @listSize(assumedSize: 20) @ai(capability: "classification.labels", cache: "STORED", consistency: "SAME_RESULT")
  }
  type Mutation {
    "Makes a label set from a few examples of each label."
    createLabelSet("The label set." input: CreateLabelSetInput!): CreateLabelSetResult!
    "Changes a label set; what it said before is asked anew."
    updateLabelSet("What is changed." input: UpdateLabelSetInput!): UpdateLabelSetResult!
    "Deletes a label set."
    deleteLabelSet("Which." input: DeleteLabelSetInput!): DeleteLabelSetResult!
    "Which of a set's labels a document or a text has, and waits for it."
    classifyByLabels("What is classified, by which." input: ClassifyByLabelsInput!): ClassifyByLabelsResult! @ai(capability: "classification.labels", cache: "STORED", consistency: "SAME_RESULT")
    "Tells kind, language, topics and sensitivity of a document or a text, and waits for it."
    classifyText("What is classified." input: ClassifyTextInput!): ClassifyTextResult! @ai(capability: "classification.text", cache: "STORED", consistency: "SAME_RESULT")
  }
  type Subscription {
    "The same, streamed."
    labelClassification(
      "The label set."
      labelSetId: ID!
      "A document."
      documentId: ID
      "A text."
      text: String
      "Ask again although a result is stored."
      anew: Boolean = false
      "Who waits for it, until when, with which seed, and what is pinned."
      options: RunOptionsInput
      "Go on from here."
      after: Cursor
    ): RunEvent! @ai(capability: "classification.labels", cache: "STORED", consistency: "SAME_RESULT")
    "The same, streamed."
    textClassification(
      "A document."
      documentId: ID
      "A text."
      text: String
      "Ask again although a result is stored."
      anew: Boolean = false
      "Who waits for it, until when, with which seed, and what is pinned."
      options: RunOptionsInput
      "Go on from here."
      after: Cursor
    ): RunEvent! @ai(capability: "classification.text", cache: "STORED", consistency: "SAME_RESULT")
  }
  ${labelTypeDefs}
`;
