// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, StreamResolver } from 'tributary/sdk';

export type QueryNotificationsArguments = {
  readonly first: number | null;
  readonly after?: string | null;
  readonly filter?: NotificationFilter | null;
};

export type QuerySentNotificationArguments = {
  readonly id: string;
};

export type QueryNotificationLettersArguments = {
  readonly first: number | null;
  readonly after?: string | null;
  readonly state?: 'PENDING' | 'SENT' | 'BOUNCED' | 'FAILED' | null;
};

export type QueryNotificationTemplatesArguments = {
  readonly first: number | null;
  readonly after?: string | null;
};

export type QueryWebhooksArguments = {
  readonly first: number | null;
  readonly after?: string | null;
};

export type QueryWebhookArguments = {
  readonly id: string;
};

export type QueryWebhookDeliveriesArguments = {
  readonly webhookId: string;
  readonly state?: 'PENDING' | 'RETRYING' | 'SUCCEEDED' | 'DEAD' | null;
  readonly first: number | null;
  readonly after?: string | null;
};

export type MutationMarkNotificationsReadArguments = {
  readonly input: MarkNotificationsReadInput;
};

export type MutationSetNotificationPreferencesArguments = {
  readonly input: SetNotificationPreferencesInput;
};

export type MutationNotifyArguments = {
  readonly input: NotifyInput;
};

export type MutationCancelNotificationArguments = {
  readonly input: CancelNotificationInput;
};

export type MutationPutNotificationTemplateArguments = {
  readonly input: PutNotificationTemplateInput;
};

export type MutationDeleteNotificationTemplateArguments = {
  readonly input: DeleteNotificationTemplateInput;
};

export type MutationCreateWebhookArguments = {
  readonly input: CreateWebhookInput;
};

export type MutationUpdateWebhookArguments = {
  readonly input: UpdateWebhookInput;
};

export type MutationRotateWebhookSecretArguments = {
  readonly input: RotateWebhookSecretInput;
};

export type MutationDeleteWebhookArguments = {
  readonly input: DeleteWebhookInput;
};

export type MutationReplayWebhookDeliveryArguments = {
  readonly input: ReplayWebhookDeliveryInput;
};

export type SubscriptionNotificationReceivedArguments = {
  readonly topic?: string | null;
};

export type SubscriptionNotificationProgressArguments = {
  readonly id: string;
};

export type NotificationFilter = {
  readonly unread: boolean | null;
  readonly topic?: string | null;
};

export type MarkNotificationsReadInput = {
  readonly ids?: readonly string[] | null;
  readonly all: boolean | null;
  readonly read: boolean | null;
};

export type NotificationChannel = 'IN_APP' | 'EMAIL';

export type NotificationDigest = 'NONE' | 'HOURLY' | 'DAILY';

export type QuietHoursInput = {
  readonly from: string;
  readonly to: string;
};

export type TopicPreferenceInput = {
  readonly topic: string;
  readonly channels: readonly ('IN_APP' | 'EMAIL')[];
};

export type SetNotificationPreferencesInput = {
  readonly locale?: string | null;
  readonly timeZone?: string | null;
  readonly quietHours?: QuietHoursInput | null;
  readonly digest?: 'NONE' | 'HOURLY' | 'DAILY' | null;
  readonly digestAt?: string | null;
  readonly topics?: readonly TopicPreferenceInput[] | null;
};

export type NotifyInput = {
  readonly to: readonly string[];
  readonly topic: string;
  readonly title: string;
  readonly body: string;
  readonly template?: string | null;
  readonly values?: unknown;
  readonly link?: string | null;
  readonly documentId?: string | null;
  readonly urgent: boolean | null;
  readonly idempotencyKey?: string | null;
};

export type CancelNotificationInput = {
  readonly id: string;
};

export type SentNotificationState = 'SENDING' | 'SENT' | 'CANCELLED' | 'FAILED';

export type NotificationLetterState = 'PENDING' | 'SENT' | 'BOUNCED' | 'FAILED';

export type PutNotificationTemplateInput = {
  readonly name: string;
  readonly locale: string | null;
  readonly title: string;
  readonly body: string;
};

export type DeleteNotificationTemplateInput = {
  readonly name: string;
};

export type WebhookState = 'ACTIVE' | 'DISABLED';

export type WebhookDeliveryState = 'PENDING' | 'RETRYING' | 'SUCCEEDED' | 'DEAD';

export type CreateWebhookInput = {
  readonly url: string;
  readonly topics: readonly string[];
  readonly description?: string | null;
};

export type UpdateWebhookInput = {
  readonly id: string;
  readonly url?: string | null;
  readonly topics?: readonly string[] | null;
  readonly description?: string | null;
  readonly enabled?: boolean | null;
};

export type RotateWebhookSecretInput = {
  readonly id: string;
  readonly overlapHours: number | null;
};

export type DeleteWebhookInput = {
  readonly id: string;
};

