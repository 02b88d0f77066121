import type { Resolvers } from '../schema.types.js';
import { insightMutations, insightQueries, insightSubscriptions } from './insight-resolvers.js';
import { questionMutations, questionQueries } from './question-resolvers.js';

export const resolvers: Resolvers = {
  Query: { ...insightQueries, ...questionQueries },
  Mutation: { ...insightMutations, ...questionMutations },
  Subscription: insightSubscriptions,
};
