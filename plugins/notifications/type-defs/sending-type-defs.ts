import { gql } from 'tributary/sdk';

export const sendingQueries = gql`
    "A notification that the caller sent; for notifications:manage everybody's. Null for another's."
    sentNotification("The id." id: ID!): SentNotification
    "Letters and how the mail server took them, newest first. Needs notifications:manage."
    notificationLetters(
      "How many, 100 at most."
      first: Int = 20
      "After this place."
      after: Cursor
      "Only those."
      state: NotificationLetterState
    ): NotificationLetterConnection! @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
    "The tenant's templates, by name. Needs notifications:send."
    notificationTemplates(
      "How many, 100 at most."
      first: Int = 20
      "After this place."
      after: Cursor
    ): NotificationTemplateConnection! @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
`;

export const sendingMutations = gql`
    "Sends a notification to people, and to the webhooks of its topic. It returns at once; ten thousand recipients are no more work for the caller than one. Needs notifications:send."
    notify("What, and to whom." input: NotifyInput!): NotifyResult!
    "Stops a notification where it is; who has it keeps it. For who sent it, or has notifications:manage."
    cancelNotification("Which." input: CancelNotificationInput!): NotifyResult!
    "Writes a template, or a language of it, as its next version. Needs notifications:manage."
    putNotificationTemplate("What." input: PutNotificationTemplateInput!): NotificationTemplateResult!
    "Deletes a template; what was sent with it stays. Needs notifications:manage."
    deleteNotificationTemplate("Which." input: DeleteNotificationTemplateInput!): DeleteNotificationTemplateResult!
`;

/** What is sent, and how far it has come. */
export const sendingTypes = gql`
  "What is sent to whom."
  input NotifyInput {
    "user:<id>, group:<id>, role:<role> (such as role:admin) or tenant; 1,000 entries at most."
    to: [String!]!
    "What it is about: lower-case words with dots, such as news.release."
    topic: String!
    "The title, one line."
    title: String!
    "The text, 5,000 characters at most."
    body: String! = ""
    "A template, whose text is taken instead."
    template: String
    "The values of the template's places."
    values: JSON
    "Where more is to be seen: an address, or a path that begins with /."
    link: String
    "What it is about; only who may read it gets the notification."
    documentId: ID
    "Waits for no end of quiet hours and no digest, and comes by e-mail where nothing else is chosen."
    urgent: Boolean = false
    "The same key of the same topic is the same notification."
    idempotencyKey: String
  }

  "Which is stopped."
  input CancelNotificationInput {
    "The notification."
    id: ID!
  }

  "How far a notification has come."
  enum SentNotificationState {
    "It is being brought to its recipients."
    SENDING
    "All have had their turn."
    SENT
    "It was stopped."
    CANCELLED
    "It could not go on; the reason says why."
    FAILED
  }

  "A notification as its sender sees it."
  type SentNotification {
    "The id."
    id: ID!
    "What it is about."
    topic: String!
    "The title."
    title: String!
    "How far it has come."
    state: SentNotificationState!
    "Why it failed."
    reason: String
    "How many people it was for when it was sent."
    recipients: Int!
    "How many of them have had their turn."
    reached: Int!
    "When it was sent."
    at: DateTime!
    "Who sent it; null for the system."
    by: String
  }

  "The notification as it stands."
  type NotifyPayload {
    "The notification."
    notification: SentNotification!
  }
  "What came of it."
  union NotifyResult = NotifyPayload | InvalidInput | NotFound | Forbidden | Conflict

  "How the mail server took a letter."
  enum NotificationLetterState {
    "It waits, or is tried again."
    PENDING
    "The server took it."
    SENT
    "The server refused it for good (5xx)."
    BOUNCED
    "It was tried five times, or nothing was left to send."
    FAILED
  }

  "A letter to one person."
  type NotificationLetter {
    "The id."
    id: ID!
    "Whom it is to."
    recipient: String!
    "What it tells, several in a digest."
    notificationIds: [ID!]! @listSize(assumedSize: 20)
    "How the mail server took it."
    state: NotificationLetterState!
    "How often it was tried."
    attempts: Int!
    "The code that the server answered with last."
    code: Int
    "Its words, without addresses."
    reason: String
    "When it was made."
    at: DateTime!
    "When it was taken, refused or given up."
    endedAt: DateTime
  }
  "A letter and its place in the list."
  type NotificationLetterEdge {
    "The place."
    cursor: Cursor!
    "The letter."
    node: NotificationLetter!
  }
  "A page of letters."
  type NotificationLetterConnection {
    "The letters."
    nodes: [NotificationLetter!]!
    "The letters with their places."
    edges: [NotificationLetterEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }

  "A text with places for values, such as {{invoice}}."
  type NotificationTemplate {
    "The name."
    name: String!
    "From 1; each change makes the next."
    version: Int!
    "By language; who reads in another gets the first."
    texts: [NotificationTemplateText!]! @listSize(assumedSize: 10)
    "The values that it wants."
    places: [String!]! @listSize(assumedSize: 20)
    "When it was last changed."
    updatedAt: DateTime!
  }
  "The text of a template in a language."
  type NotificationTemplateText {
    "The language, such as en or de-AT."
    locale: String!
    "The title, one line."
    title: String!
    "The text."
    body: String!
  }
  "A template and its place in the list."
  type NotificationTemplateEdge {
    "The place."
    cursor: Cursor!
    "The template."
    node: NotificationTemplate!
  }
  "A page of templates."
  type NotificationTemplateConnection {
    "The templates."
    nodes: [NotificationTemplate!]!
    "The templates with their places."
    edges: [NotificationTemplateEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }

  "What is written."
  input PutNotificationTemplateInput {
    "The name: lower-case letters, digits and . -"
    name: String!
    "The language; the others stay as they are."
    locale: String = "en"
    "The title, one line."
    title: String!
    "The text; {{name}} is a place for the value of that name."
    body: String!
  }
  "Which is deleted."
  input DeleteNotificationTemplateInput {
    "The name."
    name: String!
  }
  "The template as it stands."
  type NotificationTemplatePayload {
    "The template."
    template: NotificationTemplate!
  }
  "What came of it."
  union NotificationTemplateResult = NotificationTemplatePayload | InvalidInput | NotFound | Forbidden | Conflict
  "What was deleted."
  type DeleteNotificationTemplatePayload {
    "The name."
    name: String!
  }
  "What came of it."
  union DeleteNotificationTemplateResult = DeleteNotificationTemplatePayload | InvalidInput | NotFound | Forbidden | Conflict
`;
