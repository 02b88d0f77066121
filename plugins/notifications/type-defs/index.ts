import { gql } from 'tributary/sdk';
import { inboxQueries, inboxTypes } from './inbox-type-defs.js';
import { sendingMutations, sendingQueries, sendingTypes } from './sending-type-defs.js';
import { webhookMutations, webhookQueries, webhookTypes } from './webhook-type-defs.js';

/** The SDL of the plugin, one root type each. */
export const typeDefs = gql`
  type Query {
    ${inboxQueries}
    ${sendingQueries}
    ${webhookQueries}
  }
  type Mutation {
    "Marks the caller's notifications as read, or as unread."
    markNotificationsRead("Which." input: MarkNotificationsReadInput!): MarkNotificationsReadResult!
    "Sets how the caller wants to be told of what; what is not given stays."
    setNotificationPreferences("What." input: SetNotificationPreferencesInput!): SetNotificationPreferencesResult!
    ${sendingMutations}
    ${webhookMutations}
  }
  type Subscription {
    "Each notification of the caller as it arrives, from now on."
    notificationReceived("Only of this topic, or of those below it (automation.*)." topic: String): Notification!
    "How many of its recipients a notification has reached: now, and each time it has reached more, until all have had it. For who sent it, or has notifications:manage."
    notificationProgress("The notification." id: ID!): SentNotification!
  }
  ${inboxTypes}
  ${sendingTypes}
  ${webhookTypes}
`;