export type ReplayWebhookDeliveryInput = {
  readonly id: string;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'clock' | 'documents' | 'events' | 'http' | 'jobs' | 'keys' | 'log' | 'mail' | 'people' | 'permissions' | 'schedules' | 'settings' | 'store' | 'works'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly Query: {
    readonly notifications: Resolver<unknown, QueryNotificationsArguments, object, Context>;
    readonly unreadNotifications: Resolver<unknown, object, number, Context>;
    readonly notificationPreferences: Resolver<unknown, object, object, Context>;
    readonly sentNotification: Resolver<unknown, QuerySentNotificationArguments, object | null, Context>;
    readonly notificationLetters: Resolver<unknown, QueryNotificationLettersArguments, object, Context>;
    readonly notificationTemplates: Resolver<unknown, QueryNotificationTemplatesArguments, object, Context>;
    readonly webhooks: Resolver<unknown, QueryWebhooksArguments, object, Context>;
    readonly webhook: Resolver<unknown, QueryWebhookArguments, object | null, Context>;
    readonly webhookDeliveries: Resolver<unknown, QueryWebhookDeliveriesArguments, object, Context>;
    readonly webhookTopics: Resolver<unknown, object, readonly string[], Context>;
  };
  readonly Mutation: {
    readonly markNotificationsRead: Resolver<unknown, MutationMarkNotificationsReadArguments, object, Context>;
    readonly setNotificationPreferences: Resolver<unknown, MutationSetNotificationPreferencesArguments, object, Context>;
    readonly notify: Resolver<unknown, MutationNotifyArguments, object, Context>;
    readonly cancelNotification: Resolver<unknown, MutationCancelNotificationArguments, object, Context>;
    readonly putNotificationTemplate: Resolver<unknown, MutationPutNotificationTemplateArguments, object, Context>;
    readonly deleteNotificationTemplate: Resolver<unknown, MutationDeleteNotificationTemplateArguments, object, Context>;
    readonly createWebhook: Resolver<unknown, MutationCreateWebhookArguments, object, Context>;
    readonly updateWebhook: Resolver<unknown, MutationUpdateWebhookArguments, object, Context>;
    readonly rotateWebhookSecret: Resolver<unknown, MutationRotateWebhookSecretArguments, object, Context>;
    readonly deleteWebhook: Resolver<unknown, MutationDeleteWebhookArguments, object, Context>;
    readonly replayWebhookDelivery: Resolver<unknown, MutationReplayWebhookDeliveryArguments, object, Context>;
  };
  readonly Subscription: {
    readonly notificationReceived: StreamResolver<SubscriptionNotificationReceivedArguments, object, Context>;
    readonly notificationProgress: StreamResolver<SubscriptionNotificationProgressArguments, object, Context>;
  };
  readonly Notification?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly topic?: Resolver<Source, object, string, Context>;
    readonly title?: Resolver<Source, object, string, Context>;
    readonly body?: Resolver<Source, object, string, Context>;
    readonly link?: Resolver<Source, object, string | null, Context>;
    readonly documentId?: Resolver<Source, object, string | null, Context>;
    readonly urgent?: Resolver<Source, object, boolean, Context>;
    readonly at?: Resolver<Source, object, Date | string, Context>;
    readonly readAt?: Resolver<Source, object, Date | string | null, Context>;
  };
  readonly NotificationEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly NotificationConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly MarkNotificationsReadPayload?: {
    readonly changed?: Resolver<Source, object, number, Context>;
    readonly unread?: Resolver<Source, object, number, Context>;
  };
  readonly QuietHours?: {
    readonly from?: Resolver<Source, object, string, Context>;
    readonly to?: Resolver<Source, object, string, Context>;
  };
  readonly TopicPreference?: {
    readonly topic?: Resolver<Source, object, string, Context>;
    readonly channels?: Resolver<Source, object, readonly ('IN_APP' | 'EMAIL')[], Context>;
  };
  readonly NotificationPreferences?: {
    readonly locale?: Resolver<Source, object, string | null, Context>;
    readonly timeZone?: Resolver<Source, object, string, Context>;
    readonly quietHours?: Resolver<Source, object, object | null, Context>;
    readonly digest?: Resolver<Source, object, 'NONE' | 'HOURLY' | 'DAILY', Context>;
    readonly digestAt?: Resolver<Source, object, string, Context>;
    readonly topics?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly NotificationPreferencesPayload?: {
    readonly preferences?: Resolver<Source, object, object, Context>;
  };
  readonly SentNotification?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly topic?: Resolver<Source, object, string, Context>;
    readonly title?: Resolver<Source, object, string, Context>;
    readonly state?: Resolver<Source, object, 'SENDING' | 'SENT' | 'CANCELLED' | 'FAILED', Context>;
    readonly reason?: Resolver<Source, object, string | null, Context>;
    readonly recipients?: Resolver<Source, object, number, Context>;
    readonly reached?: Resolver<Source, object, number, Context>;
    readonly at?: Resolver<Source, object, Date | string, Context>;
    readonly by?: Resolver<Source, object, string | null, Context>;
  };
  readonly NotifyPayload?: {
    readonly notification?: Resolver<Source, object, object, Context>;
  };
  readonly NotificationLetter?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly recipient?: Resolver<Source, object, string, Context>;
    readonly notificationIds?: Resolver<Source, object, readonly string[], Context>;
    readonly state?: Resolver<Source, object, 'PENDING' | 'SENT' | 'BOUNCED' | 'FAILED', Context>;
    readonly attempts?: Resolver<Source, object, number, Context>;
    readonly code?: Resolver<Source, object, number | null, Context>;
    readonly reason?: Resolver<Source, object, string | null, Context>;
    readonly at?: Resolver<Source, object, Date | string, Context>;
    readonly endedAt?: Resolver<Source, object, Date | string | null, Context>;
  };
  readonly NotificationLetterEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly NotificationLetterConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly NotificationTemplate?: {
    readonly name?: Resolver<Source, object, string, Context>;
    readonly version?: Resolver<Source, object, number, Context>;
    readonly texts?: Resolver<Source, object, readonly object[], Context>;
    readonly places?: Resolver<Source, object, readonly string[], Context>;
    readonly updatedAt?: Resolver<Source, object, Date | string, Context>;
  };
  readonly NotificationTemplateText?: {
    readonly locale?: Resolver<Source, object, string, Context>;
    readonly title?: Resolver<Source, object, string, Context>;
    readonly body?: Resolver<Source, object, string, Context>;
  };
  readonly NotificationTemplateEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly NotificationTemplateConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly NotificationTemplatePayload?: {
    readonly template?: Resolver<Source, object, object, Context>;
  };
  readonly DeleteNotificationTemplatePayload?: {
    readonly name?: Resolver<Source, object, string, Context>;
  };
  readonly Webhook?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly url?: Resolver<Source, object, string, Context>;
    readonly topics?: Resolver<Source, object, readonly string[], Context>;
    readonly description?: Resolver<Source, object, string | null, Context>;
    readonly state?: Resolver<Source, object, 'ACTIVE' | 'DISABLED', Context>;
    readonly disabledReason?: Resolver<Source, object, string | null, Context>;
    readonly failures?: Resolver<Source, object, number, Context>;
    readonly secrets?: Resolver<Source, object, readonly object[], Context>;
    readonly createdAt?: Resolver<Source, object, Date | string, Context>;
    readonly updatedAt?: Resolver<Source, object, Date | string, Context>;
  };
  readonly WebhookSecret?: {
    readonly createdAt?: Resolver<Source, object, Date | string, Context>;
    readonly expiresAt?: Resolver<Source, object, Date | string | null, Context>;
  };
  readonly WebhookEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly WebhookConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly WebhookDelivery?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly eventId?: Resolver<Source, object, string, Context>;
    readonly topic?: Resolver<Source, object, string, Context>;
    readonly state?: Resolver<Source, object, 'PENDING' | 'RETRYING' | 'SUCCEEDED' | 'DEAD', Context>;
    readonly reason?: Resolver<Source, object, string | null, Context>;
    readonly tries?: Resolver<Source, object, number, Context>;
    readonly attempts?: Resolver<Source, object, readonly object[], Context>;
    readonly nextAt?: Resolver<Source, object, Date | string | null, Context>;
    readonly createdAt?: Resolver<Source, object, Date | string, Context>;
  };
  readonly WebhookAttempt?: {
    readonly at?: Resolver<Source, object, Date | string, Context>;
    readonly durationMs?: Resolver<Source, object, number, Context>;
    readonly status?: Resolver<Source, object, number | null, Context>;
    readonly error?: Resolver<Source, object, string | null, Context>;
  };
  readonly WebhookDeliveryEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly WebhookDeliveryConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly WebhookPayload?: {
    readonly webhook?: Resolver<Source, object, object, Context>;
  };
  readonly WebhookSecretPayload?: {
    readonly webhook?: Resolver<Source, object, object, Context>;
    readonly secret?: Resolver<Source, object, string, Context>;
    readonly previousExpiresAt?: Resolver<Source, object, Date | string | null, Context>;
  };
  readonly DeleteWebhookPayload?: {
    readonly id?: Resolver<Source, object, string, Context>;
  };
  readonly WebhookDeliveryPayload?: {
    readonly delivery?: Resolver<Source, object, object, Context>;
  };
  readonly MarkNotificationsReadResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly SetNotificationPreferencesResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly NotifyResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly NotificationTemplateResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly DeleteNotificationTemplateResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly WebhookResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly WebhookSecretResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly DeleteWebhookResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly WebhookDeliveryResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
};
