import { defineCapability, z } from 'tributary/sdk';
import { asked, summaryOutput } from './asked.js';
import { documentSource, quoted, written } from './writing.js';

/** A few sentences that say what a document says, or what it says of a question. The built-in engine quotes the document's own sentences; each sentence of a model cites the one that it rests on. */
export const summarize = defineCapability({
  id: 'summarization.summarize',
  description: 'A summary of a document in a few sentences, on the whole or of a question.',
  needs: ['documents', 'models'],
  input: z.object({ documentId: z.uuid(), ...asked }),
  output: summaryOutput,
  grounded: true,
  maxOutputTokens: 600,
  documentsOf: ({ documentId }) => [documentId],
  async *model({ documentId, ...wanted }, { documents, models }) {
    return yield* written([await documentSource(documentId, { documents })], wanted, { models });
  },
  async *builtIn({ documentId, ...wanted }, { documents }) {
    return yield* quoted([await documentSource(documentId, { documents })], wanted);
  },
});
