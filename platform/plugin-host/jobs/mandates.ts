import { AppError, type RequestContext } from 'tributary/sdk';
import type { Database, Identity, Outbox, Transaction } from '#platform';

interface MandateParts {
  readonly database: Database;
  readonly identity: Pick<Identity, 'contextOf'>;
  readonly outbox: Pick<Outbox, 'audit'>;
}

const mandateName = /^[\w.:-]{1,100}$/;

/**
 * The caller lets jobs of the plugin act for it. Only it can say so, in a call of its own: no plugin takes the name of
 * a person by itself.
 * @throws AppError `FORBIDDEN` for plugins and parts, and for a token with fewer scopes than jobs of its bearer have
 */
export async function giveMandate(
  { database, identity, outbox }: MandateParts,
  context: RequestContext,
  plugin: string,
  name: string,
): Promise<void> {
  if (!mandateName.test(name)) {
    throw new AppError('BAD_USER_INPUT', { reason: 'name: letters, digits and . : - _, at most 100' });
  }
  if (!/^(user|key):/.test(context.actor))
    throw new AppError('FORBIDDEN', { needed: 'of a person or a key' });
  const own = await identity.contextOf(context.tenant, context.actor);
  const isWhole = own?.scopes.every(
    (scope) => context.scopes.includes('*') || context.scopes.includes(scope),
  );
  if (!isWhole) throw new AppError('FORBIDDEN', { needed: '* (a mandate is given with all scopes one has)' });
  await database.tenant(context.tenant, async (tx) => {
    await tx.query(
      `insert into platform.plugin_mandates (tenant_id, plugin, name, actor) values ($1, $2, $3, $4)
       on conflict (tenant_id, plugin, name) do update set actor = excluded.actor, given_at = clock_timestamp()`,
      [context.tenant, plugin, name, context.actor],
    );
    await outbox.audit(tx, context, record('mandates.give', plugin, name));
  });
}

/** Nobody is acted for under this name any more. */
export async function endMandate(
  { database, outbox }: MandateParts,
  context: RequestContext,
  plugin: string,
  name: string,
): Promise<void> {
  await database.tenant(context.tenant, async (tx) => {
    const ended = await tx.query(
      'delete from platform.plugin_mandates where plugin = $1 and name = $2 returning name',
      [plugin, name],
    );
    if (ended.length > 0) await outbox.audit(tx, context, record('mandates.end', plugin, name));
  });
}

/** Who gave it. @throws AppError `NOT_FOUND` */
export async function giverOf(tx: Transaction, plugin: string, name: string): Promise<string> {
  const [found] = await tx.query<{ actor: string }>(
    'select actor from platform.plugin_mandates where plugin = $1 and name = $2',
    [plugin, name],
  );
  if (!found) throw new AppError('NOT_FOUND', { thing: `The mandate ${name}` });
  return found.actor;
}

const record = (action: string, plugin: string, name: string) => ({
  kind: 'mutation',
  action,
  subjects: [{ type: 'Mandate', id: `${plugin}/${name}` }],
  body: { plugin },
});
