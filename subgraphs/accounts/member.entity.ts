import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import type { Role } from 'tributary/sdk';

/** A person of a tenant. */
export const MemberEntity = defineEntity({
  name: 'MemberEntity',
  schema: 'accounts',
  tableName: 'members',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    email: p.text(),
    name: p.text().nullable(),
    roles: p.array<Role>(),
    /** The claim that names this person in tokens. */
    subject: p.text().nullable(),
    createdAt: p.datetime(),
  },
});
export type MemberRow = InferEntity<typeof MemberEntity>;
