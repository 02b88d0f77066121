import type { Resolvers } from '../schema.types.js';
import { inboxMutations, inboxQueries, notificationReceived } from './inbox-resolvers.js';
import { letterQueries } from './letter-resolvers.js';
import { notificationProgress, sendingMutations, sendingQueries } from './sending-resolvers.js';
import { templateMutations, templateQueries } from './template-resolvers.js';
import { webhookMutations, webhookQueries } from './webhook-resolvers.js';

export const resolvers: Resolvers = {
  Query: { ...inboxQueries, ...letterQueries, ...sendingQueries, ...templateQueries, ...webhookQueries },
  Mutation: { ...inboxMutations, ...sendingMutations, ...templateMutations, ...webhookMutations },
  Subscription: { notificationReceived, notificationProgress },
};
