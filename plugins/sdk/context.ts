/** Roles of a member of a tenant. A role says what one may do; groups say which documents one may read. */
export const roles = ['viewer', 'member', 'reviewer', 'auditor', 'admin'] as const;
/** One of `roles`. */
export type Role = (typeof roles)[number];

/**
 * What a caller may read. A document's access list holds principals: `tenant` (everybody in it) or `group:<id>`.
 * `any`: readable when the list holds one of the principals (a person). `every`: readable when the list holds all of
 * them, or `tenant`, so that what is made from it can be shown to everyone who may read the first (a plugin that acts
 * on a document).
 */
export interface Rights {
  readonly mode: 'any' | 'every';
  readonly principals: readonly string[];
}

/** Whose data, who acts, and until when. Plain data: by reference in a process, as a signed token between processes. */
export interface RequestContext {
  /** Tenant id (UUID). */
  readonly tenant: string;
  /** `user:<id>`, `key:<id>`, `plugin:<id>` or `system:<part>`. */
  readonly actor: string;
  readonly roles: readonly Role[];
  /** OAuth-like scopes such as `documents:read`; `*` stands for all that the roles allow. */
  readonly scopes: readonly string[];
  /** Ids of the groups that the actor belongs to. */
  readonly groups: readonly string[];
  readonly rights: Rights;
  readonly requestId: string;
  /** W3C trace context. */
  readonly traceparent: string;
  /** Milliseconds since the epoch after which nobody waits for the answer. */
  readonly deadline: number;
  /** The supergraph generation that the operation began on. */
  readonly generation: string | null;
}

/** The principal that every member of a tenant has. */
export const everyone = 'tenant';

/** The rights of a person with these groups (ids). */
export function rightsOfGroups(groups: readonly string[]): Rights {
  return { mode: 'any', principals: [everyone, ...groups.map((group) => `group:${group}`).sort()] };
}

/** The rights of a plugin that acts on a document with this access list. */
export function rightsOfAccessList(access: readonly string[]): Rights {
  return { mode: 'every', principals: [...access].sort() };
}

/** Whether an entity with this access list may be read with these rights. */
export function mayRead(rights: Rights, access: readonly string[]): boolean {
  if (access.includes(everyone)) return true;
  if (rights.principals.length === 0) return false;
  return rights.mode === 'any'
    ? rights.principals.some((principal) => access.includes(principal))
    : rights.principals.every((principal) => access.includes(principal));
}
