import { defineJob, z } from 'tributary/sdk';
import { type Activity, activityCollection, forgetActivity, listActivity } from './activity.js';

const readAtOnce = 100;

/** Takes a document that is gone out of what people did: nothing of it stays. */
export const forgetDocument = defineJob({
  id: 'advice.forget-document',
  description: 'Forgets what people did with a document that was deleted.',
  needs: ['store'],
  payload: z.object({ documentId: z.uuid() }),
  on: ['document.deleted'],
  onlyWith: activityCollection,
  async run({ documentId }, { store }, { signal }) {
    let after: string | null = null;
    do {
      signal.throwIfAborted();
      const page: Activity[] = await listActivity(store, { first: readAtOnce, after });
      for (const { actor, voices } of page)
        if (voices.some((voice) => voice.documentId === documentId))
          await forgetActivity(store, actor, [documentId]);
      after = page.length === readAtOnce ? (page.at(-1)?.actor ?? null) : null;
    } while (after !== null);
  },
});
