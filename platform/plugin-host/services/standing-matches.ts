import { mayRead, type StandingQuery } from 'tributary/sdk';
import { authorize, isAuthorized } from '#platform/access';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

/**
 * Which standing queries a document matches, each with the rights that its actor has now: who was removed, or may not
 * read the document, matches nothing. Actors are looked up only for queries that match otherwise.
 */
export async function standingMatches(
  { search, database, access, identity }: ServiceParts,
  { context, signal }: Pick<ServiceCaller, 'context' | 'signal'>,
  documentId: string,
  queries: readonly StandingQuery[],
): Promise<boolean[]> {
  authorize(context, 'documents:read');
  const { tenant } = context;
  const list = await database.tenant(tenant, (tx) => access.list(tx, { type: 'Document', id: documentId }));
  if (!mayRead(context.rights, list)) return queries.map(() => false);
  const asked = queries.map(({ text, filter }) => ({ text, filter }));
  const matched = await search.matches(tenant, { documentId, queries: asked }, signal);
  const actors = new Set(queries.filter((_, at) => matched[at]).map(({ actor }) => actor));
  const readers = new Set<string>();
  for (const actor of actors) {
    const own = await identity.contextOf(tenant, actor, context);
    if (own && isAuthorized(own, 'documents:read') && mayRead(own.rights, list)) readers.add(actor);
  }
  return queries.map(({ actor }, at) => matched[at] === true && readers.has(actor));
}
