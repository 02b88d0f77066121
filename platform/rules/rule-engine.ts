import { Engine, type TopLevelCondition } from 'json-rules-engine';
import { AppError, type Verdict, z } from 'tributary/sdk';
import type { ContributionLookup, Rule, RuleEngine, RuleSet } from '#platform';
import { conditionsSchema } from './conditions.js';
import { addOperators } from './operators.js';

const outcomes = { FIX: 'FIXED', REVIEW: 'REVIEW', REJECT: 'REJECTED' } as const;

const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9.-]*$/),
  version: z.int().positive(),
  appliesTo: z.array(z.string()),
  conditions: conditionsSchema,
  kind: z.string().optional(),
  params: z.record(z.string(), z.json()).optional(),
  onFail: z.enum(['FIX', 'REVIEW', 'REJECT']),
  fix: z.record(z.string(), z.json()).optional(),
  reason: z.string().min(1),
});

type Kinds = Pick<ContributionLookup, 'rule'>;
const noKinds: Kinds = { rule: () => null };

/**
 * Rules as data, judged by json-rules-engine, and by the kinds of rule that plugins bring. The same facts always give
 * the same verdicts: there are no clocks and no look-ups among the facts, and what plugins bring is pure.
 */
export function createRuleEngine(kinds: Kinds = noKinds): RuleEngine {
  return {
    async evaluate(set: RuleSet, kind: string, facts: Record<string, unknown>): Promise<Verdict[]> {
      const rules = set.rules.filter(({ appliesTo }) => appliesTo.length === 0 || appliesTo.includes(kind));
      return Promise.all(rules.map((rule) => judge(rule, facts, kinds)));
    },
    check: (rule) => check(rule, kinds),
  };
}

async function judge(rule: Rule, facts: Record<string, unknown>, kinds: Kinds): Promise<Verdict> {
  const holds = await conditionsHold(rule, facts);
  const { isHeld, reason } = holds
    ? await judgeByKind(rule, facts, kinds)
    : { isHeld: false, reason: rule.reason };
  return {
    rule: rule.id,
    version: rule.version,
    result: isHeld ? 'PASSED' : outcomes[rule.onFail],
    reason: isHeld ? null : reason,
  };
}

/** What cannot be judged, because its plugin is off, does not hold: nothing passes unseen. */
async function judgeByKind(
  { kind, params = {}, reason }: Rule,
  facts: Record<string, unknown>,
  kinds: Kinds,
) {
  if (kind === undefined) return { isHeld: true, reason };
  const found = kinds.rule(kind);
  if (!found) return { isHeld: false, reason: `No enabled plugin has the rule ${kind}.` };
  const judged = await found.hosted.judge(facts, params);
  return judged.holds ? { isHeld: true, reason } : { isHeld: false, reason: judged.reason };
}

async function conditionsHold(rule: Rule, facts: Record<string, unknown>): Promise<boolean> {
  const engine = new Engine([
    { conditions: rule.conditions as unknown as TopLevelCondition, event: { type: 'holds' } },
  ]);
  addOperators(engine);
  // A fact that is missing is null: `notEqual null` says that it has to be known.
  for (const name of factsOf(rule.conditions)) if (facts[name] === undefined) engine.addFact(name, null);
  for (const [name, value] of Object.entries(facts)) {
    // A value that is a function would be called by the engine; facts are plain data.
    if (typeof value !== 'function' && value !== undefined) engine.addFact(name, value);
  }
  const { results } = await engine.run();
  return results.length > 0;
}

/** The names of the facts that conditions ask for. */
function factsOf(conditions: unknown): string[] {
  if (typeof conditions !== 'object' || conditions === null) return [];
  return Object.entries(conditions).flatMap(([key, value]) =>
    key === 'fact' && typeof value === 'string' ? [value] : factsOf(value),
  );
}

function check(rule: Rule, kinds: Kinds): void {
  const result = ruleSchema.safeParse(rule);
  const [issue] = result.error?.issues ?? [];
  if (issue) {
    throw new AppError('RULE_INVALID', {
      rule: rule.id,
      reason: `${placeOf(issue.path)} ${describe(issue)}`.trim(),
    });
  }
  if ((rule.onFail === 'FIX') !== (rule.fix !== undefined)) {
    throw new AppError('RULE_INVALID', { rule: rule.id, reason: 'fix and onFail FIX belong together' });
  }
  if (rule.kind !== undefined && !kinds.rule(rule.kind)) {
    throw new AppError('RULE_INVALID', {
      rule: rule.id,
      reason: `no enabled plugin has the kind ${rule.kind}`,
    });
  }
}

/** A union's own message says nothing; that of the alternative that came furthest does. */
function describe(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  const deepest = issue.errors.flat().sort((a, b) => b.path.length - a.path.length)[0];
  return deepest ? `${placeOf(deepest.path)} ${describe(deepest)}` : issue.message;
}

/** As in a program: `conditions.all[0].fact`. */
function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((place, key) => {
    if (typeof key === 'number') return `${place}[${key}]`;
    return place === '' ? String(key) : `${place}.${String(key)}`;
  }, '');
}
