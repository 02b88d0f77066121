import { setImmediate } from 'node:timers/promises';
import { AppError, type Proposal, type RequestContext, type Verdict } from 'tributary/sdk';
import type { Database, PluginCatalogue, RuleEngine, RuleSet } from '#platform';
import { authorize } from '#platform/access';
import { plainText } from '#platform/graph';
import { readableRecommendations } from '../readable-recommendations.js';
import type { FactReader } from './fact-reader.js';
import { type Family, factsIn, familyOf } from './rule-facts.js';
import { findSet, type RuleSetRow, shippedSet } from './rule-set-rows.js';

export type Effect = Verdict['result'];

/** A recorded recommendation of which the version would have made something else. */
export interface Difference {
  recommendationId: string;
  decisionId: string;
  documentId: string;
  at: Date;
  before: Effect;
  after: Effect;
  rules: { rule: string; before: Effect | null; after: Effect | null; reason: string | null }[];
  /** Whether a fact that a rule asks for was not recorded then, and was read now. */
  readNow: boolean;
}
export interface DryRunReport {
  judged: number;
  /** False when there were more than could be judged: the newest were. */
  isComplete: boolean;
  /** The newest first. */
  differences: Difference[];
}

interface RecordedRow {
  id: string;
  decisionId: string;
  documentId: string;
  kind: string;
  confidence: number;
  action: Proposal['action'];
  evidence: Proposal['evidence'];
  facts: Proposal['facts'];
  ruleFacts: Record<string, unknown> | null;
  verdicts: Verdict[];
  at: Date;
}

const mostRecorded = 5000;
/** Facts that were not recorded are read anew: that is slower. */
const mostRead = 500;
/** The judging gives way to requests after so many. */
const atOnce = 20;
const effects: readonly Effect[] = ['PASSED', 'FIXED', 'REVIEW', 'REJECTED'];

/** Judges recorded recommendations again by a version of a rule set, and says what would have come out otherwise. */
export class DryRuns {
  constructor(
    private readonly parts: {
      database: Database;
      rules: RuleEngine;
      facts: FactReader;
      plugins: Pick<PluginCatalogue, 'capabilities'>;
    },
  ) {}

  /** Errors: `NOT_FOUND`, `BAD_USER_INPUT`. */
  async run(
    context: RequestContext,
    input: { id: string; version: number; from: Date; to: Date },
    signal: AbortSignal,
  ): Promise<DryRunReport> {
    authorize(context, 'rules:manage');
    plainText('ruleSetId', input.id);
    if (input.from >= input.to) throw new AppError('BAD_USER_INPUT', { reason: 'from must be before to' });
    const { set, ownRules } = await this.#version(context, input);
    const families = familiesOf(set);
    const most = families.size > 0 ? mostRead : mostRecorded;
    const rows = await this.#recorded(context, set.capability, input, most + 1);
    const differences: Difference[] = [];
    for (const [index, row] of rows.slice(0, most).entries()) {
      if (index % atOnce === 0) await setImmediate(undefined, { signal });
      const difference = await this.#compare(context, row, { set, ownRules, families });
      if (difference) differences.push(difference);
    }
    return { judged: Math.min(rows.length, most), isComplete: rows.length <= most, differences };
  }

  async #version(context: RequestContext, { id, version }: { id: string; version: number }) {
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const { set = null, versions = [] } = (await findSet(tx, id)) ?? {};
      const found = versions.find((one) => one.version === version);
      if (!set || !found)
        throw new AppError('NOT_FOUND', { thing: `version ${version} of the rule set ${id}` });
      this.#expectRecords(set);
      const ownRules = new Set(versions.flatMap(({ rules }) => rules.map((rule) => rule.id)));
      return { set: { ...set, version, rules: found.rules }, ownRules };
    });
  }

  /** Recommendations are kept with the facts that rules were given; what else is judged is not. */
  #expectRecords({ id, capability }: RuleSetRow): void {
    const known = this.parts.plugins.capabilities().find((one) => one.id === capability);
    if (known?.step === 'recommend' || capability === shippedSet.capability) return;
    const judges = capability === null ? 'is only asked by its id' : `judges ${capability}`;
    throw new AppError('BAD_USER_INPUT', {
      reason: `ruleSetId: a dry run judges recommendations again, and ${id} ${judges}; put the version in SHADOW`,
    });
  }

  #recorded(
    context: RequestContext,
    capability: string | null,
    { from, to }: { from: Date; to: Date },
    most: number,
  ): Promise<RecordedRow[]> {
    const readable = readableRecommendations(context.rights, 1);
    return this.parts.database.tenant(context.tenant, (tx) =>
      tx.query<RecordedRow>(
        `select r.id, r.decision_id as "decisionId", r.document_id as "documentId", r.kind, r.confidence, r.action,
           r.evidence, r.facts, r.rule_facts as "ruleFacts", r.verdicts, r.created_at as at
         from recommendations.recommendations r
         where ${readable.sql} and coalesce(r.capability, $2) = $3 and r.created_at >= $4 and r.created_at < $5
         order by r.id desc limit $6`,
        [readable.value, shippedSet.capability, capability, from, to, most],
      ),
    );
  }

  async #compare(
    context: RequestContext,
    row: RecordedRow,
    by: { set: RuleSet; ownRules: ReadonlySet<string>; families: ReadonlySet<Family> },
  ): Promise<Difference | null> {
    const missing = missingOf(by.families, row.ruleFacts ?? {});
    const read = missing.size > 0 ? await this.parts.facts.read(context, row.documentId, missing) : {};
    const now = await this.parts.rules.evaluate(by.set, row.kind, {
      ...read,
      ...row.ruleFacts,
      ...row.facts,
      kind: row.kind,
      confidence: row.confidence,
      evidenceCount: row.evidence.length,
      action: row.action?.operation ?? null,
    });
    const others = row.verdicts.filter(({ rule }) => !by.ownRules.has(rule));
    const then = row.verdicts.filter(({ rule }) => by.ownRules.has(rule));
    const [before, after] = [worstOf(row.verdicts), worstOf([...others, ...now])];
    if (before === after) return null;
    const { id: recommendationId, decisionId, documentId, at } = row;
    const rules = changesOf(then, now);
    return {
      recommendationId,
      decisionId,
      documentId,
      at,
      before,
      after,
      rules,
      readNow: missing.size > 0,
    };
  }
}

function familiesOf({ rules }: RuleSet): Set<Family> {
  const names = rules.flatMap(factsIn).map(({ name }) => familyOf(name));
  return new Set(names.filter((family) => family !== null));
}

function missingOf(families: ReadonlySet<Family>, recorded: Record<string, unknown>): Set<Family> {
  const known = new Set(Object.keys(recorded).map(familyOf));
  return new Set([...families].filter((family) => !known.has(family)));
}

function worstOf(verdicts: readonly Verdict[]): Effect {
  const worst = Math.max(0, ...verdicts.map(({ result }) => effects.indexOf(result)));
  return effects[worst] ?? 'PASSED';
}

function changesOf(then: readonly Verdict[], now: readonly Verdict[]): Difference['rules'] {
  const ids = [...new Set([...then, ...now].map(({ rule }) => rule))];
  return ids.flatMap((rule) => {
    const [old, fresh] = [then, now].map((list) => list.find((verdict) => verdict.rule === rule));
    const [before, after] = [old?.result ?? null, fresh?.result ?? null];
    return before === after ? [] : [{ rule, before, after, reason: fresh?.reason ?? old?.reason ?? null }];
  });
}
