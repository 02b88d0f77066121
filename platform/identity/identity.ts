import { AppError, type RequestContext, type Rights, type Role, rightsOfGroups } from 'tributary/sdk';
import type { Clock, Database, Identity, SystemDatabase } from '#platform';
import type { Config } from '#platform/config';
import { hashApiKey, keyKind, sameHash } from './api-key.js';
import { createContextTokens } from './context-token.js';
import { createTokenVerifier } from './jwt.js';
import { type Authenticated, PrincipalCache } from './principal-cache.js';
import { findByActor, findByKeyHash, type StoredPrincipal } from './principals.js';
import { principalOfToken } from './token-principal.js';

export interface IdentityParts {
  config: Pick<Config, 'identity'>;
  database: Database;
  /** For one look-up: whose API key a hash is. */
  system: SystemDatabase;
  /** The secret of the tokens between processes. */
  secret: Uint8Array;
  clock: Clock;
}

/** Bounds how long a changed group, role or key may go unseen; with it one look-up a second serves a busy caller. */
const cacheMs = 750;
const cacheSize = 5000;
const defaultDeadlineMs = 30_000;
const noTrace = '00-00000000000000000000000000000000-0000000000000000-00';

/** Parts of the platform and plugins act with the rights of the tenant's everybody; a job that acts on a document narrows them to its access list. */
const partRoles: readonly Role[] = ['member'];
const partRights: Rights = { mode: 'any', principals: [] };

/** Says who a caller is: API keys, JWTs of the configured issuer and, in development, the development token. */
export function createIdentity({ config, database, system, secret, clock }: IdentityParts): Identity {
  const verify = createTokenVerifier(config.identity);
  const cache = new PrincipalCache(cacheSize, cacheMs);
  const tokens = createContextTokens(secret);

  async function lookUp(bearer: string): Promise<Authenticated> {
    const kind = keyKind(bearer);
    if (kind === null) {
      const claims = await verify(bearer);
      const principal = await principalOfToken(database, claims);
      return { principal, scopes: claims.scopes ?? ['*'], expiresAt: claims.expiresAt };
    }
    if (kind === 'development' && !config.identity.developmentToken) throw new AppError('UNAUTHENTICATED');
    const hash = hashApiKey(bearer);
    const principal = await findByKeyHash(system, hash);
    if (!principal?.keyHash || !sameHash(principal.keyHash, hash)) throw new AppError('UNAUTHENTICATED');
    return { principal, scopes: ['*'], expiresAt: null };
  }

  return {
    ...tokens,

    async authenticate(bearer, request) {
      if (bearer === null || bearer === '') throw new AppError('UNAUTHENTICATED');
      const now = clock.now().getTime();
      const key = hashApiKey(bearer);
      const kept = cache.get(key, now);
      const authenticated = kept ?? (await lookUp(bearer));
      if (!isValid(authenticated.principal, now)) throw new AppError('UNAUTHENTICATED');
      if (!kept) cache.set(key, authenticated, now);
      return contextOf(authenticated.principal, authenticated.scopes, request);
    },

    async contextOf(tenant, actor, request = {}) {
      const now = clock.now().getTime();
      const full = {
        requestId: request.requestId ?? '',
        traceparent: request.traceparent ?? noTrace,
        deadline: request.deadline ?? now + defaultDeadlineMs,
      };
      if (actor.startsWith('plugin:') || actor.startsWith('system:')) {
        return contextOfPart(tenant, actor, full);
      }
      const principal = await database.tenant(tenant, (tx) => findByActor(tx, actor));
      return principal && isValid(principal, now) ? contextOf(principal, ['*'], full) : null;
    },

    async personOf({ tenant, actor }) {
      if (!actor.startsWith('key:')) return actor;
      const principal = await database.tenant(tenant, (tx) => findByActor(tx, actor));
      return principal?.person ?? actor;
    },
  };
}

type RequestFacts = Pick<RequestContext, 'requestId' | 'traceparent' | 'deadline'>;

function contextOf(
  principal: StoredPrincipal,
  tokenScopes: readonly string[],
  request: RequestFacts,
): RequestContext {
  return {
    tenant: principal.tenant,
    actor: principal.actor,
    roles: principal.roles,
    scopes: narrowed(principal.scopes, tokenScopes),
    groups: principal.groups,
    rights: rightsOfGroups(principal.groups),
    ...pick(request),
    generation: null,
  };
}

function contextOfPart(tenant: string, actor: string, request: RequestFacts): RequestContext {
  return {
    tenant,
    actor,
    roles: partRoles,
    scopes: ['*'],
    groups: [],
    rights: partRights,
    ...pick(request),
    generation: null,
  };
}

function pick({ requestId, traceparent, deadline }: RequestFacts): RequestFacts {
  return { requestId, traceparent, deadline };
}

function isValid(principal: StoredPrincipal, now: number): boolean {
  return !principal.revoked && (principal.expiresAt === null || Date.parse(principal.expiresAt) > now);
}

/** What both lists allow; `*` allows all. */
function narrowed(scopes: readonly string[], by: readonly string[]): readonly string[] {
  if (by.includes('*')) return scopes;
  return scopes.includes('*') ? by : scopes.filter((scope) => by.includes(scope));
}
