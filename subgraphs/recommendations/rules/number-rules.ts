import { isDeepStrictEqual } from 'node:util';
import type { Rule } from '#platform';
import type { VersionRow } from './rule-set-rows.js';

/** A rule as it was given: its version is ours to count. */
export type GivenRule = Omit<Rule, 'version'>;

/** Counts the versions of rules: one that is unchanged keeps its own, a changed one gets the next that nobody has had. */
export function numberRules(given: readonly GivenRule[], before: readonly VersionRow[]): Rule[] {
  return given.map((rule) => {
    const earlier = before.flatMap(({ rules }) => rules.filter(({ id }) => id === rule.id));
    const same = earlier.find(({ version: _, ...one }) => isDeepStrictEqual(one, plain(rule)));
    const highest = Math.max(0, ...earlier.map(({ version }) => version));
    return { ...plain(rule), version: same?.version ?? highest + 1 };
  });
}

/** Without what was not given, as the database keeps it. */
const plain = (rule: GivenRule): GivenRule => JSON.parse(JSON.stringify(rule)) as GivenRule;
