import { defineJob, type RecommendationsService, z } from 'tributary/sdk';
import { forgetActivity, keepVoices, type VoiceKind } from './activity.js';

const payload = z.looseObject({
  documentId: z.uuid().optional(),
  recommendationId: z.uuid().optional(),
  /** Of a decision, a thumb or a correction. */
  decision: z.enum(['ACCEPTED', 'REJECTED']).optional(),
  value: z.enum(['UP', 'DOWN']).optional(),
  by: z.string(),
});

/** Keeps what a person decided, rated or corrected, for what others of its like may want. */
export const learnVoice = defineJob({
  id: 'advice.learn-voice',
  description: 'Keeps what a person did with a document, for `itemsForMe`.',
  needs: ['documents', 'recommendations', 'store', 'clock'],
  payload,
  on: ['document.corrected', 'recommendation.decided', 'recommendation.feedback'],
  async run(
    { documentId, recommendationId, decision, value, by: actor },
    { documents, recommendations, store, clock },
  ) {
    if (!/^(user|key):/.test(actor)) return;
    const about = documentId ?? (await documentOf(recommendations, recommendationId));
    if (!about) return;
    const kind: VoiceKind = decision ?? value ?? 'CORRECTED';
    const voices = [{ documentId: about, kind, at: clock.now().toISOString() }];
    await keepVoices(store, { actor, traits: null, voices });
    // What was accepted may have been its deletion: nothing is kept of what is gone.
    const [document] = await documents.summaries([about]);
    if (!document) await forgetActivity(store, actor, [about]);
  },
});

async function documentOf(recommendations: RecommendationsService, id: string | undefined) {
  // Gone or hidden meanwhile: there is nothing to learn of it.
  const found = id ? await recommendations.read(id).catch(() => null) : null;
  return found?.documentId ?? null;
}
