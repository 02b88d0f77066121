import { contextPart, defineCapability, z } from 'tributary/sdk';
import { codePointLength } from 'tributary/text';
import { leadSentences } from './engine/lead-sentences.js';
import { supportOf } from './engine/support.js';

/** A few sentences that say what a document says. The built-in engine quotes the document's own sentences; each sentence of a model cites the one that it rests on. */
export const summarize = defineCapability({
  id: 'summarization.summarize',
  description: 'A summary of a document in a few sentences.',
  needs: ['documents', 'models'],
  input: z.object({ documentId: z.uuid(), sentences: z.int().min(1).max(20).default(4) }),
  output: z.object({ text: z.string() }),
  grounded: true,
  maxOutputTokens: 600,
  documentsOf: ({ documentId }) => [documentId],
  async *model({ documentId, sentences }, { documents, models }) {
    const { text, pages, language, versionId } = await documents.read(documentId);
    // As much of it as the window of the model takes; when that is not all, the result says so.
    const variables = { text: contextPart('document', text, { id: documentId, keep: 'start' }), sentences };
    let summary = '';
    for await (const part of models.stream({ prompt: 'summarize', variables })) {
      if (typeof part === 'string') summary += part;
      yield part;
    }
    for (const { source, answerStart, answerEnd } of supportOf(summary, pages, language)) {
      const { text: quote, ...place } = source;
      yield { type: 'Citation', answerStart, answerEnd, documentId, versionId, quote, ...place };
    }
  },
  async *builtIn({ documentId, sentences: count }, { documents }) {
    const { pages, language, versionId } = await documents.read(documentId);
    let length = 0;
    for (const { text: quote, page, start, end } of leadSentences(pages, language, count)) {
      const shown = quote.replace(/\s+/g, ' ');
      const separator = length === 0 ? '' : ' ';
      yield separator + shown;
      const answerStart = length + separator.length;
      length = answerStart + codePointLength(shown);
      yield {
        type: 'Citation',
        answerStart,
        answerEnd: length,
        documentId,
        versionId,
        page,
        start,
        end,
        quote,
      };
    }
  },
});
