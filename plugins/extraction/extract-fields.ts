import { defineCapability, type EnginePart, stepInput, stepOutputs } from 'tributary/sdk';
import { extractFields } from './engine/extract.js';
import { confirmFields, modelFields } from './engine/model-fields.js';

/** Where a model reads no further: invoices are shorter, and the sums of longer ones stand on the first or last pages. */
const modelCharacters = 24_000;

/** The step `extract`: typed fields with confidence and place. See README for the fields and the method. */
export const extractFieldsCapability = defineCapability({
  id: 'extraction.fields',
  description: 'Fields of an invoice, receipt or purchase order, with confidence and place.',
  needs: ['documents', 'models'],
  input: stepInput,
  output: stepOutputs.extract,
  maxOutputTokens: 2_000,
  documentsOf: ({ documentId }) => [documentId],
  async *model({ documentId, versionId }, { documents, models }) {
    const { pages, kind, text } = await documents.read(documentId);
    yield readFrom(documentId, versionId);
    const byRule = extractFields(pages, kind);
    // What is no bill has no fields to ask for, and costs nothing.
    if (byRule.fields.length === 0) return byRule;
    const answered = await models.complete({
      prompt: 'extract-fields',
      variables: { text: text.slice(0, modelCharacters) },
      schema: modelFields,
    });
    return confirmFields(pages, byRule, answered);
  },
  async *builtIn({ documentId, versionId }, { documents }) {
    const { pages, kind } = await documents.read(documentId);
    yield readFrom(documentId, versionId);
    return extractFields(pages, kind);
  },
});

/** The version that the decision rests on; each field has its own place. */
function readFrom(documentId: string, versionId: string): EnginePart {
  const nowhere = { page: null, start: null, end: null, quote: null, score: null };
  return { type: 'Evidence', evidence: [{ documentId, versionId, ...nowhere }] };
}
