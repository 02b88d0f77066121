import {
  AppError,
  defineJob,
  type Granted,
  type JobDefinition,
  signWebhook,
  webhookHeaders,
  z,
} from 'tributary/sdk';
import { readSettings } from '../settings.js';
import {
  type Attempt,
  type Delivery,
  deliveries,
  deliveryWrite,
  keyOfDelivery,
  mostAttemptsKept,
} from './delivery.js';
import { noteFailure, noteSuccess } from './note-outcome.js';
import { liveSecrets, openSecrets, readWebhook, type Webhook } from './webhook.js';

const payload = z.object({ webhookId: z.uuid(), eventId: z.uuid(), attempt: z.int().min(1) });
const needs = ['store', 'http', 'keys', 'jobs', 'events', 'settings', 'clock'] as const;
type Needs = (typeof needs)[number];
type Services = Granted<Needs>;

const answerMs = 10_000;
const mostAnswerBytes = 256 * 1024;
const steps = 5;
const longestWaitMs = 3_600_000;
/** The receiver says that it wants no more (https://www.standardwebhooks.com). */
const gone = 410;

/**
 * Makes one attempt. A failed one is followed by another job, five attempts in all, each wait five times the one before
 * and half of it by chance. An attempt that ends without saying how is made again, with the same `webhook-id`.
 */
export const deliverWebhook: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'notifications.deliver',
  description: 'Makes one attempt to deliver an event to a webhook.',
  needs,
  payload,
  queue: 'notify',
  timeoutMs: 60_000,
  async run({ webhookId, eventId, attempt }, services) {
    const { store } = services;
    const found = (await store.get(deliveries, keyOfDelivery(webhookId, eventId))) as Delivery | null;
    if (!found || found.state === 'SUCCEEDED' || found.state === 'DEAD') return;
    const delivery = found.tries < attempt ? await makeAttempt(found, services) : found;
    if (delivery?.state === 'RETRYING' && delivery.tries === attempt) await tryAgain(delivery, services);
  },
});

/** The job of the next attempt at a delivery as it stands; the same one, however often it is asked for. */
export const keyOfAttempt = ({ webhookId, eventId, revision }: Delivery) =>
  `${webhookId} ${eventId} r${revision}`;

/** The delivery after the attempt; null when another attempt was recorded meanwhile. */
async function makeAttempt(delivery: Delivery, services: Services): Promise<Delivery | null> {
  const { store, settings, clock } = services;
  const webhook = await readWebhook(store, delivery.webhookId);
  if (webhook?.state !== 'ACTIVE') return record(delivery, { state: 'DEAD', reason: 'DISABLED' }, services);
  const attempt = await call(delivery, webhook, services);
  const attempts = [...delivery.attempts, attempt].slice(-mostAttemptsKept);
  const tries = delivery.tries + 1;
  const made = { attempts, tries, nextAt: null };
  const isTaken = attempt.status !== null && attempt.status >= 200 && attempt.status < 300;
  if (isTaken) {
    const ended = await record(delivery, { ...made, state: 'SUCCEEDED', reason: null }, services);
    await noteSuccess(delivery.webhookId, webhook, services);
    return ended;
  }
  // An address that may not be called is no better in an hour.
  const isGone = attempt.status === gone;
  const isFinal = attempt.error === 'SSRF_BLOCKED' || isGone || tries >= delivery.lastTry;
  const { webhookRetrySeconds, webhookMostFailures } = await readSettings(settings);
  const waitMs = waitAfter(attemptInRound(delivery), webhookRetrySeconds * 1_000);
  const ended = await record(
    delivery,
    isFinal
      ? { ...made, state: 'DEAD', reason: attempt.error ?? `HTTP ${attempt.status}` }
      : { ...made, state: 'RETRYING', nextAt: new Date(clock.now().getTime() + waitMs).toISOString() },
    services,
  );
  if (ended) await noteFailure(delivery.webhookId, { most: webhookMostFailures, isGone }, services);
  return ended;
}

/** From 1, counted anew with each replay. */
const attemptInRound = ({ tries, lastTry }: Delivery) => steps - (lastTry - tries) + 1;

/** Five times as long each time, half of it by chance so that receivers are not met by all at once. */
function waitAfter(attempt: number, baseMs: number): number {
  const whole = Math.min(baseMs * 5 ** (Math.max(1, attempt) - 1), longestWaitMs);
  return Math.round(whole / 2 + (Math.random() * whole) / 2);
}

async function call(
  { webhookId, eventId, body }: Delivery,
  webhook: Webhook,
  { http, keys, clock }: Services,
): Promise<Attempt> {
  const now = clock.now();
  const at = now.toISOString();
  const secrets = await openSecrets(keys, webhookId, liveSecrets(webhook, at));
  const timestamp = Math.floor(now.getTime() / 1000);
  const signature = await signWebhook({ id: eventId, timestamp, body }, secrets);
  const begun = performance.now();
  const end = (status: number | null, error: string | null): Attempt => ({
    at,
    durationMs: Math.round(performance.now() - begun),
    status,
    error,
  });
  try {
    const { status } = await http.fetch({
      url: webhook.url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Tributary-Webhooks',
        [webhookHeaders.id]: eventId,
        [webhookHeaders.timestamp]: String(timestamp),
        [webhookHeaders.signature]: signature,
      },
      body,
      timeoutMs: answerMs,
      maxBytes: mostAnswerBytes,
    });
    return end(status, null);
  } catch (error) {
    if (error instanceof AppError) return end(null, error.code);
    throw error;
  }
}

async function record(
  delivery: Delivery,
  change: Partial<Delivery>,
  { store, clock }: Services,
): Promise<Delivery | null> {
  const changedAt = clock.now().toISOString();
  const next = { ...delivery, ...change, changedAt, lost: 0, revision: delivery.revision + 1 };
  return (await store.change([deliveryWrite(next)])) ? next : null;
}

async function tryAgain(delivery: Delivery, { jobs, clock }: Services): Promise<void> {
  const { webhookId, eventId, tries, nextAt } = delivery;
  const delayMs = nextAt ? Math.max(0, Date.parse(nextAt) - clock.now().getTime()) : 0;
  const attempt = tries + 1;
  const key = keyOfAttempt(delivery);
  await jobs.enqueue(deliverWebhook, { webhookId, eventId, attempt }, { key, delayMs });
}
