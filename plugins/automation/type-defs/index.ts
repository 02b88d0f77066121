import { gql } from 'tributary/sdk';
import { runMutations, runQueries, runSubscriptions, runTypes } from './run-type-defs.js';
import { workflowMutations, workflowQueries, workflowTypes } from './workflow-type-defs.js';

/** The SDL of the plugin, one root type each. */
export const typeDefs = gql`
  type Query {
    ${workflowQueries}
    ${runQueries}
  }
  type Mutation {
    ${workflowMutations}
    ${runMutations}
  }
  type Subscription {
    ${runSubscriptions}
  }
  ${workflowTypes}
  ${runTypes}
`;
