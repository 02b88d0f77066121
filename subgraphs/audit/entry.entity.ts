import { defineEntity, p } from '@mikro-orm/postgresql';

/** One link of a tenant's chain. Rows are appended, never changed; see `chain.ts` for what the hashes are of. */
export const AuditEntryEntity = defineEntity({
  name: 'AuditEntryEntity',
  schema: 'audit',
  tableName: 'entries',
  properties: {
    place: p.integer().primary(),
    seq: p.integer(),
    tenantId: p.uuid(),
    id: p.uuid(),
    at: p.datetime(),
    actor: p.text(),
    requestId: p.text(),
    kind: p.text(),
    action: p.text(),
    subjects: p.json<{ type: string; id: string }[]>().nullable(),
    body: p.json<Record<string, unknown>>().nullable(),
    contentHash: p.text().nullable(),
    bodyHash: p.text(),
    prevHash: p.text(),
    hash: p.text(),
  },
});
