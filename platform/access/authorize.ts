import { AppError, type RequestContext } from 'tributary/sdk';
import { type Permission, permissionsOf } from './permissions.js';

/** Whether the actor's roles allow it and its scopes do not leave it out. What the system does itself is allowed. */
export function isAuthorized({ actor, roles, scopes }: RequestContext, permission: Permission): boolean {
  if (actor.startsWith('system:') || actor.startsWith('plugin:')) return true;
  const allowed = roles.some((role) => permissionsOf[role].includes(permission));
  return allowed && (scopes.includes('*') || scopes.includes(permission));
}

/** Throws `FORBIDDEN` with the permission that is missing. */
export function authorize(context: RequestContext, permission: Permission): void {
  if (!isAuthorized(context, permission)) throw new AppError('FORBIDDEN', { needed: permission });
}
