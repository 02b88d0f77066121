import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import type { TextLine } from 'tributary/sdk';

export const PageEntity = defineEntity({
  name: 'DocumentPageEntity',
  schema: 'documents',
  tableName: 'pages',
  properties: {
    versionId: p.uuid().primary(),
    number: p.integer().primary(),
    tenantId: p.uuid(),
    text: p.text(),
    lines: p.json<TextLine[]>(),
  },
});
export type PageRow = InferEntity<typeof PageEntity>;
