import type { Resolvers } from '../schema.types.js';
import { insightMutations, insightQueries, insightSubscriptions } from './insight-resolvers.js';
import { questionMutations, questionQueries } from './question-resolvers.js';
import { scheduleMutations, scheduleQueries } from './schedule-resolvers.js';

export const resolvers: Resolvers = {
  Query: { ...insightQueries, ...scheduleQueries, ...questionQueries },
  Mutation: { ...insightMutations, ...scheduleMutations, ...questionMutations },
  Subscription: insightSubscriptions,
};
