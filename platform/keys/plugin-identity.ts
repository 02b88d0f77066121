import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { type JWK, SignJWT } from 'jose';
import type { RequestContext } from 'tributary/sdk';
import type { Clock } from '#platform';
import type { MasterKey } from './master-key.js';

/** The JSON Web Key Set (RFC 7517) that `/.well-known/jwks.json` answers. */
export interface PublicKeys {
  readonly keys: readonly JWK[];
}

/** What one call of a remote plugin says of whom it serves. */
export interface IdentityClaim {
  /** The audience: the id of the plugin that is called. */
  readonly plugin: string;
  readonly context: RequestContext;
  /** The exact bytes of the body, which the token then is good for only; null for a socket. */
  readonly body: Uint8Array | null;
}

/** Signs who is served, for those who hold no secret of ours. */
export interface PluginIdentity {
  readonly publicKeys: PublicKeys;
  sign(claim: IdentityClaim): Promise<string>;
}

export const identityIssuer = 'tributary';
const lifetimeSeconds = 60;
const algorithm = 'EdDSA';
// PrivateKeyInfo of Ed25519 before its 32 bytes of seed (RFC 8410, section 7).
const privateKeyInfo = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The installation's Ed25519 key pair for calls of remote plugins. It is derived from the master key: every process
 * that has the file signs with the same key, and there is no second file to be kept or lost.
 */
export function createPluginIdentity(
  master: MasterKey,
  clock: Clock = { now: () => new Date() },
): PluginIdentity {
  const seed = master.derive('identity for remote plugins');
  const privateKey = createPrivateKey({
    key: Buffer.concat([privateKeyInfo, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const { kty, crv, x } = createPublicKey(privateKey).export({ format: 'jwk' }) as JWK;
  const kid = thumbprint({ crv, kty, x });
  return {
    publicKeys: { keys: [{ kty, crv, x, kid, alg: algorithm, use: 'sig' }] as JWK[] },
    sign({ plugin, context, body }) {
      const now = Math.floor(clock.now().getTime() / 1000);
      return new SignJWT({
        tenant: context.tenant,
        roles: [...context.roles],
        groups: [...context.groups],
        scopes: [...context.scopes],
        request_id: context.requestId,
        ...(body && { body_sha256: createHash('sha256').update(body).digest('hex') }),
      })
        .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid })
        .setIssuer(identityIssuer)
        .setAudience(plugin)
        .setSubject(context.actor)
        .setIssuedAt(now)
        .setExpirationTime(now + lifetimeSeconds)
        .sign(privateKey);
    },
  };
}

/** RFC 7638: the hash of the key's required members, in the order of their names. */
function thumbprint(members: { crv: unknown; kty: unknown; x: unknown }): string {
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}
