/* Who may read what; bytes, keys and uploads. */
import type { RequestContext } from 'tributary/sdk';
import type { Transaction } from './database.js';

/** The projection of who may read what. Types are entity names such as `Document`. */
export interface Access {
  /** Written by the owner of the entity in its own transaction; an empty list removes it. */
  set(tx: Transaction, entity: { type: string; id: string }, principals: readonly string[]): Promise<void>;
  /** Which of the ids may be read, in one batch. */
  readable(
    tx: Transaction,
    context: RequestContext,
    type: string,
    ids: readonly string[],
  ): Promise<Set<string>>;
  /** The access list of an entity, empty when there is none. */
  list(tx: Transaction, entity: { type: string; id: string }): Promise<string[]>;
}

export interface Blobs {
  /** Stores the bytes; throws `UPLOAD_TOO_LARGE` at the byte that is too many and leaves nothing behind. */
  put(
    tenant: string,
    bytes: AsyncIterable<Uint8Array>,
    options: { maxBytes: number; signal: AbortSignal },
  ): Promise<{ key: string; sha256: string; size: number }>;
  get(tenant: string, key: string, signal: AbortSignal): Promise<Uint8Array>;
  delete(tenant: string, key: string): Promise<void>;
  deleteTenant(tenant: string): Promise<void>;
}

/** Envelope encryption; a subject is a tenant's `content` or an erasable person. */
export interface Keys {
  encrypt(tx: Transaction, subject: string, plain: Uint8Array): Promise<Uint8Array>;
  decrypt(tx: Transaction, subject: string, cipher: Uint8Array): Promise<Uint8Array>;
  /** Deletes the subject's key: what it encrypted is erased. */
  erase(tx: Transaction, subject: string): Promise<void>;
}

export interface Upload {
  id: string;
  name: string;
  mediaType: string | null;
  groups: string[];
  state: 'CREATED' | 'RECEIVED' | 'COMPLETED';
  /** The document that completing it made. */
  documentId: string | null;
  blobKey: string | null;
  sha256: string | null;
  size: number | null;
}
/** One-time upload URLs: 15 minutes, bound to tenant, actor and size. The gateway receives the bytes. */
export interface Uploads {
  create(
    tx: Transaction,
    context: RequestContext,
    request: { name: string; mediaType: string | null; size: number | null; groups: string[] },
  ): Promise<{ upload: Upload; url: string; expiresAt: string }>;
  /** The upload of this actor, locked for the transaction; `UPLOAD_NOT_FOUND` or `UPLOAD_INCOMPLETE`. */
  take(tx: Transaction, context: RequestContext, uploadId: string): Promise<Upload>;
  complete(tx: Transaction, uploadId: string, documentId: string): Promise<void>;
}
