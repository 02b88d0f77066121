/** A place where another system posts signed JSON to. */
export interface HookInfo {
  hookId: string;
  name: string;
  /** Below the address of the gateway: `/hooks/<id>`. */
  path: string;
  /** ISO 8601 in UTC. */
  createdAt: string;
  /** The secrets that are accepted now: one, or two while one is being replaced. */
  secrets: { createdAt: string; expiresAt: string | null }[];
  lastReceivedAt: string | null;
}

/** What was posted to a hook. */
export interface HookDelivery {
  hookId: string;
  deliveryId: string;
  /** The JSON that was posted. It comes from outside: treat it as untrusted. */
  body: unknown;
  /** ISO 8601 in UTC. */
  receivedAt: string;
}

/**
 * Incoming signed webhooks of the plugin in the caller's tenant (Standard Webhooks: `webhook-id`, `webhook-timestamp`,
 * `webhook-signature`). Each accepted call is the event `hook.received`, once for each `webhook-id`. Who may make and
 * change hooks is the plugin's to check.
 */
export interface HooksService {
  /** The secret is shown here alone. Errors: `BAD_USER_INPUT`, `CONFLICT` (100 hooks are there already). */
  create(hook: { name: string }): Promise<{ hookId: string; path: string; secret: string }>;
  /**
   * Makes a new secret; the one before is accepted as long as `overlapMs` says, a day by default. There are never more
   * than two. Errors: `NOT_FOUND`.
   */
  rotate(
    hookId: string,
    options?: { overlapMs?: number },
  ): Promise<{ secret: string; previousExpiresAt: string }>;
  /** With what was received. Errors: `NOT_FOUND`. */
  remove(hookId: string): Promise<void>;
  /** By id. */
  list(): Promise<HookInfo[]>;
  /** Kept for 30 days. Errors: `NOT_FOUND`. */
  read(deliveryId: string): Promise<HookDelivery>;
}
