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
  'evaluation:read',
  'evaluation:manage',
  'insights:manage',
  'notifications:send',
  'notifications:manage',
  'rules:manage',
  'automation:read',
  'automation:manage',
  'work:manage',
] as const;
export type Permission = (typeof permissions)[number];

/** Whether it is a permission of the system. */
export const isPermission = (name: string): name is Permission =>
  (permissions as readonly string[]).includes(name);

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
  'evaluation:read',
];

/** What each role allows; an actor may do what one of its roles allows and one of its scopes names. */
export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  viewer,
  member,
  reviewer: [
    ...member,
    'analytics:read',
    'reviews:resolve',
    'evaluation:manage',
    'automation:read',
    'insights:manage',
    'notifications:send',
  ],
  auditor: [
    ...viewer,
    'audit:read',
    'audit:export',
    'analytics:read',
    'costs:read',
    'evaluation:read',
    'automation:read',
  ],
  admin: permissions,
};
