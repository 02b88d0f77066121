import type { RequestContext } from 'tributary/sdk';
import type { RunRecords, RunRow, Transaction } from '#platform';
import { parseTraceparent } from '#platform/telemetry';
import { runColumns, runOf, type StoredRun } from './run-row.js';
import { allReadable } from './visible-runs.js';

/** Stored results are joined while their events can still be replayed: a little less than the log keeps them. */
const joinableFor = '23 hours';

type NewRun = Parameters<RunRecords['record']>[2];

/** The runs of a tenant. */
export const runRecords: RunRecords = {
  async create(tx, context, run) {
    await insert(tx, context, { ...run, state: 'PENDING', versionIds: [], result: null, error: null });
  },

  async record(tx, context, run) {
    await insert(tx, context, run);
  },

  async findJoinable(tx, joinKey) {
    return one(
      tx,
      `r.join_key = $1 and (r.state in ('PENDING', 'RUNNING')
         or r.state = 'FINISHED' and r.result->>'type' in ('Answer', 'NeedsReview', 'Refused')
            and r.result->'result'->>'cached' is distinct from 'SEMANTIC'
            and r.finished_at > now() - interval '${joinableFor}')
       order by r.created_at desc limit 1`,
      [joinKey],
    );
  },

  find: (tx, runId) => one(tx, 'r.id = $1', [runId]),

  findByKey: (tx, context, idempotencyKey) =>
    one(tx, 'r.actor = $1 and r.idempotency_key = $2', [context.actor, idempotencyKey]),

  async begin(tx, runId) {
    const [row] = await tx.query<StoredRun>(
      `update capabilities.runs r set state = 'RUNNING',
              epoch = case when r.state = 'PENDING' then r.epoch else r.epoch + 1 end
        where r.tenant_id = $1 and r.id = $2 and r.state in ('PENDING', 'RUNNING') returning ${runColumns}`,
      [tx.tenant, runId],
    );
    return row ? runOf(row) : null;
  },

  async pin(tx, runId, pins) {
    await tx.query(
      `update capabilities.runs r set prompt_pins = $3::jsonb || r.prompt_pins where r.tenant_id = $1 and r.id = $2`,
      [tx.tenant, runId, json(pins)],
    );
  },

  async hold(tx, runId, epoch) {
    const rows = await tx.query(
      `select 1 from capabilities.runs r
        where r.tenant_id = $1 and r.id = $2 and r.epoch = $3 and r.state = 'RUNNING' for share`,
      [tx.tenant, runId, epoch],
    );
    return rows.length > 0;
  },

  async finish(
    tx,
    runId,
    epoch,
    { state, result, error, documentIds = [], versionIds = [], promptVersions = [], input },
  ) {
    const rows = await tx.query(
      `update capabilities.runs r set state = $4, result = $5, error = $6, finished_at = clock_timestamp(),
              document_ids = array(select distinct unnest(r.document_ids || $7::uuid[])), version_ids = $8::uuid[], prompt_versions = $9,
              input = coalesce($10::jsonb, r.input)
        where r.tenant_id = $1 and r.id = $2 and r.epoch = $3 and r.state in ('PENDING', 'RUNNING') returning 1`,
      [
        tx.tenant,
        runId,
        epoch,
        state,
        json(result),
        json(error),
        documentIds,
        versionIds,
        promptVersions,
        json(input),
      ],
    );
    return rows.length > 0;
  },

  async latest(tx, context, capability, inputHash) {
    const readable = allReadable(context.rights, 3);
    return one(
      tx,
      `r.state = 'FINISHED' and r.variant is null and r.capability = $1 and r.input_hash = $2 and r.result ? 'output' and ${readable.sql}
         and (r.actor = $4 or not starts_with(r.rights_key, 'own:'))
       order by r.finished_at desc limit 1`,
      [capability, inputHash, readable.value, context.actor],
    );
  },
};

async function insert(tx: Transaction, context: RequestContext, run: NewRun): Promise<void> {
  const isOver = run.state !== 'PENDING' && run.state !== 'RUNNING';
  await tx.query(
    `insert into capabilities.runs (tenant_id, id, capability, plugin, plugin_version, state, actor, input, input_hash,
       join_key, rights_key, idempotency_key, document_ids, version_ids, prompt_pins, prompt_versions, result,
       error, trace_id, variant, deadline_at, finished_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
       ${isOver ? 'clock_timestamp()' : 'null'})`,
    [
      context.tenant,
      run.id,
      run.capability,
      run.plugin,
      run.pluginVersion,
      run.state,
      run.actor,
      json(run.input),
      run.inputHash,
      run.joinKey,
      run.rightsKey,
      run.idempotencyKey,
      run.documentIds,
      run.versionIds,
      json(run.promptPins),
      run.promptVersions ?? [],
      json(run.result),
      json(run.error),
      parseTraceparent(context.traceparent)?.traceId ?? null,
      json(run.variant),
      run.deadlineAt ?? null,
    ],
  );
}

/** The condition's parameters begin at `$1`; the tenant is added by row-level security and, for the index, here. */
async function one(
  tx: Transaction,
  condition: string,
  parameters: readonly unknown[],
): Promise<RunRow | null> {
  const [row] = await tx.query<StoredRun>(
    `select ${runColumns} from capabilities.runs r
      where r.tenant_id = current_setting('app.tenant')::uuid and ${condition}`,
    parameters,
  );
  return row ? runOf(row) : null;
}

// The driver would take an array for a Postgres array, and a string for JSON text.
const json = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));
