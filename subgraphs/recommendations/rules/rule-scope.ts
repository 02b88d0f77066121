import type { PluginCatalogue, Transaction } from '#platform';
import type { RuleScope } from './check-rules.js';
import { type FactType, itemFacts, shippedFacts } from './rule-facts.js';
import { type RuleSetRow, shippedSet, shippedVersion } from './rule-set-rows.js';

/** What the rules of a set may ask for and change, as the tenant's data and the enabled plugins are now. */
export async function scopeOf(
  tx: Transaction,
  { id, capability }: RuleSetRow,
  plugins: Pick<PluginCatalogue, 'capabilities'>,
): Promise<RuleScope> {
  if (capability === null) return { itemFacts: 'ANY', ofProposals: false, taken: new Map() };
  const step = plugins.capabilities().find((one) => one.id === capability)?.step ?? null;
  const ofProposals = step === 'recommend' || capability in shippedFacts;
  const described = [...itemFacts, ...(shippedFacts[capability] ?? [])];
  const types = described.map(({ name, type }) => [name, type] as const);
  return {
    ofProposals,
    itemFacts: ofProposals ? new Map([...(await recordedFacts(tx, capability)), ...types]) : 'OUTPUT',
    taken: await rulesOfOthers(tx, id, capability),
  };
}

const typesOfJson: Readonly<Record<string, FactType>> = {
  number: 'NUMBER',
  string: 'TEXT',
  boolean: 'BOOLEAN',
  array: 'LIST',
};

/** The facts that proposals of the capability came with lately; one that was now this, now that is of any type. */
export async function recordedFacts(tx: Transaction, capability: string): Promise<Map<string, FactType>> {
  const rows = await tx.query<{ name: string; types: string[] }>(
    `select key as name, array_agg(distinct jsonb_typeof(value)) as types from (
       select facts from recommendations.recommendations
        where capability = $1 and jsonb_typeof(facts) = 'object' order by created_at desc limit 500) recent
       cross join lateral jsonb_each(recent.facts) group by key`,
    [capability],
  );
  return new Map(
    rows.map(({ name, types }) => {
      const [type, ...others] = types.filter((one) => one !== 'null');
      return [name, (others.length === 0 && type && typesOfJson[type]) || 'ANY'];
    }),
  );
}

/** The rules of other sets of the capability that are in force, are to be, or were. */
async function rulesOfOthers(tx: Transaction, id: string, capability: string): Promise<Map<string, string>> {
  const rows = await tx.query<{ rule: string; set: string }>(
    `select distinct rule->>'id' as rule, s.id as set from recommendations.rule_sets s
       join recommendations.rule_set_versions v on v.tenant_id = s.tenant_id and v.set_id = s.id
       cross join lateral jsonb_array_elements(v.rules) rule where s.capability = $1`,
    [capability],
  );
  const shipped = capability === shippedSet.capability ? shippedVersion.rules : [];
  const all = [...shipped.map((rule) => ({ rule: rule.id, set: shippedSet.id })), ...rows];
  return new Map(all.filter(({ set }) => set !== id).map(({ rule, set }) => [rule, set]));
}
