import type { QueueName, Transaction } from '#platform';
import type { Delivery } from './queue-driver.js';

/** What the dispatcher has to know to choose jobs. */
export interface FeedOptions {
  /** Job name -> its queue. */
  queues: ReadonlyMap<string, QueueName>;
  /** Jobs of a queue that run at once in one worker. */
  concurrency: Readonly<Record<QueueName, number>>;
  /** Jobs of one tenant that are in a queue or run. */
  perTenant: number;
}

/**
 * Marks the next jobs as queued and returns them by queue. Tenants take turns: whoever has the fewest jobs under way
 * comes first, and within a tenant what a person waits for. What nobody waits for comes last, and takes at most half of
 * the places, so that long work never holds them all. A queue holds twice as many as the workers run, so a tenant that
 * comes new waits for no long line.
 */
export async function chooseJobs(tx: Transaction, options: FeedOptions): Promise<Map<QueueName, Delivery[]>> {
  const rows = await tx.query<{ queue: QueueName; tenant: string; id: string; dispatch: number }>(chooseSql, [
    [...options.queues.keys()],
    [...options.queues.values()],
    Object.keys(options.concurrency),
    Object.values(options.concurrency).map((count) => 2 * count),
    options.perTenant,
  ]);
  const chosen = new Map<QueueName, Delivery[]>();
  for (const { queue, tenant, id, dispatch } of rows.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const deliveries = chosen.get(queue) ?? [];
    deliveries.push({ tenant, id, dispatch });
    chosen.set(queue, deliveries);
  }
  return chosen;
}

/** Milliseconds until a job that has to wait may be dispatched; null when none waits. */
export async function nextDueMs(tx: Transaction): Promise<number | null> {
  const [row] = await tx.query<{ ms: number | null }>(
    `select (extract(epoch from min(available_at) - clock_timestamp()) * 1000)::float8 as ms
       from platform.jobs where state = 'waiting' and available_at > now()`,
  );
  return row?.ms ?? null;
}

// `kinds` walks the index from one (tenant, name) to the next, so that a long line costs no more than a short one.
const chooseSql = `
  with recursive kinds as (
    (select tenant_id, name from platform.jobs where state = 'waiting' order by tenant_id, name limit 1)
    union all
    select next.tenant_id, next.name from kinds k cross join lateral (
      select tenant_id, name from platform.jobs
       where state = 'waiting' and (tenant_id, name) > (k.tenant_id, k.name)
       order by tenant_id, name limit 1) next),
  queues as (select * from unnest($1::text[], $2::text[]) as q (name, queue)),
  busy as (
    select queue, tenant_id, count(*) as jobs, count(*) filter (where priority = 2) as batches from platform.jobs
     where state in ('queued', 'running') group by queue, tenant_id),
  room as (
    select c.queue, c.capacity * w.count - coalesce(b.jobs, 0) as places,
           greatest(1, c.capacity * w.count / 4) - coalesce(b.batches, 0) as batch_places
      from unnest($3::text[], $4::int[]) as c (queue, capacity)
      cross join (select greatest(1, count(*)) as count from platform.workers) w
      left join (select queue, sum(jobs) as jobs, sum(batches) as batches from busy group by queue) b
        on b.queue = c.queue),
  candidates as (
    select j.tenant_id, j.id, j.available_at, j.priority, q.queue, coalesce(b.jobs, 0)
             + row_number() over (partition by q.queue, j.tenant_id order by j.priority, j.available_at, j.id) as turn
      from kinds k
      join queues q on q.name = k.name
      left join busy b on b.queue = q.queue and b.tenant_id = k.tenant_id
      cross join lateral (
        select tenant_id, id, available_at, priority from platform.jobs
         where tenant_id = k.tenant_id and name = k.name and state = 'waiting' and available_at <= clock_timestamp()
         order by priority, available_at, id limit greatest($5 - coalesce(b.jobs, 0), 0)) j),
  chosen as (
    select ranked.* from (
      select *, row_number() over (partition by queue order by priority = 2, turn, priority, available_at) as place,
             row_number() over (partition by queue, priority = 2 order by turn, available_at) as place_of_kind
        from candidates where turn <= $5) ranked
      join room on room.queue = ranked.queue and ranked.place <= room.places
       and (ranked.priority < 2 or ranked.place_of_kind <= room.batch_places))
  update platform.jobs j set state = 'queued', queue = c.queue, dispatch = j.dispatch + 1, queued_at = clock_timestamp()
    from chosen c where j.tenant_id = c.tenant_id and j.id = c.id and j.state = 'waiting'
  returning j.queue, j.tenant_id as tenant, j.id, j.dispatch`;
