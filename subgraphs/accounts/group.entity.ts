import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';

/** Members who may read the documents whose access list names the group. */
export const GroupEntity = defineEntity({
  name: 'GroupEntity',
  schema: 'accounts',
  tableName: 'groups',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    name: p.text(),
    createdAt: p.datetime(),
  },
});
export type GroupRow = InferEntity<typeof GroupEntity>;

export const MembershipEntity = defineEntity({
  name: 'MembershipEntity',
  schema: 'accounts',
  tableName: 'memberships',
  properties: {
    groupId: p.uuid().primary(),
    memberId: p.uuid().primary(),
    tenantId: p.uuid(),
  },
});
