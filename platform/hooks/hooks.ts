import {
  AppError,
  type HookInfo,
  type HooksService,
  newWebhookSecret,
  type ReceivedWebhook,
  type RequestContext,
  verifyWebhook,
} from 'tributary/sdk';
import { v7 as newId, validate } from 'uuid';
import type { Clock, Database, Keys, Outbox, SystemDatabase, Transaction } from '#platform';
import { contextOf, type KeptSecret, keepSecret, liveSecrets, openSecrets, subjectOf } from './secrets.js';

const mostHooks = 100;
const longestName = 200;
const dayMs = 86_400_000;
const mostOverlapMs = 30 * dayMs;

/** The hooks of all plugins; each call says whose data, and which plugin's. */
export type Hooks = {
  [Method in keyof HooksService]: (
    context: RequestContext,
    plugin: string,
    ...rest: Parameters<HooksService[Method]>
  ) => ReturnType<HooksService[Method]>;
};

/** What the gateway gives on. */
export interface HookReceiver {
  /**
   * Keeps what was posted, once for its id. Errors: `WEBHOOK_INVALID` (also for a hook that is not there),
   * `BAD_USER_INPUT` for what is no JSON.
   */
  receive(
    hookId: string,
    request: ReceivedWebhook & { body: string; requestId: string },
  ): Promise<{ deliveryId: string; duplicate: boolean }>;
}

interface HookRow {
  tenant: string;
  id: string;
  plugin: string;
  name: string;
  secrets: KeptSecret[];
  createdAt: Date;
  lastReceivedAt: Date | null;
}
const columns = `tenant_id as tenant, id, plugin, name, secrets, created_at as "createdAt",
  last_received_at as "lastReceivedAt"`;
const pathOf = (hookId: string) => `/hooks/${hookId}`;
const noHook = () => new AppError('NOT_FOUND', { thing: 'The hook' });

export interface HookParts {
  readonly database: Database;
  /** A call of a hook names no tenant: its id is looked up across all. */
  readonly system: SystemDatabase;
  readonly keys: Keys;
  readonly outbox: Outbox;
  readonly clock: Clock;
}

/** Incoming webhooks: where they are posted to, what signs them, and what was posted. */
export function createHooks(parts: HookParts): Hooks & HookReceiver {
  const { database, keys, outbox, clock } = parts;
  const audit = (tx: Transaction, context: RequestContext, plugin: string, action: string, id: string) =>
    outbox.audit(tx, context, {
      kind: 'mutation',
      action: `${plugin}.${action}`,
      subjects: [{ type: 'Hook', id }],
      body: {},
    });
  return {
    async create(context, plugin, { name }) {
      const given = name.trim();
      if (given === '' || given.length > longestName)
        throw new AppError('BAD_USER_INPUT', { reason: `name must have 1 to ${longestName} characters` });
      const [hookId, secret, at] = [newId(), newWebhookSecret(), clock.now()];
      await database.tenant(context.tenant, async (tx) => {
        const rows = await tx.query('select from platform.hooks where plugin = $1', [plugin]);
        if (rows.length >= mostHooks)
          throw new AppError('CONFLICT', { reason: `There are ${mostHooks} hooks already; remove one` });
        const kept = await keepSecret(tx, keys, hookId, { secret, at });
        await tx.query(
          `insert into platform.hooks (tenant_id, id, plugin, name, secrets, created_by, created_at)
           values ($1, $2, $3, $4, $5, $6, $7)`,
          [context.tenant, hookId, plugin, given, JSON.stringify([kept]), context.actor, at],
        );
        await audit(tx, context, plugin, 'createHook', hookId);
      });
      return { hookId, path: pathOf(hookId), secret };
    },

    async rotate(context, plugin, hookId, { overlapMs = dayMs } = {}) {
      const [secret, at] = [newWebhookSecret(), clock.now()];
      const overlap = Math.max(0, Math.min(overlapMs, mostOverlapMs));
      const previousExpiresAt = new Date(at.getTime() + overlap).toISOString();
      await database.tenant(context.tenant, async (tx) => {
        const hook = await ownHook(tx, plugin, hookId, 'for update');
        const newest = hook.secrets.find(({ expiresAt }) => expiresAt === null);
        const before = newest ? [{ ...newest, expiresAt: previousExpiresAt }] : [];
        const kept = await keepSecret(tx, keys, hook.id, { secret, at });
        await tx.query('update platform.hooks set secrets = $2 where id = $1', [
          hook.id,
          JSON.stringify([kept, ...before]),
        ]);
        await audit(tx, context, plugin, 'rotateHook', hook.id);
      });
      return { secret, previousExpiresAt };
    },

    async remove(context, plugin, hookId) {
      await database.tenant(context.tenant, async (tx) => {
        const { id } = await ownHook(tx, plugin, hookId, 'for update');
        await tx.query('delete from platform.hooks where id = $1', [id]);
        await keys.erase(tx, subjectOf(id));
        await audit(tx, context, plugin, 'removeHook', id);
      });
    },

    async list(context, plugin) {
      const rows = await database.tenant(context.tenant, (tx) =>
        tx.query<HookRow>(`select ${columns} from platform.hooks where plugin = $1 order by id`, [plugin]),
      );
      return rows.map((row) => infoOf(row, clock.now()));
    },

    async read(context, plugin, deliveryId) {
      const [row] = validate(deliveryId)
        ? await database.tenant(context.tenant, (tx) =>
            tx.query<{ hookId: string; body: string; receivedAt: Date }>(
              `select d.hook_id as "hookId", d.body, d.received_at as "receivedAt" from platform.hook_deliveries d
                 join platform.hooks h on h.tenant_id = d.tenant_id and h.id = d.hook_id
                where d.id = $1 and h.plugin = $2`,
              [deliveryId, plugin],
            ),
          )
        : [];
      if (!row) throw new AppError('NOT_FOUND', { thing: 'The delivery' });
      const body: unknown = JSON.parse(row.body);
      return { hookId: row.hookId, deliveryId, body, receivedAt: row.receivedAt.toISOString() };
    },

    receive: (hookId, request) => receive(parts, hookId, request),
  };
}

