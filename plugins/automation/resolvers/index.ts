import type { Resolvers } from '../schema.types.js';
import { runFields } from './run-fields.js';
import { runMutations, runQueries, runSubscriptions } from './run-resolvers.js';
import { workflowFields, workflowMutations, workflowQueries } from './workflow-resolvers.js';

export const resolvers: Resolvers = {
  Query: { ...workflowQueries, ...runQueries },
  Mutation: { ...workflowMutations, ...runMutations },
  Subscription: runSubscriptions,
  Workflow: workflowFields,
  WorkflowRun: runFields,
};
