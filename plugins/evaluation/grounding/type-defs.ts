import { gql } from 'tributary/sdk';

export const groundingMutations = gql`
    "Says of each claim whether texts or documents support it, with a quote, and what in it nothing speaks for."
    checkClaims(
      "The claims and what they are held against."
      input: CheckClaimsInput!
    ): CheckClaimsResult! @ai(capability: "evaluation.check-claims", cache: "STORED", consistency: "SAME_RESULT")
`;

export const groundingTypes = gql`
  "What is judged; each kind is held to what matters for it."
  enum ClaimKind {
    "A reply, which has to rest on its source in all it says."
    ANSWER
    "Somebody's statement, of which the source says the same, the opposite, or nothing."
    CLAIM
    "A text made from the source, of which something may have been changed: a number, a name, a denial."
    SUMMARY
  }

  "What in a claim its source does not support."
  enum ClaimDoubtKind {
    "A number that no source has."
    NEW_NUMBER
    "A name that no source has."
    NEW_NAME
    "A word that no source has, nor its stem."
    NEW_WORD
    "It denies what the source does not deny."
    DENIED
    "It points up or down where the source has no such word."
    TURNED_ROUND
  }

  "Claims, and the texts or documents that they are held against."
  input CheckClaimsInput {
    "At most 100, of 4,000 characters each; sentences are judged best one by one."
    claims: [String!]!
    "At most 20 texts."
    sources: [String!]
    "At most 20 documents."
    documentIds: [ID!]
    "What the claims are."
    kind: ClaimKind = CLAIM
    "Ask again although a result is stored."
    anew: Boolean = false
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }

  "The outcome: what is supported, or why it was not judged."
  union CheckClaimsResult =
      CheckedClaims
    | NeedsReview
    | Refused
    | BudgetExceeded
    | InsufficientEvidence
    | InvalidInput
    | NotFound
    | Forbidden
    | Conflict

  "Claims after they were held against their sources."
  type CheckedClaims implements Result {
    "In words."
    text: String!
    "The share of the claims that is supported, from 0 to 1."
    supportedShare: Float!
    "In the order of the input."
    claims: [CheckedClaim!]! @listSize(assumedSize: 50)
    "How it came to be."
    result: ResultInfo!
  }

  "What the sources say of a claim."
  type CheckedClaim {
    "The claim."
    claim: String!
    "Whether a source supports it."
    supported: Boolean!
    "How sure, from 0 (not supported) to 1; supported from 0.5 on."
    score: Float!
    "Why not, in words; null when nothing speaks against it."
    reason: String
    "What speaks for it most; null when nothing does."
    quote: ClaimQuote
    "Its words that nothing speaks for."
    doubts: [ClaimDoubt!]! @listSize(assumedSize: 20)
  }

  "A place that a claim rests on."
  type ClaimQuote {
    "The text there."
    text: String!
    "The place in \`sources\`, from 0; null for a document."
    source: Int
    "The document; null for a text."
    documentId: ID
    "The version of the document."
    versionId: ID
    "Its page, from 1."
    page: Int
    "The first code point of the source's text, or of the page's."
    start: Int!
    "The code point after the last."
    end: Int!
  }

  "A word of a claim that nothing speaks for."
  type ClaimDoubt {
    "What is wrong with it."
    kind: ClaimDoubtKind!
    "The word."
    text: String!
    "The first code point of the claim."
    start: Int!
    "The code point after the last."
    end: Int!
  }
`;
