/** An invoice held against its order. */
export const orderDocumentFields = `
    "Of an invoice: how it differs from the order that it names; null without an order that the caller may read."
    orderMatch: OrderMatch
`;

export const orderMutations = `
    "Holds an invoice against its order, or against one that is named, and keeps the answer as a result."
    matchInvoice(
      "The invoice."
      input: MatchInvoiceInput!
    ): MatchInvoiceResult! @ai(capability: "advice.match-invoice", cache: "STORED", consistency: "SAME_RESULT")
`;

const lineOf = (name: string, what: string) => `
  "${what}"
  type ${name} {
    "What it is called."
    name: String!
    "How many."
    quantity: Decimal
    "Of one piece."
    price: Decimal
    "Its sum."
    total: Decimal!
  }
`;

export const orderTypes = `
  "Which invoice, and which order."
  input MatchInvoiceInput {
    "The invoice."
    documentId: ID!
    "The order; if not given, the one that the invoice names."
    orderId: ID
    "Ask again although a result is stored, as after a correction."
    anew: Boolean = false
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }
  "The outcome: the match, or why there is none."
  union MatchInvoiceResult =
      MatchedInvoice
    | NeedsReview
    | Refused
    | BudgetExceeded
    | InsufficientEvidence
    | InvalidInput
    | NotFound
    | Forbidden
    | Conflict
  "An invoice beside its order."
  type MatchedInvoice implements Result {
    "How they differ."
    match: OrderMatch!
    "How it came to be."
    result: ResultInfo!
  }
  "How an amount stands to what was ordered."
  enum OrderVerdict {
    "It differs by no more than the tolerance."
    WITHIN
    "More is billed, by this bill or together with others of the order."
    OVER
    "Less is billed."
    UNDER
    "The amounts cannot be compared."
    UNKNOWN
  }
  "How a line stands to what was ordered."
  enum OrderLineVerdict {
    "Quantity, price and amount differ by no more than the tolerance."
    WITHIN
    "Something of it is more than was ordered."
    OVER
    "Something of it is less than was ordered, and nothing more."
    UNDER
    "It was ordered and is not billed."
    MISSING
    "It is billed and was not ordered."
    EXTRA
  }
  "What was compared."
  enum OrderBasis {
    "The sums before tax."
    NET
    "The sums with tax."
    TOTAL
    "The sums of the lines."
    LINES
  }
  "How much an invoice may differ; the larger of the two amounts holds. Settings of the plugin."
  type MatchTolerance {
    "Of an amount or a price, in percent."
    percent: Float!
    "Of an amount, whatever percent it is."
    amount: Decimal!
    "Of a quantity, in percent."
    quantityPercent: Float!
  }
  ${lineOf('BilledLine', 'A line of an invoice.')}
  ${lineOf('OrderedLine', 'A line of an order.')}
  "A line of the order, of the invoice, or both; differences are billed less ordered."
  type OrderMatchLine {
    "How it stands."
    verdict: OrderLineVerdict!
    "The same in words."
    reason: String!
    "As it is billed; null for what is missing."
    billed: BilledLine
    "As it was ordered; null for what is extra."
    ordered: OrderedLine
    "How sure it is that both are the same article, from 0 to 1."
    score: Float
    "Null where one does not say."
    quantityDifference: Decimal
    "Null where one does not say."
    priceDifference: Decimal
    "Of the line's sum."
    amountDifference: Decimal!
    "The same in percent of what was ordered."
    amountDifferencePercent: Float
  }
  "An invoice beside its order; differences are billed less ordered."
  type OrderMatch {
    "The order; null when it may not be read."
    order: Document
    "The number of the order."
    orderNumber: String
    "How the sum stands."
    verdict: OrderVerdict!
    "The same in words."
    reason: String!
    "Whether the invoice names this order; null where it names none."
    sameNumber: Boolean
    "Whether both name the same seller; null where one does not say."
    sameSeller: Boolean
    "Whether both are in one currency; null where one does not say."
    sameCurrency: Boolean
    "What was compared."
    basis: OrderBasis
    "Of the amounts, ISO 4217."
    currency: String
    "The sum of the invoice."
    billed: Decimal
    "The sum of the order."
    ordered: Decimal
    "By how much more is billed."
    difference: Decimal
    "The same in percent of what was ordered."
    differencePercent: Float
    "What this and the other bills of the order bill together."
    billedInAll: Decimal
    "Other bills of the same order."
    otherBills: [Document]! @listSize(assumedSize: 10)
    "What was allowed."
    tolerance: MatchTolerance!
    "How many lines differ by more."
    deviations: Int!
    "Line by line, in the order of the order; empty where one of them lists none."
    lines: [OrderMatchLine!]! @listSize(assumedSize: 20)
    "The places that it rests on."
    evidence: [Evidence!]! @listSize(assumedSize: 12)
  }
`;
