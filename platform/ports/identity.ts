/* Who a caller is. */
import type { RequestContext } from 'tributary/sdk';
import type { Transaction } from './database.js';

export interface Identity {
  /** A JWT, an API key or, in development, the development token. Throws `UNAUTHENTICATED`. */
  authenticate(
    bearer: string | null,
    request: { requestId: string; traceparent: string; deadline: number },
  ): Promise<RequestContext>;
  /** Reads the roles and groups of an actor anew, for jobs and long streams; null when revoked. */
  contextOf(
    tenant: string,
    actor: string,
    request?: { requestId?: string; traceparent?: string; deadline?: number },
  ): Promise<RequestContext | null>;
  /** The person who acts: whose key it is, where a key acts for somebody; else the actor. */
  personOf(context: Pick<RequestContext, 'tenant' | 'actor'>): Promise<string>;
  /** Signs and reads the short-lived token by which processes pass a context on. */
  seal(context: RequestContext): Promise<string>;
  open(token: string): Promise<RequestContext>;
}

/** A principal, as `accounts` projects it in its own transaction. */
export interface PrincipalRow {
  actor: string;
  tenant: string;
  roles: readonly string[];
  scopes: readonly string[];
  groups: readonly string[];
  /** SHA-256 of an API key; null for people. */
  keyHash: string | null;
  /** Claims that name this person in tokens (`sub`), or null. */
  subject: string | null;
  /** The actor whose key this is; null for a key of its own, and for people. */
  person?: string | null;
  revoked: boolean;
  expiresAt: string | null;
}
export interface Principals {
  put(tx: Transaction, principal: PrincipalRow): Promise<void>;
  remove(tx: Transaction, actor: string): Promise<void>;
}
