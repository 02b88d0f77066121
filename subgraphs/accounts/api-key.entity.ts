import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import type { Role } from 'tributary/sdk';

/** An API key. With a member it has that person's roles and groups, else its own. Its secret is kept as a hash only. */
export const ApiKeyEntity = defineEntity({
  name: 'ApiKeyEntity',
  schema: 'accounts',
  tableName: 'api_keys',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    name: p.text(),
    memberId: p.uuid().nullable(),
    roles: p.array<Role>(),
    groups: p.array<string>(),
    scopes: p.array<string>(),
    keyHash: p.text(),
    createdBy: p.text(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
});
export type ApiKeyRow = InferEntity<typeof ApiKeyEntity>;
