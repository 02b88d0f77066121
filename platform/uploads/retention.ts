import type { Blobs, Eraser, Schedule, SystemDatabase } from '#platform';

const mostAtOnce = 200;

/** Forgets uploads that nobody sent, sent and never completed (with their bytes), or completed long ago. */
export function uploadRetention({
  system,
  blobs,
}: {
  system: SystemDatabase;
  blobs: Pick<Blobs, 'delete'>;
}): Schedule {
  return {
    name: 'uploads.retention',
    everyMs: 300_000,
    run: async (signal) => {
      let found = mostAtOnce;
      while (found === mostAtOnce && !signal.aborted) found = await forget(system, blobs);
    },
  };
}

async function forget(system: SystemDatabase, blobs: Pick<Blobs, 'delete'>): Promise<number> {
  return system.across(async (tx) => {
    const rows = await tx.query<{ tenant: string; id: string; state: string; blobKey: string | null }>(
      `select tenant_id as tenant, id, state, blob_key as "blobKey" from platform.uploads
        where state in ('CREATED', 'RECEIVING') and expires_at < now() - interval '1 hour'
           or state = 'RECEIVED' and changed_at < now() - interval '1 day'
           or state = 'COMPLETED' and changed_at < now() - interval '7 days'
        limit $1 for update skip locked`,
      [mostAtOnce],
    );
    // A completed upload's bytes are the document's. The rest goes before its row, which is how it would be found.
    for (const { tenant, state, blobKey } of rows) {
      if (state === 'RECEIVED' && blobKey !== null) await blobs.delete(tenant, blobKey);
    }
    await tx.query(
      `delete from platform.uploads u using unnest($1::uuid[], $2::uuid[]) as gone (tenant_id, id)
        where u.tenant_id = gone.tenant_id and u.id = gone.id`,
      [rows.map((row) => row.tenant), rows.map((row) => row.id)],
    );
    return rows.length;
  });
}

export const uploadEraser: Eraser = {
  name: 'uploads',
  async document(tx, documentId) {
    await tx.query('delete from platform.uploads where document_id = $1', [documentId]);
  },
  async tenant(tx) {
    await tx.query('delete from platform.uploads');
  },
};
