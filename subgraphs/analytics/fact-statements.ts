import type { EventName } from 'tributary/sdk';

/*
 * How the events of a window become facts: one statement for each event, set at a time. `$1` and `$2` bound the window
 * by the time of publication. Each statement may run again over the same events: it writes the same facts.
 */

interface FactStatement {
  event: EventName;
  sql: string;
}

/** The events of the window; of several for one key the newest. */
const events = (event: EventName, key: string): string => `
  select distinct on (o.tenant_id, ${key}) o.* from platform.outbox o
  where o.name = '${event}' and o.published_at > $1 and o.published_at <= $2
  order by o.tenant_id, ${key}, o.id desc`;

const documentId = `(o.payload->>'documentId')::uuid`;
const recommendationId = `(o.payload->>'recommendationId')::uuid`;
const reviewId = `(o.payload->>'reviewId')::uuid`;

/** Writes columns of a document's fact, whichever of its events comes first. */
function ofDocument(event: EventName, columns: Record<string, string>): FactStatement {
  return upsert(event, 'document_facts', { document_id: documentId }, columns);
}

function upsert(
  event: EventName,
  table: string,
  key: Record<string, string>,
  columns: Record<string, string>,
): FactStatement {
  const keys = Object.keys(key);
  const names = Object.keys(columns);
  const update = names.map((name) => `${name} = excluded.${name}`).join(', ');
  return {
    event,
    sql: `insert into analytics.${table} (tenant_id, ${[...keys, ...names].join(', ')})
      select o.tenant_id, ${[...Object.values(key), ...Object.values(columns)].join(', ')}
      from (${events(event, Object.values(key).join(', '))}) o
      on conflict (tenant_id, ${keys.join(', ')}) do update set ${update}`,
  };
}

function stale(event: EventName): FactStatement {
  return {
    event,
    sql: `insert into analytics.stale_documents (tenant_id, document_id)
      select o.tenant_id, ${documentId} from (${events(event, documentId)}) o on conflict do nothing`,
  };
}

/** Tables whose rows are of one document each. */
export const documentTables = [
  'document_facts',
  'business_facts',
  'stale_documents',
  'correction_facts',
  'recommendation_facts',
  'review_facts',
] as const;

export const factStatements: readonly FactStatement[] = [
  ofDocument('document.uploaded', { uploaded_at: 'o.at' }),
  ofDocument('document.classified', {
    kind: `o.payload->>'kind'`,
    kind_confidence: `(o.payload->>'confidence')::double precision`,
  }),
  ofDocument('document.extracted', {
    fields: `(o.payload->>'fields')::int`,
    mean_confidence: `(o.payload->>'meanConfidence')::double precision`,
  }),
  ofDocument('document.processed', {
    status: `o.payload->>'status'`,
    code: `o.payload->>'code'`,
    duration_ms: `(o.payload->>'durationMs')::double precision`,
    processed_at: 'o.at',
  }),
  upsert(
    'document.corrected',
    'correction_facts',
    { event_id: 'o.id' },
    { document_id: documentId, field: `o.payload->>'field'`, at: 'o.at' },
  ),
  upsert(
    'run.finished',
    'run_facts',
    { event_id: 'o.id' },
    {
      at: 'o.at',
      run_id: `(o.payload->>'runId')::uuid`,
      capability: `o.payload->>'capability'`,
      plugin: `o.payload->>'plugin'`,
      engine: `o.payload->>'engine'`,
      model: `o.payload->>'model'`,
      outcome: `o.payload->>'outcome'`,
      duration_ms: `(o.payload->>'durationMs')::double precision`,
      input_tokens: `(o.payload->>'inputTokens')::bigint`,
      output_tokens: `(o.payload->>'outputTokens')::bigint`,
      cost_usd: `(o.payload->>'costUsd')::numeric`,
    },
  ),
  upsert(
    'recommendation.made',
    'recommendation_facts',
    { recommendation_id: recommendationId },
    { document_id: documentId, kind: `o.payload->>'kind'`, made_at: 'o.at' },
  ),
  upsert(
    'recommendation.decided',
    'recommendation_facts',
    { recommendation_id: recommendationId },
    {
      document_id: documentId,
      kind: `o.payload->>'kind'`,
      decision: `o.payload->>'decision'`,
      decided_at: 'o.at',
    },
  ),
  upsert(
    'recommendation.feedback',
    'feedback_facts',
    { recommendation_id: recommendationId, actor: `o.payload->>'by'` },
    { value: `o.payload->>'value'`, at: 'o.at' },
  ),
  upsert(
    'review.requested',
    'review_facts',
    { review_id: reviewId },
    { document_id: documentId, requested_at: 'o.at' },
  ),
  upsert(
    'review.resolved',
    'review_facts',
    { review_id: reviewId },
    { document_id: documentId, outcome: `o.payload->>'outcome'`, resolved_at: 'o.at' },
  ),
  // What a document says stands in no event: it is read from the document, a little later.
  ...(['document.extracted', 'document.corrected', 'document.processed'] as const).map(stale),
  // Last: a document that is gone leaves no fact, whatever else the window says of it.
  ...documentTables.map((table) => ({
    event: 'document.deleted' as const,
    sql: `delete from analytics.${table} f using (${events('document.deleted', documentId)}) o
      where f.tenant_id = o.tenant_id and f.document_id = ${documentId}`,
  })),
];
