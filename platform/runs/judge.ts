import { type CapabilityStep, type StepOutput, type Verdict, z } from 'tributary/sdk';
import type { Rule, RuleEngine, RuleSet, RuleSets, Transaction } from '#platform';

/** One thing that rules judge: a proposal, or a whole output. */
interface Item {
  kind: string;
  facts: Record<string, unknown>;
}

/** An output after its rules, with what they said of each item. */
export interface Judgement {
  output: unknown;
  verdicts: Verdict[][];
  /** What the rules in shadow said of each item: recorded, without effect. */
  shadow: Verdict[][];
  /** The versions that judged it. */
  sets: JudgedBy[];
}
/** A version of a rule set, and whether its verdicts had an effect. */
export interface JudgedBy {
  id: string;
  version: number;
  state: 'ACTIVE' | 'SHADOW';
}

const record = z.record(z.string(), z.unknown());

/** Judges an output by the active rules of its capability; a rule that fixes replaces fields of the item it judged. */
export async function judge(
  tx: Transaction,
  parts: { ruleSets: RuleSets; rules: RuleEngine },
  judged: {
    capability: string;
    step: CapabilityStep | null;
    output: unknown;
    /** Facts beside those of the output itself. */
    facts?: Record<string, unknown>;
  },
): Promise<Judgement> {
  const sets = await parts.ruleSets.active(tx, judged.capability);
  const active = sets.filter(({ state }) => state !== 'SHADOW');
  const inShadow = sets.filter(({ state }) => state === 'SHADOW');
  const items = itemsOf(judged.step, judged.output).map(({ kind, facts }) => ({
    kind,
    facts: { ...judged.facts, ...facts },
  }));
  const said = (by: readonly RuleSet[]) =>
    Promise.all(items.map((item) => verdictsOf(parts.rules, by, item)));
  const [verdicts, shadow] = [await said(active), await said(inShadow)];
  const fixes = verdicts.map((list) => fixesOf(active, list));
  return {
    output: withFixes(judged.step, judged.output, fixes),
    verdicts,
    shadow,
    sets: sets.map(({ id, version, state = 'ACTIVE' }) => ({ id, version, state })),
  };
}

function itemsOf(step: CapabilityStep | null, output: unknown): Item[] {
  if (step === 'recommend') {
    return (output as StepOutput<'recommend'>).proposals.map(
      ({ kind, confidence, facts, evidence, action }) => ({
        kind,
        facts: {
          ...facts,
          kind,
          confidence,
          evidenceCount: evidence.length,
          action: action?.operation ?? null,
        },
      }),
    );
  }
  const facts = record.safeParse(output);
  return [{ kind: step ?? '', facts: facts.success ? facts.data : { output } }];
}

async function verdictsOf(
  rules: RuleEngine,
  sets: readonly RuleSet[],
  { kind, facts }: Item,
): Promise<Verdict[]> {
  const lists = await Promise.all(sets.map((set) => rules.evaluate(set, kind, facts)));
  return lists.flat();
}

function fixesOf(sets: readonly RuleSet[], verdicts: readonly Verdict[]): Record<string, unknown> {
  const rules: Rule[] = sets.flatMap((set) => set.rules);
  const fixed = verdicts.filter(({ result }) => result === 'FIXED');
  return Object.assign(
    {},
    ...fixed.map(({ rule, version }) => rules.find((one) => one.id === rule && one.version === version)?.fix),
  );
}

function withFixes(step: CapabilityStep | null, output: unknown, fixes: Record<string, unknown>[]): unknown {
  if (fixes.every((fix) => Object.keys(fix).length === 0)) return output;
  if (step === 'recommend') {
    const { proposals } = output as StepOutput<'recommend'>;
    return { proposals: proposals.map((proposal, index) => ({ ...proposal, ...fixes[index] })) };
  }
  return { ...(output as object), ...fixes[0] };
}
