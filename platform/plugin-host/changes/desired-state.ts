import { AppError, type ErrorShape } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { PluginChangeRequest, Transaction } from '#platform';
import type { Database } from '#platform/database';

/** What the operator wants of one plugin. A shipped one without such a row is enabled. */
export interface DesiredPlugin {
  readonly plugin: string;
  readonly hash: string;
  readonly enabled: boolean;
}

/**
 * How far a change is. `LOAD`: every process loads the version beside what is there. `ACTIVATE`: it is desired; runs
 * find it. `PUBLISH`: the graph shows it. `SWAP`: gateways serve that graph. Then `DONE`; or `ABORTED` after `LOAD`.
 */
export type ChangePhase = 'LOAD' | 'ACTIVATE' | 'PUBLISH' | 'SWAP' | 'DONE' | 'ABORTED';

export interface OpenChange {
  readonly id: string;
  readonly plugin: string;
  readonly action: PluginChangeRequest['action'];
  /** The version that is enabled or disabled. */
  readonly hash: string;
  readonly phase: ChangePhase;
}

/** What a process answered to a phase. */
export interface Ack {
  readonly process: string;
  readonly error: ErrorShape | null;
  /** E.g. the generation that a gateway serves now. */
  readonly detail: string | null;
}

export const channel = 'tributary_plugins';
/** Key of the advisory lock that whoever makes a change holds. */
export const changeLock = 7_246_011;
/** Longer no change takes: one that is older was left by a process that died. */
const staleSeconds = 90;
const keptDays = 30;

/** The desired state of the plugins, and the change that is under way, as all processes see them. */
export class DesiredState {
  readonly #database: Pick<Database, 'shared'>;

  constructor(database: Pick<Database, 'shared'>) {
    this.#database = database;
  }

  /** Both at one moment. */
  read(): Promise<{ desired: DesiredPlugin[]; open: OpenChange | null }> {
    return this.#database.shared(async (tx) => {
      const [row] = await tx.query<{ desired: DesiredPlugin[]; open: OpenChange | null }>(
        `select
           (select coalesce(jsonb_agg(jsonb_build_object('plugin', plugin, 'hash', hash, 'enabled', enabled) order by plugin), '[]')
            from platform.plugins) as desired,
           (select jsonb_build_object('id', id, 'plugin', plugin, 'action', action, 'hash', hash, 'phase', phase)
            from platform.plugin_changes
            where phase not in ('DONE', 'ABORTED') and begun_at > now() - make_interval(secs => $1)
              -- Whoever makes a change holds this lock: without it that process has died.
              and exists (select 1 from pg_locks
                where locktype = 'advisory' and objid = $2::oid and granted
                  and database = (select oid from pg_database where datname = current_database()))
            order by begun_at desc limit 1) as open`,
        [staleSeconds, changeLock],
      );
      return row ?? { desired: [], open: null };
    });
  }

  /** Writes the change down as pending: nothing is desired yet. */
  async begin({ plugin, action, hash }: Pick<OpenChange, 'plugin' | 'action' | 'hash'>): Promise<OpenChange> {
    const id = v7();
    await this.#tell((tx) =>
      tx.query(
        `with old as (delete from platform.plugin_changes where begun_at < now() - make_interval(days => $5))
         insert into platform.plugin_changes (id, plugin, action, hash, phase) values ($1, $2, $3, $4, 'LOAD')`,
        [id, plugin, action, hash, keptDays],
      ),
    );
    return { id, plugin, action, hash, phase: 'LOAD' };
  }

  /** From here on the change is what is desired, whoever dies. */
  async commit(change: OpenChange, actor: string, phase: ChangePhase): Promise<OpenChange> {
    const { id, plugin, hash, action } = change;
    await this.#tell(async (tx) => {
      const moved = await tx.query(
        `update platform.plugin_changes set phase = $2 where id = $1 and phase = 'LOAD' returning id`,
        [id, phase],
      );
      if (moved.length === 0) throw new AppError('CONFLICT', { reason: 'The change was given up' });
      await tx.query(
        `insert into platform.plugins (plugin, hash, enabled, changed_by) values ($1, $2, $3, $4)
         on conflict (plugin) do update set hash = excluded.hash, enabled = excluded.enabled,
           changed_at = now(), changed_by = excluded.changed_by`,
        [plugin, hash, action === 'ENABLE', actor],
      );
    });
    return { ...change, phase };
  }

  async move(change: OpenChange, phase: ChangePhase): Promise<OpenChange> {
    await this.#tell((tx) =>
      tx.query('update platform.plugin_changes set phase = $2 where id = $1', [change.id, phase]),
    );
    return { ...change, phase };
  }

  async ack({ id, phase }: OpenChange, { process, error, detail }: Ack): Promise<void> {
    await this.#tell((tx) =>
      tx.query(
        `insert into platform.plugin_acks (change, phase, process, error, detail)
         select id, $2, $3, $4, $5 from platform.plugin_changes where id = $1
         on conflict do nothing`,
        [id, phase, process, error && JSON.stringify(error), detail],
      ),
    );
  }

  acks({ id, phase }: OpenChange): Promise<Ack[]> {
    return this.#database.shared((tx) =>
      tx.query<Ack>(
        'select process, error, detail from platform.plugin_acks where change = $1 and phase = $2',
        [id, phase],
      ),
    );
  }

  #tell(work: (tx: Transaction) => Promise<unknown>): Promise<void> {
    return this.#database.shared(async (tx) => {
      await work(tx);
      await tx.query(`select pg_notify($1, '')`, [channel]);
    });
  }
}
