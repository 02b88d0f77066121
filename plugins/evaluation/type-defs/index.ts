import { gql } from 'tributary/sdk';
import { groundingMutations, groundingTypes } from '../grounding/type-defs.js';
import { datasetMutations, datasetQueries, datasetTypes } from './dataset-type-defs.js';
import {
  experimentMutations,
  experimentQueries,
  experimentSubscriptions,
  experimentTypes,
} from './experiment-type-defs.js';
import { qualityMutations, qualityQueries, qualityTypes } from './quality-type-defs.js';

/** The SDL of the plugin, one root type each. */
export const typeDefs = gql`
  type Query {
    ${datasetQueries}
    ${experimentQueries}
    ${qualityQueries}
  }
  type Mutation {
    ${datasetMutations}
    ${groundingMutations}
    ${experimentMutations}
    ${qualityMutations}
  }
  type Subscription {
    ${experimentSubscriptions}
  }
  ${datasetTypes}
  ${experimentTypes}
  ${groundingTypes}
  ${qualityTypes}
`;
