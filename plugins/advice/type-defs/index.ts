import { gql } from 'tributary/sdk';
import { findingsDocumentFields, findingsTypes } from './findings-type-defs.js';
import { interestsMutations, interestsQueries, interestsTypes } from './interests-type-defs.js';
import { matchItemsMutations, matchItemsTypes } from './match-items-type-defs.js';
import { orderDocumentFields, orderMutations, orderTypes } from './order-type-defs.js';

/** The SDL of the plugin, one root type each. */
export const typeDefs = gql`
  type Query {
    ${interestsQueries}
  }
  type Mutation {
    ${matchItemsMutations}
    ${orderMutations}
    ${interestsMutations}
  }
  type Subscription {
    "Says why something is recommended, streamed, with the places that it rests on."
    explainRecommendation(
      "The recommendation."
      recommendationId: ID!
      "Ask again although a result is stored."
      anew: Boolean = false
      "Who waits for it, until when, with which seed, and what is pinned."
      options: RunOptionsInput
      "Go on from here."
      after: Cursor
    ): RunEvent! @ai(capability: "advice.explain", cache: "STORED", consistency: "SAME_RESULT")
  }
  type Document @key(fields: "id") {
    "The id."
    id: ID!
    ${orderDocumentFields}
    ${findingsDocumentFields}
  }
  type Recommendation @key(fields: "id", resolvable: false) {
    "The id."
    id: ID!
  }
  ${matchItemsTypes}
  ${orderTypes}
  ${findingsTypes}
  ${interestsTypes}
`;
