import { createRemoteJWKSet, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { AppError, roles as knownRoles, type Role } from 'tributary/sdk';
import type { Config } from '#platform/config';

/** What a verified token says, by the claim map of the configuration. */
export interface TokenClaims {
  tenant: string;
  subject: string;
  /** Null when the token has no such claim. */
  roles: Role[] | null;
  groups: string[] | null;
  scopes: string[] | null;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

export type TokenVerifier = (token: string) => Promise<TokenClaims>;

type Settings = Config['identity'];

/** Longer tokens are refused unread: an answer must not cost more than a caller deserves. */
const maxTokenLength = 6000;
const secretAlgorithms = ['HS256'];
const publicAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA'];
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Verifies tokens signed with the shared secret or with a key of the JWKS. The kind of key decides which algorithms
 * are allowed, never the token: a public key is not a secret for HS256.
 * Errors: `UNAUTHENTICATED`, always with the same message; `UNAVAILABLE` when the JWKS cannot be fetched.
 */
export function createTokenVerifier(settings: Settings): TokenVerifier {
  const secret = settings.jwtSecret === null ? null : new TextEncoder().encode(settings.jwtSecret);
  const jwks =
    settings.jwksUrl === null
      ? null
      : createRemoteJWKSet(new URL(settings.jwksUrl), { timeoutDuration: 3000 });
  const options = {
    requiredClaims: ['exp'],
    ...(settings.issuer === null ? {} : { issuer: settings.issuer }),
    ...(settings.audience === null ? {} : { audience: settings.audience }),
  };
  return async (token) => {
    if (token.length > maxTokenLength) throw new AppError('UNAUTHENTICATED');
    try {
      const symmetric = secretAlgorithms.includes(decodeProtectedHeader(token).alg ?? '');
      if (symmetric && secret) {
        const { payload } = await jwtVerify(token, secret, { ...options, algorithms: secretAlgorithms });
        return claimsOf(payload, settings.claims);
      }
      if (!symmetric && jwks) {
        const { payload } = await jwtVerify(token, jwks, { ...options, algorithms: publicAlgorithms });
        return claimsOf(payload, settings.claims);
      }
    } catch (cause) {
      if (isUnreachable(cause))
        throw new AppError('UNAVAILABLE', { thing: 'the key set of the identity provider' }, { cause });
      throw new AppError('UNAUTHENTICATED', {}, { cause });
    }
    throw new AppError('UNAUTHENTICATED');
  };
}

function claimsOf(payload: JWTPayload, map: Settings['claims']): TokenClaims {
  const tenant = claim(payload, map.tenant);
  const subject = claim(payload, map.actor);
  if (typeof tenant !== 'string' || !uuid.test(tenant)) throw new AppError('UNAUTHENTICATED');
  if (typeof subject !== 'string' || subject === '') throw new AppError('UNAUTHENTICATED');
  const roles = words(claim(payload, map.roles));
  return {
    tenant: tenant.toLowerCase(),
    subject,
    roles: roles && knownRoles.filter((role) => roles.includes(role)),
    groups: words(claim(payload, map.groups)),
    scopes: words(claim(payload, map.scopes)),
    expiresAt: (payload.exp ?? 0) * 1000,
  };
}

/** A claim by its name, or by a path with dots such as `realm_access.roles`. */
function claim(payload: JWTPayload, path: string): unknown {
  if (Object.hasOwn(payload, path)) return payload[path];
  let value: unknown = payload;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** A list of strings, or words in one string as OAuth writes scopes. */
function words(value: unknown): string[] | null {
  if (typeof value === 'string') return value.split(' ').filter((word) => word !== '');
  if (Array.isArray(value)) return value.filter((word): word is string => typeof word === 'string');
  return null;
}

/** The provider did not answer or answered nonsense; everything else is the token's own fault. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  if (error instanceof errors.JOSEError) return error.code === 'ERR_JOSE_GENERIC';
  return error instanceof TypeError && error.message === 'fetch failed';
}
