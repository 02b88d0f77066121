import { roles as knownRoles, type Role } from 'tributary/sdk';
import type { PrincipalRow, Principals, SystemDatabase, Transaction } from '#platform';

interface Row {
  tenant_id: string;
  actor: string;
  roles: string[];
  scopes: string[];
  groups: string[];
  key_hash: string | null;
  subject: string | null;
  revoked: boolean;
  expires_at: Date | null;
  from_token: boolean;
  person: string | null;
}

const columns =
  'tenant_id, actor, roles, scopes, groups, key_hash, subject, revoked, expires_at, from_token, person';

/** A principal, and whether it is known from tokens only. */
export interface StoredPrincipal extends PrincipalRow {
  readonly roles: readonly Role[];
  readonly fromToken: boolean;
}

/** The projection of principals that `accounts` writes in its own transaction. */
export const principals: Principals = {
  put: (tx, principal) => write(tx, { ...principal, roles: known(principal.roles), fromToken: false }),

  async remove(tx, actor) {
    await tx.query('delete from platform.principals where actor = $1', [actor]);
  },
};

/** Inserts or replaces a principal. A person whom only a token named gives way to the registered one. */
export async function write(tx: Transaction, principal: StoredPrincipal): Promise<void> {
  if (principal.subject !== null) {
    await tx.query('delete from platform.principals where subject = $1 and from_token and actor <> $2', [
      principal.subject,
      principal.actor,
    ]);
  }
  await tx.query(
    `insert into platform.principals (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (tenant_id, actor) do update set roles = excluded.roles, scopes = excluded.scopes,
       groups = excluded.groups, key_hash = excluded.key_hash, subject = excluded.subject,
       revoked = excluded.revoked, expires_at = excluded.expires_at, from_token = excluded.from_token,
       person = excluded.person,
       changed_at = now()`,
    [
      principal.tenant,
      principal.actor,
      principal.roles,
      principal.scopes,
      principal.groups,
      principal.keyHash,
      principal.subject,
      principal.revoked,
      principal.expiresAt,
      principal.fromToken,
      principal.person ?? null,
    ],
  );
}

/**
 * The one look-up that crosses tenants: whose key this is. A key names no tenant, so row-level security cannot help;
 * its hash is the proof.
 */
export async function findByKeyHash(
  system: SystemDatabase,
  keyHash: string,
): Promise<StoredPrincipal | null> {
  const sql = `select ${columns} from platform.principals where key_hash = $1`;
  return principalOf(await system.across((tx) => tx.query<Row>(sql, [keyHash])));
}

export async function findBySubject(tx: Transaction, subject: string): Promise<StoredPrincipal | null> {
  return principalOf(
    await tx.query<Row>(`select ${columns} from platform.principals where subject = $1`, [subject]),
  );
}

export async function findByActor(tx: Transaction, actor: string): Promise<StoredPrincipal | null> {
  return principalOf(
    await tx.query<Row>(`select ${columns} from platform.principals where actor = $1`, [actor]),
  );
}

/** Whether accounts has registered anybody in the transaction's tenant, that is, whether the tenant exists. */
export async function tenantExists(tx: Transaction): Promise<boolean> {
  const rows = await tx.query('select from platform.principals where not from_token limit 1');
  return rows.length > 0;
}

function principalOf(rows: readonly Row[]): StoredPrincipal | null {
  const [row] = rows;
  if (!row) return null;
  return {
    actor: row.actor,
    tenant: row.tenant_id,
    roles: known(row.roles),
    scopes: row.scopes,
    groups: row.groups,
    keyHash: row.key_hash,
    subject: row.subject,
    revoked: row.revoked,
    expiresAt: row.expires_at?.toISOString() ?? null,
    fromToken: row.from_token,
    person: row.person,
  };
}

function known(names: readonly string[]): Role[] {
  return knownRoles.filter((role) => names.includes(role));
}
