import { jwtVerify, SignJWT } from 'jose';
import { AppError, type RequestContext, roles, z } from 'tributary/sdk';

const lifetime = '60s';
const audience = 'tributary:context';
const algorithm = 'HS256';

const contextSchema = z.object({
  tenant: z.uuid(),
  actor: z.string().min(1),
  roles: z.array(z.enum(roles)),
  scopes: z.array(z.string()),
  groups: z.array(z.string()),
  rights: z.object({ mode: z.enum(['any', 'every']), principals: z.array(z.string()) }),
  requestId: z.string(),
  traceparent: z.string(),
  deadline: z.number(),
  generation: z.string().nullable(),
});

/** Signs and reads the token by which one process of ours tells another whose request it serves; it lives 60 s. */
export function createContextTokens(secret: Uint8Array) {
  return {
    seal: (context: RequestContext): Promise<string> =>
      new SignJWT({ context: { ...context } })
        .setProtectedHeader({ alg: algorithm })
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(lifetime)
        .sign(secret),

    async open(token: string): Promise<RequestContext> {
      try {
        const { payload } = await jwtVerify(token, secret, {
          algorithms: [algorithm],
          audience,
          requiredClaims: ['exp'],
        });
        return contextSchema.parse(payload.context);
      } catch (cause) {
        throw new AppError('UNAUTHENTICATED', {}, { cause });
      }
    },
  };
}
