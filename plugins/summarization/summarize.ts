import { defineCapability, z } from 'tributary/sdk';
import { codePointLength } from 'tributary/text';
import { leadSentences } from './engine/lead-sentences.js';

/** Where a model reads no further. */
const modelCharacters = 60_000;

/** A few sentences that say what a document says. The built-in engine quotes, and cites, the document's own sentences. */
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
    const { text } = await documents.read(documentId);
    yield* models.stream({
      prompt: 'summarize',
      variables: { text: text.slice(0, modelCharacters), sentences },
    });
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
