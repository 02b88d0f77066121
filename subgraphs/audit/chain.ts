import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { type AuditBody, hashAuditBody } from '#platform/outbox';

/*
 * The chain of a tenant, to the byte. All hashes are SHA-256, written as 64 lower-case hexadecimal digits; canonical
 * JSON is RFC 8785 in UTF-8.
 *
 *   bodyHash = SHA256( canonical({ action, actor, at, body, contentHash, id, kind, requestId, subjects, tenant }) )
 *   hash     = SHA256( prevHash as 32 bytes || canonical({ bodyHash, id, seq, tenant }) )
 *
 * `seq` counts from 1 without a gap; the first `prevHash` is 32 zero bytes. `at` is ISO 8601 in UTC with milliseconds.
 * `contentHash` is the SHA-256 of the canonical JSON of `{ content, salt }`, which is stored apart, or null. Because
 * `hash` covers the body by its hash, whoever may not read a body, or gets it after it was erased, still verifies the
 * chain.
 */

/** What the first entry follows. */
export const genesis = '0'.repeat(64);

export interface Link {
  tenant: string;
  seq: number;
  id: string;
  bodyHash: string;
}

export function hashLink(prevHash: string, { tenant, seq, id, bodyHash }: Link): string {
  return createHash('sha256')
    .update(Buffer.from(prevHash, 'hex'))
    .update(canonicalize({ bodyHash, id, seq, tenant }) ?? '')
    .digest('hex');
}

/** An entry as it is stored; body and subjects are null once the tenant was erased. */
export interface StoredEntry extends Link {
  at: string;
  actor: string;
  requestId: string;
  kind: string;
  action: string;
  subjects: AuditBody['subjects'] | null;
  body: AuditBody['body'] | null;
  contentHash: string | null;
  prevHash: string;
  hash: string;
}

export interface Head {
  seq: number;
  hash: string;
}

/** Why the entry does not follow the head; null when it does. Only an erased tenant's entries may lack their bodies. */
export function faultOf(head: Head, entry: StoredEntry, erased: boolean): string | null {
  if (entry.seq !== head.seq + 1) return `an entry is missing before it: expected seq ${head.seq + 1}`;
  if (entry.prevHash !== head.hash) return 'its prevHash is not the hash of the entry before it';
  if (hashLink(head.hash, entry) !== entry.hash) return 'its hash is not that of its content';
  if (entry.body === null || entry.subjects === null) return erased ? null : 'its body is missing';
  const { seq: _seq, prevHash: _prev, hash: _hash, bodyHash, subjects, body, ...facts } = entry;
  return hashAuditBody({ ...facts, subjects, body }) === bodyHash
    ? null
    : 'its body is not that of its bodyHash';
}
