import { gql } from 'tributary/sdk';
import { insightMutations, insightQueries, insightSubscriptions, insightTypes } from './insight.js';
import { programTypes } from './program.js';
import { questionMutations, questionQueries, questionTypes } from './question.js';

/** The SDL of the plugin, one root type each. */
export const typeDefs = gql`
  type Query {
    ${insightQueries}
    ${questionQueries}
  }
  type Mutation {
    ${insightMutations}
    ${questionMutations}
  }
  type Subscription {
    ${insightSubscriptions}
  }
  ${programTypes}
  ${insightTypes}
  ${questionTypes}
`;
