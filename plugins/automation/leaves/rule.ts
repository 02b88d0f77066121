import { type Verdict, z } from 'tributary/sdk';
import { type LeafKind, noLook, readInput } from './leaf-kind.js';

const input = z.object({
  set: z.string(),
  facts: z.record(z.string(), z.unknown()),
  kind: z.string().optional(),
});

const gravest: readonly Verdict['result'][] = ['REJECTED', 'REVIEW', 'FIXED', 'PASSED'];

/** What the active version of a rule set says of facts; the gravest verdict is `output.result`. */
export const ruleKind: LeafKind<'rule'> = {
  type: 'rule',
  template: ({ set, facts, kind }) => ({ set, facts, ...(kind && { kind }) }),
  isRepeatable: () => true,
  mayRetry: () => true,
  async perform(given, { rules }, { path }) {
    const { set, facts, kind } = readInput(input, given, path);
    const verdicts = await rules.judge(set, facts, kind);
    const result = gravest.find((grave) => verdicts.some((one) => one.result === grave)) ?? 'PASSED';
    return { state: 'DONE', output: { result, verdicts } };
  },
  look: noLook,
};
