import { answerOf, streamOf, z } from 'tributary/sdk';
import { orderMatch } from '../engine/order/order-match.js';
import { explain } from '../explain.js';
import { matchInvoice } from '../match-invoice.js';
import { matchItems } from '../match-items.js';
import type { Resolvers } from '../schema.types.js';
import { findingsFields } from './findings-resolvers.js';
import { interestsMutations, interestsQueries } from './interests-resolvers.js';
import { nextActionField } from './next-action-resolver.js';
import { orderMatchView } from './order-resolvers.js';

const matched = z.object({ match: orderMatch });

export const resolvers: Resolvers = {
  Query: interestsQueries,
  Mutation: {
    matchItems: answerOf(matchItems, 'ItemMatches'),
    matchInvoice: answerOf(matchInvoice, 'MatchedInvoice'),
    ...interestsMutations,
  },
  Subscription: { explainRecommendation: streamOf(explain) },
  Document: { ...findingsFields, ...nextActionField },
  MatchedInvoice: { match: (parent) => orderMatchView(matched.parse(parent).match) },
};
