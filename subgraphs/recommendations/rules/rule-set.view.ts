import type { Rule } from '#platform';
import { BusinessRule, type RuleSetPayload, RuleSetVersion, RuleSetView } from './rule-set.type.js';
import { type RuleSetRow, type SetWithVersions, shippedVersion, type VersionRow } from './rule-set-rows.js';

export function setView({ set, versions }: SetWithVersions): RuleSetView {
  const rows = versions.map(versionView);
  const active = rows.find(({ state }) => state === 'ACTIVE') ?? null;
  const newest = rows[0] ?? versionView({ ...shippedVersion, rules: [] });
  return Object.assign(new RuleSetView(), { ...facts(set), active, newest, versionRows: rows });
}

const facts = ({ id, name, capability, createdBy, createdAt }: RuleSetRow) => ({
  id,
  name,
  capability,
  createdBy,
  createdAt,
});

function versionView({ version, state, rules, note, createdBy, createdAt }: VersionRow): RuleSetVersion {
  const shown = rules.map(ruleView);
  return Object.assign(new RuleSetVersion(), { version, state, rules: shown, note, createdBy, createdAt });
}

const ruleView = (rule: Rule): BusinessRule =>
  Object.assign(new BusinessRule(), {
    ...rule,
    kind: rule.kind ?? null,
    params: rule.params ?? null,
    fix: rule.fix ?? null,
  });

export function payloadOf(
  found: SetWithVersions,
  version: number,
): Pick<RuleSetPayload, 'ruleSet' | 'version'> {
  const ruleSet = setView(found);
  const changed = ruleSet.versionRows.find((one) => one.version === version) ?? ruleSet.newest;
  return { ruleSet, version: changed };
}
