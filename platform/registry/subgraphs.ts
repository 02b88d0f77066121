import { createHash } from 'node:crypto';
import type { Logger } from '#platform';
import type { Database } from '#platform/database';

/** A subgraph that a process serves. */
export interface ServedSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly url: string;
}

const channel = 'tributary_subgraphs';
const heartbeatMs = 5000;
/** A process that was not seen for so long is gone. */
const goneSeconds = 30;

/** What one process says that it serves. */
export interface OpenPublication {
  /** From now on these. */
  say(subgraphs: readonly ServedSubgraph[]): Promise<void>;
  end(): Promise<void>;
}

export interface SubgraphRegistry {
  /** Says what this process serves, again and again. Returns how to take it back. */
  publish(process: string, subgraphs: readonly ServedSubgraph[]): Promise<() => Promise<void>>;
  /** The same for a process whose subgraphs come and go. */
  open(process: string, subgraphs: readonly ServedSubgraph[]): Promise<OpenPublication>;
  /** What is served now, one address a name: that of the process that published its SDL last. */
  list(): Promise<ServedSubgraph[]>;
  /** Equal for equal sets of subgraphs. */
  fingerprint(subgraphs: readonly ServedSubgraph[]): string;
  /** Calls back when another set of subgraphs is served than the caller knows. Returns how to stop. */
  watch(
    known: readonly ServedSubgraph[],
    onChange: (subgraphs: ServedSubgraph[]) => Promise<unknown>,
  ): Promise<() => Promise<void>>;
}

export function createSubgraphRegistry(
  database: Pick<Database, 'shared' | 'listen'>,
  log: Logger,
): SubgraphRegistry {
  const list = () =>
    database.shared((tx) =>
      tx.query<ServedSubgraph>(
        `select distinct on (name) name, sdl, url from platform.subgraphs
         where seen_at > now() - make_interval(secs => $1) order by name, published_at desc, process`,
        [goneSeconds],
      ),
    );

  const open = async (process: string, first: readonly ServedSubgraph[]): Promise<OpenPublication> => {
    let subgraphs = first;
    const write = () =>
      database.shared((tx) => tx.query(upsert, [process, JSON.stringify(subgraphs.map(withHash)), channel]));
    await write();
    const timer = setInterval(() => {
      write().catch((err: unknown) =>
        log.warn({ err }, 'The subgraphs of this process could not be published'),
      );
    }, heartbeatMs);
    timer.unref();
    return {
      async say(now) {
        subgraphs = now;
        await write();
      },
      async end() {
        clearInterval(timer);
        await database.shared(async (tx) => {
          await tx.query('delete from platform.subgraphs where process = $1', [process]);
          await tx.query(`select pg_notify($1, '')`, [channel]);
        });
      },
    };
  };

  return {
    list,
    fingerprint,

    open,
    publish: async (process, subgraphs) => (await open(process, subgraphs)).end,

    async watch(known, onChange) {
      let last = fingerprint(known);
      let running: Promise<void> = Promise.resolve();
      const look = () => {
        running = running
          .then(async () => {
            const now = await list();
            const print = fingerprint(now);
            if (print === last) return;
            await onChange(now);
            last = print;
          })
          .catch((err: unknown) =>
            log.error({ err }, 'The subgraphs that are served could not be taken over'),
          );
      };
      const unlisten = await database.listen(channel, look);
      // A process that dies says nothing: look also without being told.
      const timer = setInterval(look, heartbeatMs);
      timer.unref();
      look(); // what changed before we listened
      return async () => {
        clearInterval(timer);
        await unlisten();
        await running;
      };
    },
  };
}

/** Tells others only when something has changed. */
const upsert = `
  with given as (select * from jsonb_to_recordset($2::jsonb) as g (name text, url text, sdl text, hash text)),
  known as (select name, url, hash from platform.subgraphs where process = $1),
  written as (
    insert into platform.subgraphs as kept (name, process, url, sdl, hash)
    select name, $1, url, sdl, hash from given
    on conflict (name, process) do update
      set url = excluded.url, sdl = excluded.sdl, hash = excluded.hash, seen_at = now(),
        published_at = case when kept.hash = excluded.hash then kept.published_at else clock_timestamp() end
    returning 1
  ),
  gone as (delete from platform.subgraphs where process = $1 and name not in (select name from given) returning 1)
  select pg_notify($3, '') from (select 1) as once
  where exists (select name, url, hash from given except select name, url, hash from known)
     or exists (select 1 from gone)`;

function withHash(subgraph: ServedSubgraph): ServedSubgraph & { hash: string } {
  return { ...subgraph, hash: createHash('sha256').update(subgraph.sdl).digest('hex') };
}

function fingerprint(subgraphs: readonly ServedSubgraph[]): string {
  return createHash('sha256')
    .update(JSON.stringify(subgraphs.map(({ name, url, sdl }) => [name, url, sdl])))
    .digest('hex');
}
