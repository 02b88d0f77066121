import { everyone, type Rights } from 'tributary/sdk';
import type { Transaction } from '#platform';
import type { DocumentRow } from './document.entity.js';

const columns = `id, tenant_id as "tenantId", name, title, media_type as "mediaType", status, code, problem, kind,
  kind_confidence as "kindConfidence", language, version_id as "versionId", version, access,
  created_by as "createdBy", created_at as "createdAt", updated_at as "updatedAt"`;

/*
 * What every step of every reading asks for, in plain SQL: as entities, which can be changed, the same rows cost five
 * times as much.
 */

/** The documents of these ids that may be read with these rights, in no order; see `readableWith`. */
export async function selectReadable(
  tx: Transaction,
  rights: Rights,
  ids: readonly string[],
): Promise<DocumentRow[]> {
  if (ids.length === 0) return [];
  const { condition, lists } = listedFor(rights);
  return tx.query<DocumentRow>(
    `select ${columns} from documents.documents where id = any($1::uuid[]) and status <> 'DELETING' and ${condition}`,
    [ids, ...lists],
  );
}

/**
 * The document while this version is being read, locked until the transaction ends: against changes, and not against
 * rows that name it, or two documents that are related to each other at once would wait for each other.
 */
export async function selectCurrentForUpdate(
  tx: Transaction,
  { id, versionId }: Pick<DocumentRow, 'id' | 'versionId'>,
): Promise<DocumentRow | null> {
  const rows = await tx.query<DocumentRow>(
    `select ${columns} from documents.documents
      where id = $1 and version_id = $2 and status = 'PROCESSING' for no key update`,
    [id, versionId],
  );
  return rows[0] ?? null;
}

function listedFor({ mode, principals }: Rights): { condition: string; lists: string[][] } {
  if (mode === 'any') return { condition: 'access && $2::text[]', lists: [[everyone, ...principals]] };
  // Every list holds all of none, so whoever acts for nobody reads what is open only.
  if (principals.length === 0) return { condition: 'access @> $2::text[]', lists: [[everyone]] };
  return {
    condition: '(access @> $2::text[] or access @> $3::text[])',
    lists: [[everyone], [...principals]],
  };
}
