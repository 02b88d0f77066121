import type { Role } from 'tributary/sdk';
import { registerEnumType } from 'type-graphql';

/** Roles as the graph spells them. */
export const RoleEnum = {
  VIEWER: 'viewer',
  MEMBER: 'member',
  REVIEWER: 'reviewer',
  AUDITOR: 'auditor',
  ADMIN: 'admin',
} as const satisfies Record<string, Role>;

registerEnumType(RoleEnum, {
  name: 'Role',
  description: 'What a member may do. Which documents one may read is a matter of groups.',
  valuesConfig: {
    VIEWER: { description: 'Reads documents, searches, asks.' },
    MEMBER: { description: 'Also uploads, corrects and deletes documents and decides on recommendations.' },
    REVIEWER: { description: 'Also resolves reviews.' },
    AUDITOR: { description: 'Reads documents, the audit log and the statistics.' },
    ADMIN: { description: 'May do everything.' },
  },
});
