import type { Role } from 'tributary/sdk';

/** What one may do, as distinct from what one may read. */
export const permissions = [
  'documents:read',
  'documents:write',
  'documents:correct',
  'documents:delete',
  'runs:start',
  'recommendations:decide',
  'reviews:resolve',
  'audit:read',
  'audit:export',
  'analytics:read',
  'accounts:read',
  'accounts:manage',
  'plugins:manage',
  'prompts:read',
  'prompts:manage',
  'operations:execute',
  'operations:manage',
  'embeddings:manage',
  'costs:read',
  'costs:manage',
] as const;
export type Permission = (typeof permissions)[number];

const viewer: readonly Permission[] = [
  'documents:read',
  'runs:start',
  'prompts:read',
  'accounts:read',
  'operations:execute',
];
const member: readonly Permission[] = [
  ...viewer,
  'documents:write',
  'documents:correct',
  'documents:delete',
  'recommendations:decide',
];

/** What each role allows; an actor may do what one of its roles allows and one of its scopes names. */
export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  viewer,
  member,
  reviewer: [...member, 'reviews:resolve'],
  auditor: [...viewer, 'audit:read', 'audit:export', 'analytics:read', 'costs:read'],
  admin: permissions,
};
