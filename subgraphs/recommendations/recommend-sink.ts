import { LockMode } from '@mikro-orm/postgresql';
import type { Proposal, Verdict } from 'tributary/sdk';
import { v7 as uuid } from 'uuid';
import type { Outbox, StepSinks, SubgraphPorts } from '#platform';
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
            review(id, documentId, access, proposal.evidence, verdicts),
          );
      }
    },
  };
}

function stateOf(verdicts: readonly Verdict[]): RecommendationState {
  if (verdicts.some(({ result }) => result === 'REJECTED')) return 'WITHHELD';
  return verdicts.some(({ result }) => result === 'REVIEW') ? 'NEEDS_REVIEW' : 'OPEN';
}

function review(
  id: string,
  documentId: string,
  access: readonly string[],
  evidence: Proposal['evidence'],
  verdicts: readonly Verdict[],
) {
  const reasons = verdicts
    .filter(({ result }) => result === 'REVIEW')
    .map(({ reason, rule }) => reason ?? rule);
  return {
    reason: reasons.join(' '),
    documentId,
    subject: { type: 'Recommendation', id },
    fingerprint: id,
    evidence: evidence.map(({ note: _note, ...place }) => ({ ...place, score: null })),
    deadline: null,
    access,
  };
}
