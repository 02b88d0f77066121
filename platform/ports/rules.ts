/* Versioned rules as data. */
import type { Verdict } from 'tributary/sdk';
import type { Transaction } from './database.js';

/** A versioned rule as data; `conditions` in the form of json-rules-engine. It holds when the conditions are true. */
export interface Rule {
  id: string;
  version: number;
  /** Kinds of output that it judges; empty for all. */
  appliesTo: string[];
  conditions: Record<string, unknown>;
  /** A kind of rule that a plugin brings: its judgement has to hold as well. */
  kind?: string;
  /** What a rule of that kind is told. */
  params?: Record<string, unknown>;
  onFail: 'FIX' | 'REVIEW' | 'REJECT';
  /** For `FIX`: the fields of the judged item that are replaced. */
  fix?: Record<string, unknown>;
  reason: string;
}
export interface RuleSet {
  id: string;
  name: string;
  version: number;
  /** The capability whose outputs it judges. */
  capability: string;
  rules: Rule[];
}
/** Kept by `recommendations`. */
export interface RuleSets {
  active(tx: Transaction, capability: string): Promise<RuleSet[]>;
}
export interface RuleEngine {
  /** Judges one output by its facts. */
  evaluate(set: RuleSet, kind: string, facts: Record<string, unknown>): Promise<Verdict[]>;
  /** Throws `RULE_INVALID`. */
  check(rule: Rule): void;
}
