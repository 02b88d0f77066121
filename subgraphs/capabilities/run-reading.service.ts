import { AppError, type RunOutcomes, type RunSummary, z } from 'tributary/sdk';
import type { Database, RunReading } from '#platform';
import { authorize } from '#platform/access';
import { eraseDecisionContent } from '#platform/outbox';
import { eraseRunEvents } from '#platform/run-log';
import { cancelChannel } from '#platform/runs';
import { runColumns, runOf, type StoredRun } from './run-row.js';
import { visibleTo } from './visible-runs.js';

const mostAtOnce = 200;
const mostListed = 100;
/** No run goes on for so long: the index is on its beginning. */
const longest = `interval '1 day'`;
const uuid = z.uuid();

type Row = StoredRun & { promptVersions: string[] };
const columns = `${runColumns}, r.prompt_versions as "promptVersions"`;

/** What a group is, as SQL over runs `r`. */
const groups = {
  CAPABILITY: 'r.capability',
  MODEL: `r.result->'result'->>'model'`,
  PROMPT_VERSION: 'used.name',
} as const;

/** Runs for plugins to read, by the rights of who asks. */
export function createRunReading(database: Database): RunReading {
  return {
    async find(context, runIds) {
      authorize(context, 'documents:read');
      if (runIds.length > mostAtOnce)
        throw new AppError('BAD_USER_INPUT', { reason: `runIds: ask for ${mostAtOnce} at most` });
      const wanted = runIds.filter((id) => uuid.safeParse(id).success);
      const visible = visibleTo(context, 2);
      const rows = await database.tenant(context.tenant, (tx) =>
        tx.query<Row>(`select ${columns} from capabilities.runs r where r.id = any($1) and ${visible.sql}`, [
          wanted,
          ...visible.values,
        ]),
      );
      const byId = new Map(rows.map((row) => [row.id, summaryOf(row)]));
      return runIds.map((id) => byId.get(id) ?? null);
    },

    async finished(context, filter) {
      authorize(context, 'documents:read');
      const { capability = null, from = null, to = null, after = null, first = 20, everybodys } = filter;
      if (everybodys && !context.actor.startsWith('plugin:'))
        throw new AppError('FORBIDDEN', { needed: 'of a plugin, for the runs of everybody' });
      const visible = everybodys ? null : visibleTo(context, 6);
      return database.tenant(context.tenant, async (tx) => {
        const rows = await tx.query<Row>(
          `select ${columns} from capabilities.runs r
            where r.tenant_id = current_setting('app.tenant')::uuid and r.finished_at is not null
              and ($1::text is null or r.capability = $1)
              and ($2::timestamptz is null or r.finished_at >= $2 and r.created_at >= $2 - ${longest})
              and ($3::timestamptz is null or r.finished_at < $3)
              and ($4::uuid is null or (r.finished_at, r.id) >
                    (select last.finished_at, last.id from capabilities.runs last where last.id = $4))
              ${visible ? `and ${visible.sql}` : ''}
            order by r.finished_at, r.id limit $5`,
          [capability, from, to, after, Math.min(Math.max(1, first), mostListed), ...(visible?.values ?? [])],
        );
        return rows.map(summaryOf);
      });
    },

    async forget(context, runIds) {
      const isBackground = /^(?:plugin|system):/.test(context.actor);
      const wanted = runIds.filter((id) => uuid.safeParse(id).success);
      await database.tenant(context.tenant, async (tx) => {
        const rows = await tx.query<{ id: string; isOver: boolean; decisionId: string | null }>(
          `delete from capabilities.runs where id = any($1) and starts_with(rights_key, 'own:')
             and ($2 or actor = $3)
           returning id, finished_at is not null as "isOver", result->'result'->>'decisionId' as "decisionId"`,
          [wanted, isBackground, context.actor],
        );
        const ids = rows.map(({ id }) => id);
        await tx.query('delete from capabilities.run_traces where run_id = any($1)', [ids]);
        await eraseRunEvents(tx, ids);
        await eraseDecisionContent(tx, {
          decisionIds: rows.flatMap(({ decisionId }) => decisionId ?? []),
          runIds: rows.flatMap(({ id, isOver, decisionId }) => (isOver && decisionId === null ? [id] : [])),
        });
        // What goes on ends now; it finds that it is gone, and keeps nothing.
        for (const { id, isOver } of rows)
          if (!isOver) await tx.query('select pg_notify($1, $2)', [cancelChannel, id]);
      });
    },

    async outcomes(context, { from, to, interval, groupBy }) {
      authorize(context, 'analytics:read');
      const used =
        groupBy === 'PROMPT_VERSION' ? 'cross join lateral unnest(r.prompt_versions) used (name)' : '';
      return database.tenant(context.tenant, (tx) =>
        tx.query<RunOutcomes>(
          `select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, "group", count(*)::int as runs,
                  count(*) filter (where outcome = 'Answer')::int as answered,
                  count(*) filter (where outcome = 'NeedsReview')::int as "needsReview",
                  count(*) filter (where outcome = 'InsufficientEvidence')::int as "insufficientEvidence",
                  count(*) filter (where outcome = 'Refused' and screening <> 'BLOCKED')::int as refused,
                  count(*) filter (where screening = 'BLOCKED')::int as blocked,
                  count(*) filter (where code in ('OUTPUT_SCHEMA', 'OUTPUT_TRUNCATED'))::int as "schemaFailures",
                  count(*) filter (where code is not null and code not in ('OUTPUT_SCHEMA', 'OUTPUT_TRUNCATED'))::int as failed
             from (select date_trunc($3, r.finished_at, 'UTC') as at, ${groups[groupBy]} as "group",
                          r.result->>'type' as outcome, coalesce(r.result->'result'->>'screening', '') as screening,
                          r.error->>'code' as code
                     from capabilities.runs r ${used}
                    where r.tenant_id = current_setting('app.tenant')::uuid and r.variant is null
                      and r.state in ('FINISHED', 'FAILED')
                      and r.created_at >= $1::timestamptz - ${longest} and r.finished_at >= $1::timestamptz and r.finished_at < $2::timestamptz) ended
            group by 1, 2 order by 1, 2 limit 1000`,
          [from, to, interval.toLowerCase()],
        ),
      );
    },
  };
}

function summaryOf(row: Row): RunSummary {
  const run = runOf(row);
  return {
    runId: run.id,
    capability: run.capability,
    plugin: run.plugin,
    state: run.state,
    isTrial: (run.variant ?? null) !== null,
    input: run.input,
    result: run.result,
    error: run.error && { code: run.error.code, message: run.error.message },
    documentIds: run.documentIds,
    promptVersions: row.promptVersions,
    createdAt: run.createdAt,
    finishedAt: run.finishedAt,
  };
}
