/** Documents for a person. */
export const interestsQueries = `
    "Documents that the caller has done nothing with yet, those first that are likely to interest it, each with the reason. What the caller did a moment ago counts."
    itemsForMe(
      "How many, 1 to 100."
      first: Int = 20
      "Go on from here."
      after: Cursor
    ): ItemForMeConnection! @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
`;

export const interestsMutations = `
    "Says whether a document interests the caller; the next list reflects it."
    rateItem(
      "What is said."
      input: RateItemInput!
    ): ItemActivityResult!
    "Tells that the caller has opened documents, so that like ones are found and these are not shown again."
    recordOpened(
      "Which."
      input: RecordOpenedInput!
    ): ItemActivityResult!
    "Forgets what is kept of what the caller did with documents."
    forgetMyActivity(
      "Of which."
      input: ForgetMyActivityInput!
    ): ItemActivityResult!
`;

export const interestsTypes = `
  "What counted most for an item."
  enum ItemBasis {
    "What the caller did, and what people here do and documents are."
    ACTIVITY
    "What the caller did, and what the two documents have in common."
    CONTENT
    "What others with the caller's roles and groups do."
    TRAIT
    "What everybody does."
    POPULAR
    "Nothing is known yet: the newest come first."
    NEW
  }
  "A document for the caller."
  type ItemForMe {
    "The document."
    document: Document
    "By what the list is ordered; comparable within one list only."
    score: Float!
    "What counted most."
    basis: ItemBasis!
    "The same in words."
    reason: String!
    "The document of the caller's own doing that speaks for it."
    because: Document
  }
  "A page of documents for the caller."
  type ItemForMeConnection {
    "The documents."
    nodes: [ItemForMe!]!
    "The same with their places."
    edges: [ItemForMeEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are; the likeliest few hundred."
    totalCount: Int!
  }
  "A document for the caller, with its place."
  type ItemForMeEdge {
    "The place."
    cursor: Cursor!
    "The document."
    node: ItemForMe!
  }
  "Whether a document interests somebody."
  enum ItemRating {
    "It does."
    UP
    "It does not: it is not shown again."
    DOWN
  }
  "Which document, and what is said of it."
  input RateItemInput {
    "The document."
    documentId: ID!
    "What is said."
    value: ItemRating!
  }
  "Which documents were opened."
  input RecordOpenedInput {
    "At most 100."
    documentIds: [ID!]!
  }
  "What is to be forgotten."
  input ForgetMyActivityInput {
    "Of these documents, at most 100; of all if not given."
    documentIds: [ID!]
  }
  "The outcome."
  union ItemActivityResult = ItemActivity | InvalidInput | NotFound | Forbidden | Conflict
  "What is kept of what the caller did with documents."
  type ItemActivity {
    "Of how many documents something is kept."
    documentCount: Int!
  }
`;
