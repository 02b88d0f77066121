import type { RequestContext } from 'tributary/sdk';
import type { Keys, Transaction } from '#platform';

/** A secret as it is stored: encrypted by the tenant's key, in base64. */
export interface KeptSecret {
  cipher: string;
  createdAt: string;
  /** From then on it is not accepted; null for the newest. */
  expiresAt: string | null;
}

/** The key of a hook's secrets: deleting it erases them. */
export const subjectOf = (hookId: string) => `hook:${hookId}`;

export async function keepSecret(
  tx: Transaction,
  keys: Keys,
  hookId: string,
  { secret, at }: { secret: string; at: Date },
): Promise<KeptSecret> {
  const cipher = await keys.encrypt(tx, subjectOf(hookId), new TextEncoder().encode(secret));
  return { cipher: Buffer.from(cipher).toString('base64'), createdAt: at.toISOString(), expiresAt: null };
}

export async function openSecrets(
  tx: Transaction,
  keys: Keys,
  hookId: string,
  secrets: readonly KeptSecret[],
): Promise<string[]> {
  const opened = await Promise.all(
    secrets.map(({ cipher }) => keys.decrypt(tx, subjectOf(hookId), Buffer.from(cipher, 'base64'))),
  );
  return opened.map((bytes) => new TextDecoder().decode(bytes));
}

/** Those that are accepted now. */
export const liveSecrets = (secrets: readonly KeptSecret[], now: Date): KeptSecret[] =>
  secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > now.toISOString());

/** The context that a call of a hook has: nobody's rights, the tenant of the hook. */
export function contextOf(tenant: string, plugin: string, requestId: string): RequestContext {
  return {
    tenant,
    actor: `plugin:${plugin}`,
    roles: [],
    scopes: [],
    groups: [],
    rights: { mode: 'every', principals: [] },
    requestId,
    traceparent: '',
    deadline: Date.now() + 30_000,
    generation: null,
  };
}
