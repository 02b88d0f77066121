/** What is unusual about a document, and what to do next. */
export const findingsDocumentFields = `
    "Of a bill: what it may be a copy of, with the reason; null for other documents."
    billDuplicates: [BillDuplicate!] @listSize(assumedSize: 5)
    "Of a bill: what is unusual about it, the gravest first; null for other documents."
    billAnomalies: [BillAnomaly!] @listSize(assumedSize: 5)
    "What to do next, as far as something is open; the most urgent of what is recommended."
    nextAction: NextAction
`;

export const findingsTypes = `
  "By what two bills are taken for copies."
  enum DuplicateBasis {
    "The same text."
    SAME_TEXT
    "The same number, seller and total."
    SAME_NUMBER
    "Nearly the same text."
    NEAR_TEXT
    "The same seller and total within a week, under another number: perhaps."
    SAME_AMOUNT
  }
  "Another bill that may be the same one."
  type BillDuplicate {
    "The other one."
    document: Document
    "By what."
    basis: DuplicateBasis!
    "How sure it is, from 0 to 1."
    score: Float!
    "The same in words."
    reason: String!
  }
  "What can be unusual about a bill."
  enum BillAnomalyKind {
    "The total lies far from the others of this seller."
    AMOUNT
    "It comes much earlier or later than this seller's bills come."
    INTERVAL
    "A second bill in a month of a seller who bills once a month."
    PERIOD_TWICE
    "It is dated on a weekend, as no other of this seller."
    WEEKEND
    "The seller has not billed before."
    NEW_SELLER
    "The bank account is not the one of the bills before."
    BANK_ACCOUNT
    "The VAT id is not the one of the bills before."
    VAT_ID
  }
  "How grave something unusual is."
  enum AnomalySeverity {
    "It is told."
    LOW
    "A person should look at it."
    MEDIUM
    "A person should look at it before anything is paid."
    HIGH
  }
  "Something unusual about a bill."
  type BillAnomaly {
    "What."
    kind: BillAnomalyKind!
    "How grave."
    severity: AnomalySeverity!
    "How far from the usual, in robust standard deviations (modified z-score); null where nothing is measured."
    score: Float
    "In words, with what it is compared with."
    reason: String!
    "The records that it rests on: the bill itself, and those before it."
    evidence: [AnomalyEvidence!]! @listSize(assumedSize: 8)
  }
  "A record that something unusual rests on."
  type AnomalyEvidence {
    "The document."
    document: Document
    "Its version."
    versionId: ID!
    "The page, from 1; null for the document as a whole."
    page: Int
    "The first code point of the page's text."
    start: Int
    "The code point after the last."
    end: Int
    "The text there."
    quote: String
    "What it shows."
    note: String
  }
  "What can be done next."
  enum NextActionKind {
    "To remove it, or what it copies."
    REMOVE_DUPLICATE
    "To look at it: something is missing or unusual."
    LOOK_AT_IT
    "To look at how it differs from its order."
    CHECK_ORDER
    "To check what was read: something is uncertain."
    CHECK_FIELDS
    "To approve it."
    APPROVE
    "To accept that it belongs to its order."
    CONFIRM_ORDER
    "To look at documents like it."
    LOOK_AT_SIMILAR
  }
  "What to do next with a document."
  type NextAction {
    "What."
    kind: NextActionKind!
    "In words."
    title: String!
    "Why."
    reason: String!
    "How sure it is, from 0 to 1; null where nothing is proposed."
    confidence: Float
    "Whether a person has to review it before it can be accepted."
    waitsForReview: Boolean!
    "The persisted operation that accepting runs, if any."
    operation: String
    "The recommendation to accept or reject; null where what was read is to be checked."
    recommendation: Recommendation
  }
`;
