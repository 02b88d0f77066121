import { defineJob, z } from 'tributary/sdk';
import { classifyByLabels } from './classify-by-labels.js';
import { automaticSets, labelSets } from './label-set.js';

const mostSets = 100;

/** Classifies a new document by the label sets that say so. A tenant without such a set has no such job. */
export const labelDocuments = defineJob({
  id: 'classification.label-documents',
  description: 'Classifies a new document by the label sets that ask for it.',
  needs: ['store', 'capabilities'],
  payload: z.object({ documentId: z.uuid() }),
  on: ['document.indexed'],
  onlyWith: automaticSets.name,
  async run({ documentId }, { store, capabilities }, { signal }) {
    const kept = await automaticSets.in(store).list({ first: mostSets });
    const sets = await labelSets.in(store).getMany(kept.map(({ key }) => key));
    for (const [at, { key: labelSetId }] of kept.entries()) {
      signal.throwIfAborted();
      const revision = sets[at]?.revision;
      if (revision !== undefined)
        await capabilities.run(classifyByLabels, { documentId, labelSetId, revision });
    }
  },
});
