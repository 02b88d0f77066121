import { gql } from 'tributary/sdk';

const inputs = gql`
  "The kinds of documents whose fields are known."
  enum ExtractionKind {
    "A bill, credit note or correction."
    INVOICE
    "The slip of a till."
    RECEIPT
    "What a buyer orders."
    PURCHASE_ORDER
    "An agreement between parties."
    CONTRACT
    "A letter or message."
    LETTER
  }

  "A line of text as a recogniser of characters gives it."
  input ExtractionLineInput {
    "Its text."
    text: String!
    "Its page, from 1."
    page: Int = 1
    "Left, top, right and bottom on the page, in any unit."
    box: [Float!]!
  }

  "What is read: a document, a text or lines, exactly one of them; by a schema, else by kind."
  input ExtractFieldsInput {
    "A stored document."
    documentId: ID
    "A text; a form feed begins a page."
    text: String
    "Lines with their boxes, at most 5,000."
    lines: [ExtractionLineInput!]
    "What it is; by default what it seems to be."
    kind: ExtractionKind
    "A JSON Schema of an object: the output conforms to it. The README says which keywords are supported."
    schema: JSON
    "Read again although a result is stored."
    anew: Boolean = false
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }
`;

const outputs = gql`
  "A field that was read."
  type ExtractedValue {
    "Its name; within a nested schema with dots."
    name: String!
    "Typed as the schema has it; dates are ISO 8601, amounts of a kind decimal strings. Null when it was not found."
    value: JSON
    "How sure, from 0 to 1."
    confidence: Float!
    "The page it stands on, from 1; null where the value stands nowhere as such."
    page: Int
    "The first code point of the page's text."
    start: Int
    "The code point after the last."
    end: Int
    "The text there."
    quote: String
    "The line of the page, from 0; null without layout."
    line: Int
    "Left, top, right and bottom of what it was read from; null without layout."
    box: [Float!] @listSize(assumedSize: 4)
  }

  "Why a person should look at a field."
  type ExtractionDoubt {
    "Its name."
    field: String!
    "Why."
    reason: String!
  }

  "The fields of a document."
  type Extraction implements Result {
    "What it was read as; null where the schema alone said what to read."
    kind: ExtractionKind
    "Each with its confidence and place."
    fields: [ExtractedValue!]! @listSize(assumedSize: 20)
    "The values in the shape of the schema."
    values: JSON
    "What a person should look at; empty in an answer that needs nobody."
    review: [ExtractionDoubt!]! @listSize(assumedSize: 10)
    "How it came to be."
    result: ResultInfo!
  }

  "The fields, or why there are none."
  union ExtractFieldsResult = Extraction | NeedsReview | Refused | BudgetExceeded | InsufficientEvidence | InvalidInput | NotFound | Forbidden | Conflict
`;

/** The plugin's part of the graph. */
export const typeDefs = gql`
  ${inputs}
  ${outputs}
  type Mutation {
    "Reads typed fields with confidence and place, of a kind of document or by a JSON Schema. What is not sure is NeedsReview, with the same output."
    extractFields(
      "What is read."
      input: ExtractFieldsInput!
    ): ExtractFieldsResult! @ai(capability: "extraction.extract", cache: "STORED", consistency: "SAME_RESULT")
  }

  type Document @key(fields: "id") {
    id: ID!
    "The newest result of extractFields with this kind and schema; null until there is one."
    extraction(
      "As it was asked."
      kind: ExtractionKind
      "As it was asked."
      schema: JSON
    ): Extraction @ai(capability: "extraction.extract", cache: "STORED", consistency: "SAME_RESULT")
  }

  type Subscription {
    "Reads fields of a document, each streamed once it is checked; joins a run of the same input."
    extract(
      "The document."
      documentId: ID!
      "What it is; by default what it seems to be."
      kind: ExtractionKind
      "A JSON Schema of an object."
      schema: JSON
      "Read again although a result is stored."
      anew: Boolean = false
      "Who waits for it, until when, with which seed, and what is pinned."
      options: RunOptionsInput
      "Go on from here."
      after: Cursor
    ): RunEvent! @ai(capability: "extraction.extract", cache: "STORED", consistency: "SAME_RESULT")
  }
`;
