import { z } from 'zod';
import { define } from './define.js';

/** What a rule says of the facts; `reason` is shown to people when it does not hold. */
export const judgement = z.discriminatedUnion('holds', [
  z.object({ holds: z.literal(true) }),
  z.object({
    holds: z.literal(false),
    reason: z.string().min(1),
  }),
]);
/** What a rule says; see `judgement`. */
export type Judgement = z.infer<typeof judgement>;

/** A kind of rule, as its author writes it. */
export interface RuleDefinition<Parameters extends z.ZodType = z.ZodType> {
  /** `<plugin>.<kind>`, as the manifest and rule sets name it. */
  readonly kind: string;
  readonly description: string;
  /** What a rule of this kind can be told. */
  readonly params: Parameters;
  /**
   * Pure: the same facts and parameters always give the same judgement, or decisions could not be replayed. Facts are
   * plain data; one that is not known is not there.
   */
  judge(facts: Readonly<Record<string, unknown>>, params: z.output<Parameters>): Judgement;
}
/** Any kind of rule, as the host handles it. */
export type AnyRule = RuleDefinition;

/** Declares a kind of rule: what rule sets can judge outputs by, besides conditions. */
export function defineRule<Parameters extends z.ZodType>(
  definition: RuleDefinition<Parameters>,
): RuleDefinition<Parameters> {
  return define(definition);
}
