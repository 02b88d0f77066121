import type { Rule, Transaction } from '#platform';
import { defaultRuleSet } from './default-rules.js';

export const versionStates = ['DRAFT', 'SHADOW', 'ACTIVE', 'RETIRED'] as const;
export type VersionState = (typeof versionStates)[number];

export interface RuleSetRow {
  id: string;
  name: string;
  /** Null for a set that is only asked by its id. */
  capability: string | null;
  createdBy: string;
  createdAt: Date;
}
export interface VersionRow {
  setId: string;
  version: number;
  state: VersionState;
  rules: Rule[];
  note: string | null;
  createdBy: string;
  createdAt: Date;
}

export const setColumns = `id, name, capability, created_by as "createdBy", created_at as "createdAt"`;
export const versionColumns = `set_id as "setId", version, state, rules, note, created_by as "createdBy",
  created_at as "createdAt"`;

/** Who made what ships with the system, and when its first version was. */
const maker = { createdBy: 'system:rules', createdAt: new Date('2026-11-01T00:00:00Z') };

/** The set that ships with the system, as long as the tenant has not changed it. */
export const shippedSet: RuleSetRow = {
  id: defaultRuleSet.id,
  name: defaultRuleSet.name,
  capability: defaultRuleSet.capability,
  ...maker,
};
export const shippedVersion: VersionRow = {
  setId: defaultRuleSet.id,
  version: defaultRuleSet.version,
  state: 'ACTIVE',
  rules: defaultRuleSet.rules,
  note: 'Ships with the system.',
  ...maker,
};

/** A set with its versions, the newest first. */
export interface SetWithVersions {
  set: RuleSetRow;
  versions: VersionRow[];
}

/** Sets of the tenant in the order of the ids; the shipped one although nothing of it is stored yet. */
export async function findSets(tx: Transaction, ids: readonly string[]): Promise<(SetWithVersions | null)[]> {
  const sets = await tx.query<RuleSetRow>(
    `select ${setColumns} from recommendations.rule_sets where id = any($1)`,
    [ids],
  );
  const rows = await tx.query<VersionRow>(
    `select ${versionColumns} from recommendations.rule_set_versions where set_id = any($1) order by version desc`,
    [ids],
  );
  const versions = Map.groupBy(rows, ({ setId }) => setId);
  return ids.map((id) => {
    const set = sets.find((one) => one.id === id);
    if (set) return { set, versions: versions.get(id) ?? [] };
    return id === shippedSet.id ? { set: shippedSet, versions: [{ ...shippedVersion }] } : null;
  });
}

/** One of them; null when there is none. */
export async function findSet(tx: Transaction, id: string): Promise<SetWithVersions | null> {
  const [found] = await findSets(tx, [id]);
  return found ?? null;
}

/** Writes a set and its first version. */
export async function insertSet(tx: Transaction, tenant: string, set: RuleSetRow): Promise<void> {
  await tx.query(
    `insert into recommendations.rule_sets (tenant_id, id, name, capability, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [tenant, set.id, set.name, set.capability, set.createdBy, set.createdAt],
  );
}

export async function insertVersion(tx: Transaction, tenant: string, row: VersionRow): Promise<void> {
  await tx.query(
    `insert into recommendations.rule_set_versions
       (tenant_id, set_id, version, state, rules, note, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tenant,
      row.setId,
      row.version,
      row.state,
      JSON.stringify(row.rules),
      row.note,
      row.createdBy,
      row.createdAt,
    ],
  );
}
