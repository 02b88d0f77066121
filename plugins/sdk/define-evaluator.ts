import { z } from 'zod';
import { define } from './define.js';
import type { ResultInfo } from './run-parts.js';
import type { Granted, ServiceName } from './services/index.js';

/** One case of an evaluation set, with what a capability made of it. Plain data. */
export interface EvaluationCase {
  readonly id: string;
  readonly capability: string;
  readonly input: unknown;
  /** What the set says is right. */
  readonly expected: unknown;
  /** What the capability said; null when it said nothing, see `outcome`. */
  readonly output: unknown;
  /** How the run ended: the type of its result, or the code of its error. */
  readonly outcome?: string;
  /** How the output came to be; null for a run that failed. */
  readonly result?: ResultInfo | null;
  /** What the output is to be compared with, where two are compared. */
  readonly baseline?: unknown;
  /** What an experiment tells the evaluator, such as a rubric. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** The scores of one case, by what was measured. */
export const evaluationScores = z.array(
  z.object({
    /** What was measured, such as `recall`. */
    name: z.string().min(1),
    /** From 0 (wrong) to 1 (right). */
    score: z.number().min(0).max(1),
    /** Why, for a person who looks at the case. */
    reason: z.string(),
    /** What was measured, where that is no share: milliseconds, dollars. */
    value: z.number().optional(),
  }),
);
/** One score of a case. */
export type EvaluationScore = z.infer<typeof evaluationScores>[number];

/** An evaluator, as its author writes it. */
export interface EvaluatorDefinition<Needs extends ServiceName = ServiceName> {
  /** `<plugin>.<evaluator>`, as the manifest names it. */
  readonly id: string;
  readonly description: string;
  readonly needs: readonly Needs[];
  evaluate(
    item: EvaluationCase,
    services: Granted<Needs>,
    progress: { readonly signal: AbortSignal },
  ): Promise<EvaluationScore[]>;
}
/** Any evaluator, as the host handles it. */
export type AnyEvaluator = EvaluatorDefinition;

/** Declares how the quality of an output is measured: by the same case, the same scores. */
export function defineEvaluator<const Needs extends ServiceName>(
  definition: EvaluatorDefinition<Needs>,
): EvaluatorDefinition<Needs> {
  return define(definition);
}
