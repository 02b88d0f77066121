import { defineJob, z } from 'tributary/sdk';
import { changeDataset, ensureDataset } from './change-dataset.js';

/** The dataset of what people corrected, and the capability whose answers those were. */
const corrections = {
  id: 'corrections',
  capability: 'extraction.fields',
  description: 'Values of fields that people corrected; each is what the extraction should have said.',
};

/**
 * Keeps a person's correction as a case: the document and its version, and the value that is right. The same correction
 * again changes nothing, a newer one of the field replaces it.
 */
export const keepCorrection = defineJob({
  id: 'evaluation.keep-correction',
  description: 'Keeps a person’s correction of a field as a case of the dataset `corrections`.',
  needs: ['documents', 'store', 'clock'],
  payload: z.object({ documentId: z.uuid(), field: z.string().min(1) }),
  on: ['document.corrected'],
  async run({ documentId, field }, { documents, store, clock }) {
    const { versionId, fields } = await documents.read(documentId);
    const found = fields.find(({ name }) => name === field);
    if (!found) return;
    const changing = { store, clock, actor: 'plugin:evaluation' };
    await ensureDataset(changing, corrections);
    await changeDataset(changing, corrections.id, () => ({
      put: [
        {
          id: `${versionId}:${field.replace(/[^\w.:@-]/g, '_')}`.slice(0, 100),
          input: { documentId, versionId },
          expected: { [field]: found.value },
          source: 'CORRECTION',
          sourceId: documentId,
          documentIds: [documentId],
        },
      ],
      remove: [],
      note: `A person corrected ${field}`,
      action: 'keepCorrection',
    }));
  },
});
