import { gql } from 'tributary/sdk';

export const inboxQueries = gql`
    "The caller's notifications, newest first."
    notifications(
      "How many, 100 at most."
      first: Int = 20
      "After this place."
      after: Cursor
      "Which."
      filter: NotificationFilter
    ): NotificationConnection! @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
    "How many of the caller's notifications are unread."
    unreadNotifications: Int!
    "How the caller wants to be told of what."
    notificationPreferences: NotificationPreferences!
`;

/** What a person gets, and how. */
export const inboxTypes = gql`
  "Which notifications."
  input NotificationFilter {
    "Only those that are unread."
    unread: Boolean = false
    "Only of this topic."
    topic: String
  }

  "One person's copy of a notification."
  type Notification {
    "The id of the notification, the same for everybody who gets it."
    id: ID!
    "What it is about, such as automation.workflow."
    topic: String!
    "The title, in the reader's language where there is one."
    title: String!
    "The text."
    body: String!
    "Where more is to be seen: an address, or a path of the product."
    link: String
    "The document that it is about, if it is about one."
    documentId: ID
    "Whether it waits for nothing."
    urgent: Boolean!
    "When it was sent."
    at: DateTime!
    "When it was read; null while it is unread."
    readAt: DateTime
  }

  "A notification and its place in the list."
  type NotificationEdge {
    "The place."
    cursor: Cursor!
    "The notification."
    node: Notification!
  }

  "A page of notifications. Those about documents that may not be read any more are left out."
  type NotificationConnection {
    "The notifications."
    nodes: [Notification!]!
    "The notifications with their places."
    edges: [NotificationEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }

  "What is marked."
  input MarkNotificationsReadInput {
    "These, 100 at most."
    ids: [ID!]
    "All that are unread."
    all: Boolean = false
    "False: as unread."
    read: Boolean = true
  }

  "The inbox after it."
  type MarkNotificationsReadPayload {
    "How many were changed."
    changed: Int!
    "How many are unread now."
    unread: Int!
  }
  "What came of it."
  union MarkNotificationsReadResult = MarkNotificationsReadPayload | InvalidInput | NotFound | Forbidden | Conflict

  "How something reaches a person."
  enum NotificationChannel {
    "The list of notifications and its subscription."
    IN_APP
    "A letter."
    EMAIL
  }

  "Whether letters are gathered."
  enum NotificationDigest {
    "Each as it comes."
    NONE
    "One letter an hour, at the full hour."
    HOURLY
    "One letter a day, at the time that is set."
    DAILY
  }

  "Hours in which only what is urgent arrives; they may begin before midnight."
  type QuietHours {
    "From, as 22:00."
    from: String!
    "To, as 07:00."
    to: String!
  }
  "Hours in which only what is urgent arrives; they may begin before midnight."
  input QuietHoursInput {
    "From, as 22:00."
    from: String!
    "To, as 07:00."
    to: String!
  }

  "How a topic reaches a person."
  type TopicPreference {
    "A topic, all below one (automation.*), or all (*)."
    topic: String!
    "By what; nothing: not at all."
    channels: [NotificationChannel!]! @listSize(assumedSize: 2)
  }
  "How a topic reaches a person."
  input TopicPreferenceInput {
    "A topic, all below one (automation.*), or all (*)."
    topic: String!
    "By what; nothing: not at all."
    channels: [NotificationChannel!]!
  }

  "How a person wants to be told of what."
  type NotificationPreferences {
    "The language of templates; null: their first."
    locale: String
    "The time zone of the hours, such as Europe/Berlin."
    timeZone: String!
    "Null: none."
    quietHours: QuietHours
    "Whether letters are gathered."
    digest: NotificationDigest!
    "When the daily letter comes, as 08:00."
    digestAt: String!
    "By topic, the first that fits; what fits none reaches the person in the list, and by e-mail when it is urgent."
    topics: [TopicPreference!]! @listSize(assumedSize: 20)
  }

  "What is set; what is not given stays."
  input SetNotificationPreferencesInput {
    "The language of templates; null: their first."
    locale: String
    "The time zone of the hours, such as Europe/Berlin."
    timeZone: String
    "Null: none."
    quietHours: QuietHoursInput
    "Whether letters are gathered."
    digest: NotificationDigest
    "When the daily letter comes, as 08:00."
    digestAt: String
    "All of them, 100 at most."
    topics: [TopicPreferenceInput!]
  }

  "The preferences as they stand."
  type NotificationPreferencesPayload {
    "The preferences."
    preferences: NotificationPreferences!
  }
  "What came of it."
  union SetNotificationPreferencesResult = NotificationPreferencesPayload | InvalidInput | NotFound | Forbidden | Conflict
`;
