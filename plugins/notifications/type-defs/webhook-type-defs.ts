import { gql } from 'tributary/sdk';

export const webhookQueries = gql`
    "The tenant's webhooks, in the order in which they were made. Needs notifications:manage."
    webhooks(
      "How many, 100 at most."
      first: Int = 20
      "After this place."
      after: Cursor
    ): WebhookConnection! @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
    "A webhook by its id; null when there is none. Needs notifications:manage."
    webhook("The id." id: ID!): Webhook
    "What was brought, or is on its way, to a webhook, newest first. Needs notifications:manage."
    webhookDeliveries(
      "The webhook."
      webhookId: ID!
      "Only those; DEAD are the ones that were given up."
      state: WebhookDeliveryState
      "How many, 100 at most."
      first: Int = 20
      "After this place."
      after: Cursor
    ): WebhookDeliveryConnection! @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
    "The domain events that webhooks can be told of, beside the topics of notifications."
    webhookTopics: [String!]! @listSize(assumedSize: 30)
`;

export const webhookMutations = gql`
    "Registers an address that is told of topics by signed calls (Standard Webhooks). Its secret is in this answer and nowhere else. Needs notifications:manage."
    createWebhook("What." input: CreateWebhookInput!): WebhookSecretResult!
    "Changes a webhook; what is not given stays. Switching it on counts its failures anew. Needs notifications:manage."
    updateWebhook("What." input: UpdateWebhookInput!): WebhookResult!
    "Makes a new secret. Both sign until the old one's time is over. Needs notifications:manage."
    rotateWebhookSecret("Which." input: RotateWebhookSecretInput!): WebhookSecretResult!
    "Deletes a webhook with its deliveries. Needs notifications:manage."
    deleteWebhook("Which." input: DeleteWebhookInput!): DeleteWebhookResult!
    "Sends a delivery once more, with the same webhook-id and five attempts. Needs notifications:manage."
    replayWebhookDelivery("Which." input: ReplayWebhookDeliveryInput!): WebhookDeliveryResult!
`;

/** Whom the tenant tells, and what became of it. */
export const webhookTypes = gql`
  "Whether a webhook is told of anything."
  enum WebhookState {
    "It is."
    ACTIVE
    "It was switched off, by an administrator or because it failed too often."
    DISABLED
  }

  "An address that is told of topics."
  type Webhook {
    "The id."
    id: ID!
    "The address."
    url: String!
    "Topics, all below one (document.*), or all (*)."
    topics: [String!]! @listSize(assumedSize: 10)
    "What it is for."
    description: String
    "Whether it is told."
    state: WebhookState!
    "Why it is not."
    disabledReason: String
    "Attempts that failed, one after another, since the last that did not."
    failures: Int!
    "The secrets that sign now: one, or two while one is being replaced."
    secrets: [WebhookSecret!]! @listSize(assumedSize: 2)
    "When it was made."
    createdAt: DateTime!
    "When it was last changed."
    updatedAt: DateTime!
  }
  "When a secret was made, and until when it signs; not the secret."
  type WebhookSecret {
    "When it was made."
    createdAt: DateTime!
    "Null for the newest."
    expiresAt: DateTime
  }
  "A webhook and its place in the list."
  type WebhookEdge {
    "The place."
    cursor: Cursor!
    "The webhook."
    node: Webhook!
  }
  "A page of webhooks."
  type WebhookConnection {
    "The webhooks."
    nodes: [Webhook!]!
    "The webhooks with their places."
    edges: [WebhookEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }

  "How a delivery stands."
  enum WebhookDeliveryState {
    "It waits for its first attempt."
    PENDING
    "An attempt failed; the next one follows."
    RETRYING
    "The receiver answered with 2xx."
    SUCCEEDED
    "It was given up; it can be replayed."
    DEAD
  }

  "One event on its way to one webhook. Deliveries may overtake each other: their order is not promised."
  type WebhookDelivery {
    "The id."
    id: ID!
    "The header webhook-id, the same on every attempt."
    eventId: ID!
    "The topic."
    topic: String!
    "How it stands."
    state: WebhookDeliveryState!
    "Why it was given up."
    reason: String
    "How many attempts were made."
    tries: Int!
    "The newest attempts, 20 at most, oldest first."
    attempts: [WebhookAttempt!]! @listSize(assumedSize: 20)
    "When the next attempt is made."
    nextAt: DateTime
    "When it was made."
    createdAt: DateTime!
  }
  "One attempt. What the receiver said is not kept, but for its code."
  type WebhookAttempt {
    "When."
    at: DateTime!
    "How long it took."
    durationMs: Int!
    "The HTTP status of the answer; null when there was none."
    status: Int
    "Why there was none, a code of the error catalogue."
    error: String
  }
  "A delivery and its place in the list."
  type WebhookDeliveryEdge {
    "The place."
    cursor: Cursor!
    "The delivery."
    node: WebhookDelivery!
  }
  "A page of deliveries."
  type WebhookDeliveryConnection {
    "The deliveries."
    nodes: [WebhookDelivery!]!
    "The deliveries with their places."
    edges: [WebhookDeliveryEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }

  "What is registered."
  input CreateWebhookInput {
    "An http or https address of a public host; checked now, and again with each call."
    url: String!
    "Topics, all below one (document.*), or all (*)."
    topics: [String!]!
    "What it is for."
    description: String
  }
  "What is changed; what is not given stays."
  input UpdateWebhookInput {
    "The webhook."
    id: ID!
    "The address."
    url: String
    "Topics, all below one (document.*), or all (*)."
    topics: [String!]
    "What it is for."
    description: String
    "Whether it is told."
    enabled: Boolean
  }
  "Whose secret is replaced."
  input RotateWebhookSecretInput {
    "The webhook."
    id: ID!
    "For how long the old secret signs too; 720 at most."
    overlapHours: Int = 24
  }
  "Which is deleted."
  input DeleteWebhookInput {
    "The webhook."
    id: ID!
  }
  "Which is sent once more."
  input ReplayWebhookDeliveryInput {
    "The delivery."
    id: ID!
  }

  "The webhook as it stands."
  type WebhookPayload {
    "The webhook."
    webhook: Webhook!
  }
  "What came of it."
  union WebhookResult = WebhookPayload | InvalidInput | NotFound | Forbidden | Conflict
  "The webhook and its new secret."
  type WebhookSecretPayload {
    "The webhook."
    webhook: Webhook!
    "The secret, shown here alone."
    secret: String!
    "Until when the one before signs too; null for a new webhook."
    previousExpiresAt: DateTime
  }
  "What came of it."
  union WebhookSecretResult = WebhookSecretPayload | InvalidInput | NotFound | Forbidden | Conflict
  "What was deleted."
  type DeleteWebhookPayload {
    "The webhook."
    id: ID!
  }
  "What came of it."
  union DeleteWebhookResult = DeleteWebhookPayload | InvalidInput | NotFound | Forbidden | Conflict
  "The delivery as it stands."
  type WebhookDeliveryPayload {
    "The delivery."
    delivery: WebhookDelivery!
  }
  "What came of it."
  union WebhookDeliveryResult = WebhookDeliveryPayload | InvalidInput | NotFound | Forbidden | Conflict
`;
