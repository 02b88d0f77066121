import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const keyPrefix = 'trb_';
const developmentPrefix = 'trd_';
const shape = /^tr[bd]_[A-Za-z0-9_-]{43}$/;

/** A new API key: `trb_` and 32 random bytes in base64url. It is shown once; only its hash is kept. */
export function newApiKey(): string {
  return keyPrefix + randomBytes(32).toString('base64url');
}

/** A new development token; it is accepted under `PROFILE=development` only. */
export function newDevelopmentToken(): string {
  return developmentPrefix + randomBytes(32).toString('base64url');
}

/** SHA-256 in hex. The key has 256 random bits, so no salt or slow hash is needed. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex');
}

/** Which kind of key a bearer looks like; null for anything else (a JWT). */
export function keyKind(bearer: string): 'key' | 'development' | null {
  if (!shape.test(bearer)) return null;
  return bearer.startsWith(developmentPrefix) ? 'development' : 'key';
}

/** Compares two hashes in constant time. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'utf8'), Buffer.from(other, 'utf8')];
  return a.length === b.length && timingSafeEqual(a, b);
}
