import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Canonical JSON (RFC 8785): equal values are equal texts. */
export const canonical = (value: unknown): string => canonicalize(value) ?? 'null';

/** SHA-256 in hex of the canonical JSON. */
export const fingerprintOf = (value: unknown): string =>
  createHash('sha256').update(canonical(value)).digest('hex');
