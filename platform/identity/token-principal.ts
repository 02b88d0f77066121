import { createHash } from 'node:crypto';
import { AppError } from 'tributary/sdk';
import type { Database } from '#platform';
import type { TokenClaims } from './jwt.js';
import { findBySubject, type StoredPrincipal, tenantExists, write } from './principals.js';

/**
 * Whom a verified token names. A member whom `accounts` has registered with this subject has the roles and groups that
 * accounts says; anybody else has those of the token's claims, kept so that jobs can read them anew.
 */
export async function principalOfToken(database: Database, claims: TokenClaims): Promise<StoredPrincipal> {
  return database.tenant(claims.tenant, async (tx) => {
    const known = await findBySubject(tx, claims.subject);
    if (known && !known.fromToken) return known;
    // Tenants are made and deleted by accounts; a token cannot bring one into being or back.
    if (!(await tenantExists(tx))) throw new AppError('UNAUTHENTICATED');
    const claimed: StoredPrincipal = {
      tenant: claims.tenant,
      actor: known?.actor ?? actorOf(claims),
      roles: claims.roles ?? [],
      scopes: ['*'],
      groups: [...new Set(claims.groups ?? [])].sort(),
      keyHash: null,
      subject: claims.subject,
      revoked: known?.revoked ?? false,
      expiresAt: null,
      fromToken: true,
    };
    if (!known || !sameRights(known, claimed)) await write(tx, claimed);
    return claimed;
  });
}

/** Stable, and without the subject itself, which is often an address of a person and would stand in every audit entry. */
function actorOf({ tenant, subject }: TokenClaims): string {
  return `user:${createHash('sha256').update(`${tenant}\n${subject}`).digest('hex').slice(0, 32)}`;
}

function sameRights(one: StoredPrincipal, other: StoredPrincipal): boolean {
  return JSON.stringify([one.roles, [...one.groups].sort()]) === JSON.stringify([other.roles, other.groups]);
}
