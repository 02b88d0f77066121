import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { RequestContext } from 'tributary/sdk';
import type { AuditRecord } from '#platform';

/** What the hash of an audit record is taken of: every fact that the chain vouches for. */
export interface AuditBody {
  id: string;
  tenant: string;
  /** ISO 8601 in UTC with milliseconds. */
  at: string;
  actor: string;
  requestId: string;
  kind: string;
  action: string;
  subjects: AuditRecord['subjects'];
  body: Record<string, unknown>;
  /** SHA-256 of the content before it was encrypted; null without content. */
  contentHash: string | null;
}

export function auditBody(
  context: RequestContext,
  record: AuditRecord,
  facts: { id: string; at: string; contentHash: string | null },
): AuditBody {
  return {
    id: facts.id,
    tenant: context.tenant,
    at: facts.at,
    actor: context.actor,
    requestId: context.requestId,
    kind: record.kind,
    action: record.action,
    subjects: record.subjects,
    body: record.body,
    contentHash: facts.contentHash,
  };
}

/** SHA-256, in hexadecimal, of the record as canonical JSON (RFC 8785). */
export function hashAuditBody(body: AuditBody): string {
  return createHash('sha256')
    .update(canonicalize(body) ?? '')
    .digest('hex');
}

/**
 * Personal text as bytes, with a salt: without it a short text could be guessed from the hash that stays in the chain
 * after the text was erased.
 */
export function sealContent(content: Record<string, unknown>): { bytes: Buffer; hash: string } {
  const salted = { salt: randomBytes(16).toString('base64url'), content };
  const bytes = Buffer.from(canonicalize(salted) ?? '');
  return { bytes, hash: hashContent(bytes) };
}

export function openContent(bytes: Uint8Array): Record<string, unknown> {
  const { content } = JSON.parse(Buffer.from(bytes).toString()) as { content: Record<string, unknown> };
  return content;
}

export function hashContent(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
