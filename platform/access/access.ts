import type { Access } from '#platform';
import { comparedPrincipals, heldBy } from './readable-clause.js';

// An id that is none would fail the query; it names nothing that may be read.
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The projection of who may read what, written by the owner of each entity in its own transaction. */
export function createAccess(): Access {
  return {
    async set(tx, { type, id }, principals) {
      if (principals.length === 0) {
        await tx.query('delete from platform.access where entity_type = $1 and entity_id = $2', [type, id]);
        return;
      }
      await tx.query(
        `insert into platform.access (tenant_id, entity_type, entity_id, principals)
         values (nullif(current_setting('app.tenant', true), '')::uuid, $1, $2, $3)
         on conflict (tenant_id, entity_type, entity_id) do update set principals = excluded.principals`,
        [type, id, principals],
      );
    },

    async readable(tx, { rights }, type, ids) {
      if (ids.length === 0) return new Set();
      const rows = await tx.query<{ entity_id: string }>(
        `select entity_id from platform.access
         where entity_type = $1 and entity_id = any($2::uuid[]) and ${heldBy(rights, 'principals', 3)}`,
        [type, ids.filter((id) => uuid.test(id)), comparedPrincipals(rights)],
      );
      return new Set(rows.map((row) => row.entity_id));
    },

    async list(tx, { type, id }) {
      const [row] = await tx.query<{ principals: string[] }>(
        'select principals from platform.access where entity_type = $1 and entity_id = $2',
        [type, id],
      );
      return row?.principals ?? [];
    },
  };
}
