import {
  type ContextPart,
  contextPart,
  defineCapability,
  type EvidenceRef,
  insufficientEvidence,
  type SearchHit,
  z,
} from 'tributary/sdk';
import { codePointLength } from 'tributary/text';
import { answerSentences } from './engine/answer-sentences.js';
import { citationsOf } from './engine/cited-text.js';

const passages = 8;
/** What the prompt has the model say when the passages do not answer. */
const refusal = 'INSUFFICIENT';
const nothingFound = 'No document that you may read says so.';

/** A question answered from the caller's documents; what they do not say is not answered. */
export const answer = defineCapability({
  id: 'answers.answer',
  description: 'An answer to a question from the documents that the caller may read.',
  needs: ['search', 'models'],
  input: z.object({
    question: z.string().min(1).max(2000),
    // Named otherwise, the same documents are the same question.
    documentIds: z
      .array(z.uuid())
      .max(100)
      .nullish()
      .transform((ids) => (ids ? [...new Set(ids)].sort() : null)),
  }),
  output: z.object({ text: z.string() }),
  grounded: true,
  maxOutputTokens: 800,
  documentsOf: ({ documentIds }) => documentIds ?? [],
  async *model({ question, documentIds }, { search, models }) {
    const { hits } = await search.query(retrieval(question, documentIds));
    if (hits.length === 0) return insufficientEvidence(nothingFound);
    yield { type: 'Evidence', evidence: hits.map(evidenceOf) };
    let text = '';
    let published = 0;
    for await (const part of models.stream({
      prompt: 'answer',
      variables: { question, passages: numbered(hits) },
    })) {
      if (typeof part !== 'string') yield part;
      else {
        text += part;
        // Held back while it may still become the word for "the passages do not say".
        if (refusal.startsWith(bare(text))) continue;
        yield text.slice(published);
        published = text.length;
      }
    }
    if (bare(text) === '' || bare(text) === refusal) return insufficientEvidence(nothingFound);
    if (published < text.length) yield text.slice(published);
    for (const citation of citationsOf(text, hits)) yield { type: 'Citation', ...citation };
    return { text };
  },
  async *builtIn({ question, documentIds }, { search }) {
    const { hits } = await search.query(retrieval(question, documentIds));
    yield { type: 'Evidence', evidence: hits.map(evidenceOf) };
    const found = answerSentences(question, hits);
    if (found.length === 0) return insufficientEvidence(nothingFound);
    let text = '';
    for (const { hit, text: quote, start, end } of found) {
      const { documentId, versionId, page } = hit;
      const shown = quote.replace(/\s+/g, ' ');
      const separator = text === '' ? '' : ' ';
      yield separator + shown;
      const answerStart = codePointLength(text + separator);
      text += separator + shown;
      yield {
        type: 'Citation',
        answerStart,
        answerEnd: codePointLength(text),
        documentId,
        versionId,
        page,
        start,
        end,
        quote,
      };
    }
    return { text };
  },
});

/** They part the passages. */
const blankLines = /\n\s*\n/g;

/** What does not fit goes from the worst passage on, and whole, for what is cited is the whole passage. */
function numbered(hits: readonly SearchHit[]): ContextPart[] {
  return hits.map(({ documentId, text }, at) =>
    contextPart('document', `[${at + 1}] ${text.replace(blankLines, '\n')}`, {
      id: documentId,
      priority: hits.length - at,
      // Of the best one something is left in the smallest window.
      keep: at === 0 ? 'start' : 'whole',
    }),
  );
}

const bare = (text: string): string => text.trim().replace(/[.!]$/, '');

function retrieval(question: string, documentIds: readonly string[] | null) {
  return { text: question, first: passages, unit: 'passage' as const, documentIds: documentIds ?? undefined };
}

function evidenceOf({ documentId, versionId, page, start, end, text, score }: SearchHit): EvidenceRef {
  return { documentId, versionId, page, start, end, quote: text, score };
}
