import { AppError, type KeysService, type StoreService, type StoreWrite, z } from 'tributary/sdk';
import { line, topicPattern } from '../topic.js';

export const topicPatterns = z.array(topicPattern).min(1).max(50);
export const webhookUrl = z.string().min(1).max(2_000);
export const webhookDescription = line(200);

/** A secret, encrypted by the tenant's key. */
export interface KeptSecret {
  readonly cipher: string;
  readonly createdAt: string;
  /** From then on nothing is signed with it; null for the newest. */
  readonly expiresAt: string | null;
}

/** Where the tenant wants to be told of topics. */
export interface Webhook {
  readonly url: string;
  readonly topics: readonly string[];
  readonly description: string | null;
  readonly state: 'ACTIVE' | 'DISABLED';
  readonly disabledReason: string | null;
  /** Attempts that failed, one after another, since the last that did not. */
  readonly failures: number;
  readonly secrets: readonly KeptSecret[];
  /** Documents that not everybody may read are told of only if this actor may. */
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** From 1; each change makes the next. */
  readonly revision: number;
}

export const webhooks = 'webhooks';
export const mostWebhooks = 50;
const mostTries = 5;

export const webhookWrite = (id: string, value: Webhook): StoreWrite => ({
  collection: webhooks,
  key: id,
  value,
  version: value.revision,
  replaces: value.revision - 1,
});

export const noWebhook = () => new AppError('NOT_FOUND', { thing: 'The webhook' });

export async function readWebhook(store: Pick<StoreService, 'get'>, id: string): Promise<Webhook | null> {
  return (await store.get(webhooks, id.toLowerCase())) as Webhook | null;
}

/** All of the tenant, in the order in which they were made. */
export async function allWebhooks(
  store: Pick<StoreService, 'list'>,
): Promise<{ id: string; webhook: Webhook }[]> {
  const kept = await store.list(webhooks, { first: mostWebhooks });
  return kept.map(({ key, value }) => ({ id: key, webhook: value as Webhook }));
}

/**
 * Changes a webhook as it stands; `decide` sees it again when somebody else was faster. Null when there is nothing to
 * change. Errors: `NOT_FOUND`, `CONFLICT`, and those of `decide`.
 */
export async function changeWebhook(
  id: string,
  store: Pick<StoreService, 'get'>,
  decide: (now: Webhook) => Partial<Webhook> | null,
  write: (items: StoreWrite[]) => Promise<boolean>,
): Promise<Webhook> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const now = await readWebhook(store, id);
    if (!now) throw noWebhook();
    const changed = decide(now);
    if (!changed) return now;
    const next: Webhook = { ...now, ...changed, revision: now.revision + 1 };
    if (await write([webhookWrite(id, next)])) return next;
  }
  throw new AppError('CONFLICT', { reason: 'the webhook is being changed by others' });
}

const subjectOf = (id: string) => `webhook:${id}`;

export async function keepSecret(
  keys: KeysService,
  id: string,
  { secret, at }: { secret: string; at: string },
): Promise<KeptSecret> {
  const cipher = await keys.encrypt(subjectOf(id), new TextEncoder().encode(secret));
  return { cipher: Buffer.from(cipher).toString('base64'), createdAt: at, expiresAt: null };
}

/** Those that are signed with now: one, or two while one is being replaced. */
export const liveSecrets = ({ secrets }: Pick<Webhook, 'secrets'>, now: string): KeptSecret[] =>
  secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);

export async function openSecrets(
  keys: KeysService,
  id: string,
  secrets: readonly KeptSecret[],
): Promise<string[]> {
  const opened = await Promise.all(
    secrets.map(({ cipher }) => keys.decrypt(subjectOf(id), Buffer.from(cipher, 'base64'))),
  );
  return opened.map((bytes) => new TextDecoder().decode(bytes));
}