async function receive(
  { database, system, keys, outbox, clock }: HookParts,
  hookId: string,
  { requestId, ...request }: Parameters<HookReceiver['receive']>[1],
): Promise<{ deliveryId: string; duplicate: boolean }> {
  const now = clock.now();
  const hook = await findHook(system, hookId);
  // Who calls a hook that is not there learns no more than who signs with a wrong secret.
  if (!hook) throw new AppError('WEBHOOK_INVALID', { reason: 'no signature is of a secret that is known' });
  const { tenant, id, plugin } = hook;
  const secrets = await database.tenant(tenant, (tx) =>
    openSecrets(tx, keys, id, liveSecrets(hook.secrets, now)),
  );
  const { id: messageId } = await verifyWebhook(request, secrets, { now });
  expectJson(request.body);
  const deliveryId = newId();
  return database.tenant(tenant, async (tx) => {
    const kept = await tx.query(
      `insert into platform.hook_deliveries (tenant_id, id, hook_id, message_id, body, received_at)
       values ($1, $2, $3, $4, $5, $6) on conflict (tenant_id, hook_id, message_id) do nothing returning id`,
      [tenant, deliveryId, id, messageId, request.body, now],
    );
    if (kept.length === 0) {
      const [first] = await tx.query<{ id: string }>(
        'select id from platform.hook_deliveries where hook_id = $1 and message_id = $2',
        [id, messageId],
      );
      return { deliveryId: first?.id ?? deliveryId, duplicate: true };
    }
    await tx.query('update platform.hooks set last_received_at = $2 where id = $1', [id, now]);
    const payload = { hookId: id, deliveryId, owner: plugin };
    await outbox.event(tx, contextOf(tenant, plugin, requestId), 'hook.received', payload);
    return { deliveryId, duplicate: false };
  });
}

async function findHook(system: SystemDatabase, hookId: string): Promise<HookRow | null> {
  if (!validate(hookId)) return null;
  const rows = await system.across((tx) =>
    tx.query<HookRow>(`select ${columns} from platform.hooks where id = $1`, [hookId]),
  );
  return rows[0] ?? null;
}

async function ownHook(tx: Transaction, plugin: string, hookId: string, lock: string): Promise<HookRow> {
  if (!validate(hookId)) throw noHook();
  const rows = await tx.query<HookRow>(
    `select ${columns} from platform.hooks where id = $1 and plugin = $2 ${lock}`,
    [hookId, plugin],
  );
  if (!rows[0]) throw noHook();
  return rows[0];
}

function infoOf({ id, name, secrets, createdAt, lastReceivedAt }: HookRow, now: Date): HookInfo {
  return {
    hookId: id,
    name,
    path: pathOf(id),
    createdAt: createdAt.toISOString(),
    secrets: liveSecrets(secrets, now).map(({ createdAt: at, expiresAt }) => ({ createdAt: at, expiresAt })),
    lastReceivedAt: lastReceivedAt?.toISOString() ?? null,
  };
}

/** @throws AppError `BAD_USER_INPUT` */
function expectJson(body: string): void {
  try {
    JSON.parse(body);
  } catch (cause) {
    throw new AppError('BAD_USER_INPUT', { reason: 'The body is not JSON' }, { cause });
  }
}
