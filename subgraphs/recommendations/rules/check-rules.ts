import { AppError, proposal } from 'tributary/sdk';
import type { Rule, RuleEngine } from '#platform';
import { misfitsOf } from './check-comparisons.js';
import { type FactType, factsIn, worldTypeOf } from './rule-facts.js';

/** What the rules of a set may ask for and change. */
export interface RuleScope {
  /** The facts of the judged items with their types; `OUTPUT` for those of an output, which are not known, `ANY` for what is given. */
  itemFacts: ReadonlyMap<string, FactType> | 'OUTPUT' | 'ANY';
  /** Whether the items are proposals, so that a fix must leave a valid one. */
  ofProposals: boolean;
  /** Ids of rules in other sets of the capability, each with its set. */
  taken: ReadonlyMap<string, string>;
}

const mostRules = 200;
const mostBytes = 256 * 1024;
const fixable = proposal.partial().strict();

/** Checks the rules of a set; `RULE_INVALID` names the rule and the place in it. */
export function checkRules(rules: readonly Rule[], scope: RuleScope, engine: RuleEngine): void {
  if (rules.length > mostRules) refuse('set', `a set has at most ${mostRules} rules`);
  if (JSON.stringify(rules).length > mostBytes) refuse('set', `a set has at most ${mostBytes} bytes`);
  const seen = new Set<string>();
  for (const rule of rules) {
    if (seen.has(rule.id)) refuse(rule.id, 'id: another rule of the set has it');
    seen.add(rule.id);
    const set = scope.taken.get(rule.id);
    if (set) refuse(rule.id, `id: a rule of the set ${set} has it, and a verdict names its rule by it`);
    engine.check(rule);
    checkFacts(rule, scope);
    checkFix(rule, scope);
  }
}

function checkFacts(rule: Rule, { itemFacts }: RuleScope): void {
  if (itemFacts === 'ANY') return;
  for (const { name, place } of factsIn(rule)) {
    const isOwn = itemFacts === 'OUTPUT' ? !name.includes('.') : itemFacts.has(name);
    if (isOwn || worldTypeOf(name)) continue;
    const known = itemFacts === 'OUTPUT' ? 'those of the output' : [...itemFacts.keys()].sort().join(', ');
    const world = 'document.*, fields.<name>, fields.<name>.confidence, similar.*, counterparty.*, actor.*';
    refuse(
      rule.id,
      `${place}: there is no fact ${name}; known are ${known}, and ${world} (ruleFacts lists them)`,
    );
  }
  const typeOf = (name: string) =>
    (itemFacts === 'OUTPUT' ? null : itemFacts.get(name)) ?? worldTypeOf(name) ?? 'ANY';
  const [misfit] = misfitsOf(rule.conditions, typeOf);
  if (misfit) refuse(rule.id, `${misfit.place}: ${misfit.reason}`);
}

function checkFix(rule: Rule, { ofProposals }: RuleScope): void {
  if (!rule.fix || !ofProposals) return;
  const [issue] = fixable.safeParse(rule.fix).error?.issues ?? [];
  if (issue) refuse(rule.id, `fix.${issue.path.join('.')}: ${issue.message}`);
}

function refuse(rule: string, reason: string): never {
  throw new AppError('RULE_INVALID', { rule, reason });
}
