import { createHash, randomBytes } from 'node:crypto';

const shape = /^[\w-]{43}$/;

/** 256 random bits; whoever has it may send the bytes, so only its hash is stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Null for what cannot be a token. */
export function hashToken(token: string): Buffer | null {
  return shape.test(token) ? createHash('sha256').update(token).digest() : null;
}
