import {
  type ContextPart,
  contextPart,
  defineCapability,
  type EnginePart,
  type PageText,
  stepInput,
  stepOutputs,
} from 'tributary/sdk';
import { modelFields } from './engine/model-fields.js';
import { readWithModel } from './engine/read-with-model.js';
import { reviewedAs } from './engine/review.js';
import { isBill, readDocument } from './kinds/read-document.js';

/** The step `extract`: typed fields with confidence and place. See README for the fields and the method. */
export const extractFieldsCapability = defineCapability({
  id: 'extraction.fields',
  description:
    'Fields of an invoice, receipt, purchase order, contract or letter, with confidence and place.',
  needs: ['documents', 'models'],
  input: stepInput,
  output: stepOutputs.extract,
  maxOutputTokens: 2_000,
  documentsOf: ({ documentId }) => [documentId],
  async *model({ documentId, versionId }, { documents, models }) {
    const { pages, kind } = await documents.read(documentId);
    yield readFrom(documentId, versionId);
    const byRule = readDocument(pages, kind);
    // What is no bill is not asked about here, and costs nothing: `extractFields` asks a model about any document.
    if (!isBill(byRule)) return byRule;
    const variables = { text: pageParts(documentId, pages) };
    const parts = models.streamObject({ prompt: 'extract-fields', variables, schema: modelFields });
    return yield* readWithModel(parts, pages, byRule, reviewedAs(kind));
  },
  async *builtIn({ documentId, versionId }, { documents }) {
    const { pages, kind } = await documents.read(documentId);
    yield readFrom(documentId, versionId);
    return readDocument(pages, kind);
  },
});

/** Of a long bill the first and the last page are kept longest: they hold its head and its sums. */
function pageParts(documentId: string, pages: readonly PageText[]): ContextPart[] {
  const last = pages.length - 1;
  return pages.map(({ text }, at) => {
    const priority = at === last ? pages.length : pages.length - at;
    return contextPart('document', text, { id: documentId, priority, keep: 'start' });
  });
}

/** The version that the decision rests on; each field has its own place. */
function readFrom(documentId: string, versionId: string): EnginePart {
  const nowhere = { page: null, start: null, end: null, quote: null, score: null };
  return { type: 'Evidence', evidence: [{ documentId, versionId, ...nowhere }] };
}
