/** Articles under other names. */
export const matchItemsMutations = `
    "Says which lines of an invoice or order are which articles of a catalogue, best first; without a model."
    matchItems(
      "Both sides."
      input: MatchItemsInput!
    ): MatchItemsResult! @ai(capability: "advice.match-items", cache: "STORED", consistency: "SAME_RESULT")
`;

export const matchItemsTypes = `
  "Lines, and the articles that they may be."
  input MatchItemsInput {
    "At most 2,000."
    lines: [ItemInput!]!
    "At most 5,000. Words are weighed by how rare they are on both sides: give all there are."
    catalogue: [ItemInput!]!
    "Only these pairs, at most 10,000; else the best articles of each line."
    pairs: [ItemPairInput!]
    "How many articles a line, 10 at most."
    first: Int = 3
    "Ask again although a result is stored."
    anew: Boolean = false
    "Who waits for it, until when, with which seed, and what is pinned."
    options: RunOptionsInput
  }

  "An article, as a line or a catalogue names it."
  input ItemInput {
    "What it is called."
    name: String!
    "What else is said of it."
    description: String
    "Who makes it."
    brand: String
    "The number that its maker or seller gives it."
    code: String
    "Of one piece; all in one currency."
    price: Float
  }

  "A line and an article, by their places in the lists, from 0."
  input ItemPairInput {
    "The place of the line."
    line: Int!
    "The place in the catalogue."
    item: Int!
  }

  "The outcome: which are the same, or why not."
  union MatchItemsResult =
      ItemMatches
    | NeedsReview
    | Refused
    | BudgetExceeded
    | InsufficientEvidence
    | InvalidInput
    | NotFound
    | Forbidden
    | Conflict

  "Which lines may be which articles."
  type ItemMatches implements Result {
    "From this score on two are taken for one."
    threshold: Float!
    "By line, then best first; as the pairs were given, if they were."
    matches: [ItemMatch!]! @listSize(assumedSize: 100)
    "How it came to be."
    result: ResultInfo!
  }

  "A line and an article that may be the same."
  type ItemMatch {
    "The place of the line in the list, from 0."
    line: Int!
    "The place of the article in the catalogue, from 0."
    item: Int!
    "How likely they are the same, from 0 to 1."
    score: Float!
    "Whether they are taken for the same."
    isMatch: Boolean!
  }
`;
