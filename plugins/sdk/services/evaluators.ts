import type { EvaluationCase, EvaluationScore } from '../define-evaluator.js';

/** An evaluator that a plugin brings. */
export interface EvaluatorInfo {
  /** `<plugin>.<evaluator>`. */
  id: string;
  plugin: string;
  description: string;
}

/** The evaluators of all plugins. */
export interface EvaluatorsService {
  /** Those of plugins that the tenant has, by their ids. */
  list(): Promise<EvaluatorInfo[]>;
  /**
   * Scores one case with the caller's rights and the permissions of the plugin that brings the evaluator.
   * Errors: `NOT_FOUND`, `PLUGIN_PART_INVALID`, and those of the evaluator.
   */
  evaluate(evaluator: string, item: EvaluationCase): Promise<EvaluationScore[]>;
}
