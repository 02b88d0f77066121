import {
  everyone,
  type HooksService,
  mayRead,
  type PeopleService,
  type Person,
  rightsOfGroups,
} from 'tributary/sdk';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

const isCaller = (actor: string) => /^(user|key):/.test(actor);

/** The people of the caller's tenant. Who is known by a token or key alone has no address. */
export function peopleService(
  { ports, database, access, identity }: ServiceParts,
  { context, plugin }: ServiceCaller,
): PeopleService {
  const { tenant } = context;
  // Whom it may tell is asked by a job that comes round, too, which itself reads only what everybody may.
  const isOwnWork = context.actor === `plugin:${plugin.id}`;
  const bearer = async (actor: string): Promise<Person | null> => {
    const own = isCaller(actor) ? await identity.contextOf(tenant, actor, context) : null;
    return own && { actor, email: null, name: null, roles: [...own.roles] };
  };
  const find = async (actors: readonly string[]) => {
    const found = await ports.people.find(context, actors);
    return Promise.all(found.map((person, at) => person ?? bearer(actors[at] ?? '')));
  };
  return {
    find,
    self: async () => (await find([context.actor]))[0] ?? null,
    members: (audience, page) => ports.people.members(context, audience, page),
    count: (audience) => ports.people.count(context, audience),
    async readers(documentId, actors) {
      const list = await database.tenant(tenant, (tx) =>
        access.list(tx, { type: 'Document', id: documentId }),
      );
      if (!isOwnWork && !mayRead(context.rights, list)) return [];
      const groups = await ports.people.groups(context, actors);
      const readers: string[] = [];
      for (const actor of actors) {
        if (actor === everyone && list.includes(everyone)) readers.push(actor);
        if (!isCaller(actor)) continue;
        const own = groups.get(actor);
        const rights = own ? rightsOfGroups(own) : (await identity.contextOf(tenant, actor, context))?.rights;
        if (rights && mayRead(rights, list)) readers.push(actor);
      }
      return readers;
    },
  };
}

/** The hooks of the plugin in the caller's tenant. */
export function hooksService({ hooks }: ServiceParts, { context, plugin }: ServiceCaller): HooksService {
  return {
    create: (hook) => hooks.create(context, plugin.id, hook),
    rotate: (...rest) => hooks.rotate(context, plugin.id, ...rest),
    remove: (hookId) => hooks.remove(context, plugin.id, hookId),
    list: () => hooks.list(context, plugin.id),
    read: (deliveryId) => hooks.read(context, plugin.id, deliveryId),
  };
}
