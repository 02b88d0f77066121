import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';

export type TenantState = 'ACTIVE' | 'DELETING';

/** A customer: whose data it is. */
export const TenantEntity = defineEntity({
  name: 'TenantEntity',
  schema: 'accounts',
  tableName: 'tenants',
  properties: {
    id: p.uuid().primary().fieldName('tenant_id'),
    name: p.text(),
    state: p.text().$type<TenantState>(),
    createdAt: p.datetime(),
  },
});
export type TenantRow = InferEntity<typeof TenantEntity>;
