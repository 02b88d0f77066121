import { AppError, type RequestContext, type Rights, type Role } from 'tributary/sdk';
import type { Identity } from '#platform';
import type { TakenJob } from './job-store.js';

/** Only what everybody in the tenant may read. */
const leastRights: Rights = { mode: 'every', principals: [] };

/**
 * The context that a job runs with. Members are looked up anew: roles and groups are those of now. Plugins and parts
 * of the system are no members; they get the rights that the job was written with.
 * @throws AppError `FORBIDDEN` when the actor was revoked
 */
export async function jobContext(
  identity: Pick<Identity, 'contextOf'>,
  job: TakenJob,
  deadline: number,
): Promise<RequestContext> {
  const roles = rolesOfParts(job.actor);
  if (roles) return bareContext(job, deadline, { roles, scopes: ['*'], rights: job.rights ?? leastRights });
  const request = { requestId: job.requestId, traceparent: job.traceparent, deadline };
  const context = await identity.contextOf(job.tenant, job.actor, request);
  if (context === null) throw new AppError('FORBIDDEN', { needed: 'of a member who is not revoked' });
  return context;
}

/** What is left when the actor cannot be looked up: a name, and no right to anything. */
export function powerlessContext(job: TakenJob): RequestContext {
  return bareContext(job, Date.now() + 30_000, { roles: [], scopes: [], rights: leastRights });
}

function rolesOfParts(actor: string): readonly Role[] | null {
  if (actor.startsWith('system:')) return ['admin'];
  if (actor.startsWith('plugin:')) return ['member'];
  return null;
}

function bareContext(
  job: TakenJob,
  deadline: number,
  granted: Pick<RequestContext, 'roles' | 'scopes' | 'rights'>,
): RequestContext {
  return {
    tenant: job.tenant,
    actor: job.actor,
    ...granted,
    groups: [],
    requestId: job.requestId,
    traceparent: job.traceparent,
    deadline,
    generation: null,
  };
}
