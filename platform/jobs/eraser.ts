import type { Eraser } from '#platform';

/**
 * Erases jobs that concern a document, or a tenant. Those that run stay until they end: the eraser may be one of them.
 * Events that still wait for a handler stay too: they may tell of the deletion.
 */
export const jobEraser: Eraser = {
  name: 'jobs',
  async document(tx, documentId) {
    await tx.query(`delete from platform.jobs where payload->>'documentId' = $1 and state <> 'running'`, [
      documentId,
    ]);
    await tx.query(
      `update platform.jobs set payload = jsonb_set(payload, '{events}', (
         select coalesce(jsonb_agg(event), '[]') from jsonb_array_elements(payload->'events') event
          where event->'payload'->>'documentId' is distinct from $1))
        where state in ('done', 'dead')
          and jsonb_path_exists(payload, '$.events[*].payload.documentId ? (@ == $id)', jsonb_build_object('id', $1::text))`,
      [documentId],
    );
  },
  async tenant(tx) {
    await tx.query(`delete from platform.jobs where state <> 'running'`);
  },
};
