import { connectionOf, outcomeOf, pageRequest, parseInput, storedPage, z } from 'tributary/sdk';
import type { Context, Resolvers } from '../schema.types.js';
import { uuid } from '../topic.js';
import {
  type Changing,
  createWebhook,
  deleteWebhook,
  replayDelivery,
  rotateSecret,
  updateWebhook,
} from '../webhooks/change-webhooks.js';
import { type Delivery, deliveries, deliveryStates, idOfDelivery } from '../webhooks/delivery.js';
import { toldEvents } from '../webhooks/tell-event.js';
import {
  allWebhooks,
  liveSecrets,
  readWebhook,
  topicPatterns,
  type Webhook,
  webhookDescription,
  webhookUrl,
} from '../webhooks/webhook.js';

const creation = z.object({
  url: webhookUrl,
  topics: topicPatterns,
  description: webhookDescription.nullish().transform((text) => text ?? null),
});
const update = z.object({
  id: uuid,
  url: webhookUrl.nullish(),
  topics: topicPatterns.nullish(),
  description: webhookDescription.nullish(),
  enabled: z.boolean().nullish(),
});
const rotation = z.object({
  id: uuid,
  overlapHours: z
    .int()
    .min(0)
    .max(720)
    .nullish()
    .transform((hours) => hours ?? 24),
});

const changing = ({ store, keys, http, jobs, schedules, clock, request }: Context): Changing => ({
  store,
  keys,
  http,
  jobs,
  schedules,
  clock,
  actor: request.actor,
});
const view = (id: string, webhook: Webhook, now: Date) => {
  const { secrets: _, createdBy: __, revision: ___, ...shown } = webhook;
  const secrets = liveSecrets(webhook, now.toISOString());
  return { id, ...shown, secrets: secrets.map(({ createdAt, expiresAt }) => ({ createdAt, expiresAt })) };
};
const deliveryView = (delivery: Delivery) => {
  const { eventId, topic, state, reason, tries, attempts, nextAt, createdAt } = delivery;
  return { id: idOfDelivery(delivery), eventId, topic, state, reason, tries, attempts, nextAt, createdAt };
};

/** A mutation of who manages what the tenant tells others. */
const change = <Payload extends { readonly __typename: string }>(
  { permissions }: Context,
  work: () => Promise<Payload>,
) =>
  outcomeOf(async () => {
    await permissions.expect('notifications:manage');
    return work();
  });

export const webhookQueries: Pick<
  Resolvers['Query'],
  'webhooks' | 'webhook' | 'webhookDeliveries' | 'webhookTopics'
> = {
  async webhooks(_parent, page, { store, permissions, clock }) {
    await permissions.expect('notifications:manage');
    const { first, after } = pageRequest(page);
    const all = await allWebhooks(store);
    const rest = after === null ? all : all.filter(({ id }) => id > after);
    const items = rest
      .slice(0, first)
      .map(({ id, webhook }) => ({ key: id, node: view(id, webhook, clock.now()) }));
    return connectionOf(items, { totalCount: all.length, hasNextPage: rest.length > first, after });
  },
  async webhook(_parent, { id }, { store, permissions, clock }) {
    await permissions.expect('notifications:manage');
    const webhook = await readWebhook(store, id);
    return webhook && view(id.toLowerCase(), webhook, clock.now());
  },
  async webhookDeliveries(_parent, { webhookId, state, ...page }, { store, permissions }) {
    await permissions.expect('notifications:manage');
    const id = parseInput(uuid, webhookId, 'webhookId');
    const wanted = parseInput(z.enum(deliveryStates).nullish(), state, 'state');
    const request = pageRequest(page);
    const where = { webhookId: id, ...(wanted ? { state: wanted } : {}) };
    const { items, ...rest } = await storedPage(store, deliveries, { where }, request);
    const shown = items.map(({ key, value }) => ({ key, node: deliveryView(value as Delivery) }));
    return connectionOf(shown, { ...rest, after: request.after });
  },
  webhookTopics: () => [...toldEvents],
};

export const webhookMutations: Pick<
  Resolvers['Mutation'],
  'createWebhook' | 'updateWebhook' | 'rotateWebhookSecret' | 'deleteWebhook' | 'replayWebhookDelivery'
> = {
  createWebhook: (_parent, { input }, context) =>
    change(context, async () => {
      const { id, webhook, secret } = await createWebhook(changing(context), parseInput(creation, input));
      const shown = view(id, webhook, context.clock.now());
      return { __typename: 'WebhookSecretPayload', webhook: shown, secret, previousExpiresAt: null };
    }),
  updateWebhook: (_parent, { input }, context) =>
    change(context, async () => {
      const { id, ...rest } = parseInput(update, input);
      const set = Object.fromEntries(
        Object.entries(rest).filter(([, value]) => value !== null && value !== undefined),
      );
      const webhook = await updateWebhook(changing(context), id, set);
      return { __typename: 'WebhookPayload', webhook: view(id, webhook, context.clock.now()) };
    }),
  rotateWebhookSecret: (_parent, { input }, context) =>
    change(context, async () => {
      const { id, overlapHours } = parseInput(rotation, input);
      const { webhook, ...rest } = await rotateSecret(changing(context), id, overlapHours);
      return { __typename: 'WebhookSecretPayload', webhook: view(id, webhook, context.clock.now()), ...rest };
    }),
  deleteWebhook: (_parent, { input }, context) =>
    change(context, async () => {
      const id = parseInput(uuid, input.id, 'input.id');
      await deleteWebhook(changing(context), id);
      return { __typename: 'DeleteWebhookPayload', id };
    }),
  replayWebhookDelivery: (_parent, { input }, context) =>
    change(context, async () => {
      const delivery = await replayDelivery(changing(context), input.id);
      return { __typename: 'WebhookDeliveryPayload', delivery: deliveryView(delivery) };
    }),
};
