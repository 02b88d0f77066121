import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { AppError, type RequestContext } from 'tributary/sdk';
import { v7 as uuid } from 'uuid';
import type { Identity } from '#platform';

/** The facts of one request that its context carries on. */
export interface RequestFacts {
  requestId: string;
  traceparent: string;
  deadline: number;
}

/** A caller whose rights can be asked for again while a stream runs. */
export interface Caller {
  readonly context: RequestContext;
  /** The context as of now; throws `UNAUTHENTICATED` when it has expired or was revoked. */
  refresh(): Promise<RequestContext>;
}

const traceparentPattern = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/;
const requestIdPattern = /^[\w.-]{8,64}$/;
const longestToken = 8192;

export function requestFacts(headers: IncomingHttpHeaders, deadlineMs: number): RequestFacts {
  const given = headers['x-request-id'];
  return {
    requestId: typeof given === 'string' && requestIdPattern.test(given) ? given : uuid(),
    traceparent: childTrace(headers.traceparent),
    deadline: Date.now() + deadlineMs,
  };
}

/** The span of the caller that the request is a part of; null when it names none. */
export function callerSpanOf({ traceparent }: IncomingHttpHeaders): string | null {
  const isNamed = typeof traceparent === 'string' && traceparentPattern.test(traceparent);
  return isNamed ? traceparent.slice(36, 52) : null;
}

/** Goes on with the caller's trace, or begins one (W3C Trace Context). */
function childTrace(parent: string | string[] | undefined): string {
  const [, trace, flags] = (typeof parent === 'string' && parent.match(traceparentPattern)) || [];
  return `00-${trace ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-${flags ?? '01'}`;
}

/**
 * Says who calls. `Bearer` carries a key or token of a user, `Sealed` the context that another process of ours
 * passes on.
 * @throws AppError `UNAUTHENTICATED`.
 */
export async function authenticate(
  identity: Pick<Identity, 'authenticate' | 'open'>,
  authorization: string | undefined,
  facts: RequestFacts,
): Promise<Caller> {
  const [, scheme, token] = authorization?.match(/^(bearer|sealed) +(\S+)$/i) ?? [];
  if (!scheme || !token || token.length > longestToken) throw new AppError('UNAUTHENTICATED');
  if (scheme.toLowerCase() === 'sealed') {
    const sealed = await identity.open(token);
    const context = {
      ...sealed,
      requestId: sealed.requestId || facts.requestId,
      traceparent: facts.traceparent,
      deadline: Math.min(sealed.deadline, facts.deadline),
    };
    return { context, refresh: async () => context };
  }
  return {
    context: await identity.authenticate(token, facts),
    refresh: () => identity.authenticate(token, facts),
  };
}
