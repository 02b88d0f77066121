import type { RequestContext } from 'tributary/sdk';
import type { Identity } from '#platform';

/**
 * The context of a long stream as it is now: roles and groups read anew, the scopes of the token that it began with.
 * Null when the actor was revoked. Plugins and parts of the system keep the rights that they were given.
 */
export async function currentContext(
  identity: Pick<Identity, 'contextOf'>,
  context: RequestContext,
): Promise<RequestContext | null> {
  if (context.actor.startsWith('plugin:') || context.actor.startsWith('system:')) return context;
  const current = await identity.contextOf(context.tenant, context.actor, context);
  return current && { ...current, scopes: context.scopes, generation: context.generation };
}
