import { groundingMutations } from '../grounding/index.js';
import type { Resolvers } from '../schema.types.js';
import { datasetFields, datasetMutations, datasetQueries } from './dataset-resolvers.js';
import {
  experimentFields,
  experimentMutations,
  experimentQueries,
  experimentSubscriptions,
} from './experiment-resolvers.js';
import { qualityMutations, qualityQueries } from './quality-resolvers.js';

export const resolvers: Resolvers = {
  Query: { ...datasetQueries, ...experimentQueries, ...qualityQueries },
  Mutation: { ...datasetMutations, ...groundingMutations, ...experimentMutations, ...qualityMutations },
  Subscription: experimentSubscriptions,
  Dataset: datasetFields,
  Experiment: experimentFields,
};
