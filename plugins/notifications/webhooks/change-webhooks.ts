import { AppError, type AuditedChange, type Granted, newWebhookSecret } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { keepUp } from '../upkeep/upkeep.js';
import { deliverWebhook, keyOfAttempt } from './deliver-webhook.js';
import {
  attemptsEach,
  type Delivery,
  deliveries,
  deliveriesOf,
  deliveryWrite,
  readDelivery,
} from './delivery.js';
import {
  changeWebhook,
  keepSecret,
  liveSecrets,
  mostWebhooks,
  noWebhook,
  readWebhook,
  type Webhook,
  webhooks,
  webhookWrite,
} from './webhook.js';

/** Whoever changes webhooks. */
export interface Changing extends Granted<'store' | 'keys' | 'http' | 'jobs' | 'schedules' | 'clock'> {
  readonly actor: string;
}

const audit = (action: string, id: string, body: Record<string, unknown> = {}): AuditedChange => ({
  action,
  subjects: [{ type: 'Webhook', id }],
  body,
});
const hourMs = 3_600_000;

/** Errors: `SSRF_BLOCKED`, `BAD_USER_INPUT` for a name that nobody knows. */
async function expectPublic(http: Changing['http'], url: string): Promise<void> {
  await http.check(url).catch((cause: unknown) => {
    if (!(cause instanceof AppError) || cause.code !== 'HTTP_FAILED') throw cause;
    throw new AppError('BAD_USER_INPUT', { reason: 'url: the name of its host is not known' }, { cause });
  });
}

/** The secret is known here alone. Errors: `SSRF_BLOCKED`, `BAD_USER_INPUT`, `CONFLICT` (there are too many). */
export async function createWebhook(
  { store, keys, http, clock, actor }: Changing,
  { url, topics, description }: Pick<Webhook, 'url' | 'topics' | 'description'>,
): Promise<{ id: string; webhook: Webhook; secret: string }> {
  await expectPublic(http, url);
  if ((await store.count(webhooks, { prefix: '' })) >= mostWebhooks)
    throw new AppError('CONFLICT', { reason: `There are ${mostWebhooks} webhooks already; delete one` });
  const [id, secret, at] = [newId(), newWebhookSecret(), clock.now().toISOString()];
  const webhook: Webhook = {
    url,
    topics,
    description,
    state: 'ACTIVE',
    disabledReason: null,
    failures: 0,
    secrets: [await keepSecret(keys, id, { secret, at })],
    createdBy: actor,
    createdAt: at,
    updatedAt: at,
    revision: 1,
  };
  await store.change([webhookWrite(id, webhook)], audit('createWebhook', id, { topics }));
  return { id, webhook, secret };
}

/** Switching it on counts its failures anew. Errors: `NOT_FOUND`, `SSRF_BLOCKED`. */
export async function updateWebhook(
  { store, http, clock }: Changing,
  id: string,
  { enabled, ...given }: Partial<Pick<Webhook, 'url' | 'topics' | 'description'>> & { enabled?: boolean },
): Promise<Webhook> {
  if (given.url !== undefined) await expectPublic(http, given.url);
  const on = { state: 'ACTIVE', disabledReason: null, failures: 0 } as const;
  const off = { state: 'DISABLED', disabledReason: 'An administrator switched it off.' } as const;
  return changeWebhook(
    id,
    store,
    () => ({
      ...given,
      ...(enabled === undefined ? {} : enabled ? on : off),
      updatedAt: clock.now().toISOString(),
    }),
    (items) => store.change(items, audit('updateWebhook', id, { changed: Object.keys(given), enabled })),
  );
}

/** Both secrets sign until the old one's time is over. Errors: `NOT_FOUND`. */
export async function rotateSecret(
  { store, keys, clock }: Changing,
  id: string,
  overlapHours: number,
): Promise<{ webhook: Webhook; secret: string; previousExpiresAt: string }> {
  const now = clock.now();
  const [secret, at] = [newWebhookSecret(), now.toISOString()];
  const previousExpiresAt = new Date(now.getTime() + overlapHours * hourMs).toISOString();
  if (!(await readWebhook(store, id))) throw noWebhook();
  const kept = await keepSecret(keys, id, { secret, at });
  const webhook = await changeWebhook(
    id,
    store,
    (before) => {
      // Of two that live already the older one goes.
      const newest = liveSecrets(before, at).find(({ expiresAt }) => expiresAt === null);
      const old = newest ? [{ ...newest, expiresAt: previousExpiresAt }] : [];
      return { secrets: [kept, ...old], updatedAt: at };
    },
    (items) => store.change(items, audit('rotateWebhookSecret', id, { previousExpiresAt })),
  );
  return { webhook, secret, previousExpiresAt };
}

const batch = 100;

/** With its deliveries. Errors: `NOT_FOUND`. */
export async function deleteWebhook({ store }: Changing, id: string): Promise<void> {
  if (!(await readWebhook(store, id))) throw noWebhook();
  await store.change([{ collection: webhooks, key: id }], audit('deleteWebhook', id));
  const prefix = deliveriesOf(id);
  for (let found = batch; found === batch; ) {
    const page = await store.list(deliveries, { first: batch, prefix });
    found = page.length;
    if (found > 0) await store.change(page.map(({ key }) => ({ collection: deliveries, key })));
  }
}

/** Sends it once more, with the same id and five attempts. Errors: `NOT_FOUND`, `CONFLICT`. */
export async function replayDelivery(
  { store, jobs, schedules, clock }: Changing,
  id: string,
): Promise<Delivery> {
  const delivery = await readDelivery(store, id);
  const { webhookId, eventId, tries } = delivery;
  const webhook = await readWebhook(store, webhookId);
  if (webhook?.state !== 'ACTIVE')
    throw new AppError('CONFLICT', { reason: 'The webhook is switched off; switch it on first' });
  if (delivery.state === 'PENDING' || delivery.state === 'RETRYING')
    throw new AppError('CONFLICT', { reason: 'The delivery is still being tried' });
  const next: Delivery = {
    ...delivery,
    state: 'PENDING',
    reason: null,
    lastTry: tries + attemptsEach,
    changedAt: clock.now().toISOString(),
    lost: 0,
    revision: delivery.revision + 1,
  };
  // Whatever becomes of this process, the job is found to be missing.
  await keepUp(schedules);
  const isWritten = await store.change(
    [deliveryWrite(next)],
    audit('replayWebhookDelivery', webhookId, { eventId }),
  );
  if (!isWritten) throw new AppError('CONFLICT', { reason: 'The delivery is being changed by others' });
  const attempt = tries + 1;
  await jobs.enqueue(deliverWebhook, { webhookId, eventId, attempt }, { key: keyOfAttempt(next) });
  return next;
}
