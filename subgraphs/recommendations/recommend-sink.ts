import { LockMode } from '@mikro-orm/postgresql';
import type { Proposal, Verdict } from 'tributary/sdk';
import { v7 as uuid } from 'uuid';
import type { AskedReview, Outbox, RunOutcome, StepSinks, SubgraphPorts } from '#platform';
import { RecommendationEntity, type RecommendationState } from './recommendation.entity.js';

/** Stores the proposals with their verdicts, so that a recommendation can be queried only after its rules have spoken. */
export function recommendSink(parts: {
  outbox: Outbox;
  ports: Pick<SubgraphPorts, 'reviews'>;
}): Pick<StepSinks, 'recommend'> {
  const { outbox, ports } = parts;
  return {
    async recommend(tx, context, { documentId, versionId, access, output, outcome }) {
      // Newer ones take the place of those that nobody has decided.
      const open = {
        documentId,
        state: { $in: ['OPEN' as const, 'NEEDS_REVIEW' as const, 'WITHHELD' as const] },
      };
      const before = await tx.em.find(RecommendationEntity, open, { lockMode: LockMode.PESSIMISTIC_WRITE });
      for (const recommendation of before) recommendation.state = 'SUPERSEDED';
      await tx.em.flush();
      const ids = before.map(({ id }) => id);
      await ports.reviews.withdraw(tx, context, { type: 'Recommendation', ids });
      for (const [at, proposal] of output.proposals.entries()) {
        const verdicts = outcome.verdicts[at] ?? [];
        const state = stateOf(verdicts);
        const id = uuid();
        await tx.em.insert(RecommendationEntity, {
          ...proposal,
          id,
          tenantId: context.tenant,
          documentId,
          versionId,
          state,
          verdicts,
          shadowVerdicts: outcome.shadowVerdicts?.[at] ?? [],
          ruleFacts: ruleFactsOf(outcome),
          capability: outcome.result.result.capability,
          runId: outcome.runId,
          decisionId: outcome.decisionId,
          createdAt: new Date(),
        });
        await outbox.event(tx, context, 'recommendation.made', {
          recommendationId: id,
          documentId,
          kind: proposal.kind,
          state,
        });
        if (state === 'NEEDS_REVIEW')
          await ports.reviews.request(
            tx,
            context,
            reviewOf(proposal, {
              id,
              documentId,
              access,
              verdicts,
              capability: outcome.result.result.capability,
            }),
          );
      }
    },
  };
}

const ruleFactsOf = ({ ruleFacts = {} }: RunOutcome) =>
  Object.keys(ruleFacts).length > 0 ? ruleFacts : null;

function stateOf(verdicts: readonly Verdict[]): RecommendationState {
  if (verdicts.some(({ result }) => result === 'REJECTED')) return 'WITHHELD';
  return verdicts.some(({ result }) => result === 'REVIEW') ? 'NEEDS_REVIEW' : 'OPEN';
}

/** A longer one is read by its id. */
const mostShown = 16_000;

function reviewOf(
  proposal: Proposal,
  made: {
    id: string;
    documentId: string;
    access: readonly string[];
    verdicts: readonly Verdict[];
    capability: string;
  },
): AskedReview {
  const { id, documentId, access, capability } = made;
  const { kind, title, rationale, confidence, action, evidence, facts } = proposal;
  const verdicts = made.verdicts.filter(({ result }) => result !== 'PASSED');
  const shown = { recommendationId: id, capability, kind, title, rationale, confidence, action, verdicts };
  const isShort = JSON.stringify(shown).length <= mostShown;
  return {
    reason: verdicts
      .filter(({ result }) => result === 'REVIEW')
      .map(({ reason, rule }) => reason ?? rule)
      .join(' '),
    documentId,
    subject: { type: 'Recommendation', id },
    ...(isShort ? { shown } : { fingerprint: id }),
    madeFrom: [...new Set(evidence.map((place) => place.documentId))],
    plugin: capability.split('.')[0] ?? null,
    kind,
    amount: typeof facts.amount === 'number' ? facts.amount : null,
    evidence: evidence.map(({ note: _note, ...place }) => ({ ...place, score: null })),
    deadline: null,
    access,
  };
}
