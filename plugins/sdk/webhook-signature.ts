import { AppError } from './errors.js';

/** The headers of a signed webhook, as Standard Webhooks names them (https://www.standardwebhooks.com). */
export const webhookHeaders = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
} as const;

const prefix = 'whsec_';
const scheme = 'v1,';
/** A full stop separates what is signed, so none may be in the id. */
const messageId = /^[\w:-]{1,200}$/;
const seconds = /^\d{1,12}$/;
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
const toleranceSeconds = 300;
const secretBytes = 32;
const leastSecretBytes = 24;
const mostSignatures = 10;

/** What is signed: `id.timestamp.body`. */
interface Signed {
  id: string;
  /** Seconds since 1970. */
  timestamp: number;
  body: string | Uint8Array;
}

/** A new secret, `whsec_` and 32 random bytes in base64. */
export function newWebhookSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(secretBytes));
  return `${prefix}${btoa(String.fromCharCode(...bytes))}`;
}

/**
 * The value of `webhook-signature`: HMAC-SHA256 over `id.timestamp.body`, one signature a secret, so that a receiver may
 * know the old or the new one. Errors: `WEBHOOK_INVALID`.
 */
export async function signWebhook(message: Signed, secrets: readonly string[]): Promise<string> {
  if (!messageId.test(message.id)) throw invalid('the id has signs that it may not have');
  const content = contentOf(message.id, String(message.timestamp), message.body);
  const signatures = await Promise.all(
    secrets.map(async (secret) => {
      const bytes = await crypto.subtle.sign('HMAC', await keyOf(secret), content);
      return `${scheme}${btoa(String.fromCharCode(...new Uint8Array(bytes)))}`;
    }),
  );
  return signatures.join(' ');
}

/** What a receiver has of a call. */
export interface ReceivedWebhook {
  /** Names in lower case, as Node's. */
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came: JSON that was parsed and written again has another signature. */
  body: string | Uint8Array;
}

/**
 * Checks that a webhook was signed with one of the secrets, five minutes ago or ahead at most; gives its id, by which the
 * same event is known when it comes again. Every signature is compared with every secret in constant time (Web Crypto), so
 * the time that it takes tells nothing. Errors: `WEBHOOK_INVALID` naming what is wrong.
 */
export async function verifyWebhook(
  { headers, body }: ReceivedWebhook,
  secrets: readonly string[],
  options: { toleranceSeconds?: number; now?: Date } = {},
): Promise<{ id: string; timestamp: Date }> {
  const id = headers[webhookHeaders.id];
  const timestamp = headers[webhookHeaders.timestamp];
  const signature = headers[webhookHeaders.signature];
  if (typeof id !== 'string' || !messageId.test(id))
    throw invalid(`${webhookHeaders.id} is missing or wrong`);
  if (typeof timestamp !== 'string' || !seconds.test(timestamp))
    throw invalid(`${webhookHeaders.timestamp} is missing or wrong`);
  if (typeof signature !== 'string') throw invalid(`${webhookHeaders.signature} is missing`);
  const now = options.now ?? new Date();
  const age = Math.abs(now.getTime() / 1000 - Number(timestamp));
  if (age > (options.toleranceSeconds ?? toleranceSeconds))
    throw invalid('the timestamp is too far from now');
  const given = signature.split(' ').filter((part) => part.startsWith(scheme));
  if (given.length > mostSignatures) throw invalid('there are too many signatures');
  const candidates = given.flatMap((part) => bytesOf(part.slice(scheme.length)) ?? []);
  const content = contentOf(id, timestamp, body);
  const keys = await Promise.all(secrets.map(keyOf));
  const matches = await Promise.all(
    keys.flatMap((key) => candidates.map((bytes) => crypto.subtle.verify('HMAC', key, bytes, content))),
  );
  if (!matches.includes(true)) throw invalid('no signature is of a secret that is known');
  return { id, timestamp: new Date(Number(timestamp) * 1000) };
}

function keyOf(secret: string) {
  const bytes = secret.startsWith(prefix) ? bytesOf(secret.slice(prefix.length)) : null;
  if (!bytes || bytes.length < leastSecretBytes)
    throw invalid(`a secret is ${prefix} and at least ${leastSecretBytes} bytes in base64`);
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

function contentOf(id: string, timestamp: string, body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const rest = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const content = new Uint8Array(head.length + rest.length);
  content.set(head);
  content.set(rest, head.length);
  return content;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> | null {
  if (!base64.test(text) || text.length % 4 !== 0) return null;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

const invalid = (reason: string) => new AppError('WEBHOOK_INVALID', { reason });
