/* Versioned rules as data. */
import type { RequestContext, Verdict } from 'tributary/sdk';
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
  /** The capability whose outputs it judges; null for a set that is only asked by its id. */
  capability: string | null;
  rules: Rule[];
  /** In shadow its verdicts are recorded and have no effect; active if it does not say. */
  state?: 'ACTIVE' | 'SHADOW';
}
/** What an output is about, for the facts that its rules ask for beside its own. */
export interface JudgedSubject {
  capability: string;
  /** The document, if it is about one. */
  documentId: string | null;
}
/** Kept by `recommendations`. */
export interface RuleSets {
  /** The versions that judge the outputs of a capability: active, and in shadow. */
  active(tx: Transaction, capability: string): Promise<RuleSet[]>;
  /**
   * The facts of the document, its fields, similar ones, the counterparty and the actor, as far as a rule asks for them;
   * none, and nothing is read, where no rule does. Not within a transaction.
   */
  facts?(context: RequestContext, about: JudgedSubject): Promise<Record<string, unknown>>;
  /** What the active version of a set says; nothing while none is active. Errors: `NOT_FOUND`. */
  judge?(
    context: RequestContext,
    set: string,
    facts: Readonly<Record<string, unknown>>,
    kind?: string,
  ): Promise<Verdict[]>;
}
export interface RuleEngine {
  /** Judges one output by its facts. */
  evaluate(set: RuleSet, kind: string, facts: Record<string, unknown>): Promise<Verdict[]>;
  /** Throws `RULE_INVALID`. */
  check(rule: Rule): void;
}
