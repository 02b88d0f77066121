import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';

export const FindingEntity = defineEntity({
  name: 'DocumentFindingEntity',
  schema: 'documents',
  tableName: 'findings',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    versionId: p.uuid(),
    ordinal: p.integer(),
    kind: p.text(),
    severity: p.text(),
    verdict: p.text(),
    rule: p.text(),
    ruleVersion: p.integer(),
    carrier: p.text().nullable(),
    page: p.integer().nullable(),
    start: p.integer().nullable(),
    end: p.integer().nullable(),
    quote: p.text().nullable(),
  },
});
export type FindingRow = InferEntity<typeof FindingEntity>;
