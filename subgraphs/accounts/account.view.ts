import type { Tenant } from './account.type.js';
import type { ApiKeyRow } from './api-key.entity.js';
import type { ApiKey } from './api-key.type.js';
import type { GroupRow } from './group.entity.js';
import type { Group } from './group.type.js';
import type { MemberRow } from './member.entity.js';
import type { Member } from './member.type.js';
import { actorOfMember } from './principal-projection.js';
import type { TenantRow } from './tenant.entity.js';

export function tenantView({ id, name, createdAt }: TenantRow): Tenant {
  return { id, name, createdAt };
}

export function memberView(row: MemberRow): Member {
  const { id, email, roles, createdAt } = row;
  return {
    id,
    actor: actorOfMember(id),
    email,
    name: row.name ?? null,
    roles,
    subject: row.subject ?? null,
    createdAt,
  };
}

export function groupView({ id, name, createdAt }: GroupRow): Group {
  return { id, name, createdAt };
}

/** Leaves out the hash. */
export function keyView(row: ApiKeyRow): ApiKey {
  const { id, name, roles, groups, scopes, createdBy, createdAt } = row;
  return {
    id,
    name,
    memberId: row.memberId ?? null,
    roles,
    groups,
    scopes,
    createdBy,
    createdAt,
    expiresAt: row.expiresAt ?? null,
    revokedAt: row.revokedAt ?? null,
  };
}
