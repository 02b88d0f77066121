import {
  type Citation,
  type ContextPart,
  contextPart,
  defineCapability,
  type EvidenceRef,
  insufficientEvidence,
  needsReview,
  type SearchHit,
  z,
} from 'tributary/sdk';
import { codePointLength } from 'tributary/text';
import { answerOutput, outputOf } from './answer-output.js';
import { earlierTurns } from './earlier-turns.js';
import { doubtOf } from './engine/answer-claims.js';
import { answerSentences } from './engine/answer-sentences.js';
import { citationsOf } from './engine/cited-text.js';
import { shownPassage } from './engine/shown-passage.js';
import { type EarlierTurn, standaloneQuestion } from './engine/standalone-question.js';

const passages = 8;
/** What the prompt has the model say when the passages do not answer. */
const refusal = 'INSUFFICIENT';
const nothingFound = 'No document that you may read says so.';

const turn = z.object({ question: z.string().min(1).max(2000), answer: z.string().max(10_000) });

/** A question answered from the caller's documents; what they do not say is not answered. */
export const answer = defineCapability({
  id: 'answers.answer',
  description: 'An answer to a question from the documents that the caller may read.',
  needs: ['search', 'models', 'runs'],
  input: z.object({
    question: z.string().min(1).max(2000),
    // Named otherwise, the same documents are the same question.
    documentIds: z
      .array(z.uuid())
      .max(100)
      .nullish()
      .transform((ids) => (ids ? [...new Set(ids)].sort() : null)),
    previous: z
      .array(turn)
      .max(10)
      .nullish()
      .transform((turns) => turns ?? null),
    previousRunId: z
      .uuid()
      .nullish()
      .transform((id) => id ?? null),
  }),
  output: answerOutput,
  grounded: true,
  maxOutputTokens: 800,
  documentsOf: ({ documentIds }) => documentIds ?? [],
  async *model({ question, documentIds, ...before }, { search, models, runs }) {
    const earlier = await earlierTurns(before, runs);
    const standalone = standaloneQuestion(question, earlier);
    const { hits } = await search.query(retrieval(standalone ?? question, documentIds));
    if (hits.length === 0) return insufficientEvidence(nothingFound);
    yield { type: 'Evidence', evidence: hits.map(evidenceOf) };
    let text = '';
    let published = 0;
    for await (const part of models.stream({
      prompt: 'answer',
      variables: { question, earlier: toldBefore(earlier), passages: numbered(hits) },
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
    const citations = citationsOf(text, hits);
    for (const citation of citations) yield { type: 'Citation', ...citation };
    const told = { text, question, standaloneQuestion: standalone, hits, citations, quoted: false };
    const output = outputOf(told);
    const doubt = citations.length === 0 ? null : doubtOf(output.claims);
    return doubt === null ? output : needsReview(doubt, output);
  },
  async *builtIn({ question, documentIds, ...before }, { search, runs }) {
    const earlier = await earlierTurns(before, runs);
    const standalone = standaloneQuestion(question, earlier);
    const understood = standalone ?? question;
    const { hits } = await search.query(retrieval(understood, documentIds));
    yield { type: 'Evidence', evidence: hits.map(evidenceOf) };
    const found = answerSentences(understood, hits);
    if (found.length === 0) return insufficientEvidence(nothingFound);
    const citations: Citation[] = [];
    let text = '';
    for (const { hit, text: quote, start, end } of found) {
      const { documentId, versionId, page } = hit;
      const shown = quote.replace(/\s+/g, ' ');
      const separator = text === '' ? '' : ' ';
      yield separator + shown;
      const answerStart = codePointLength(text + separator);
      text += separator + shown;
      const answerEnd = codePointLength(text);
      const citation = { answerStart, answerEnd, documentId, versionId, page, start, end, quote };
      citations.push(citation);
      yield { type: 'Citation', ...citation };
    }
    return outputOf({ text, question, standaloneQuestion: standalone, hits, citations, quoted: true });
  },
});

/** What does not fit goes from the worst passage on, and whole, for what is cited is the whole passage. */
function numbered(hits: readonly SearchHit[]): ContextPart[] {
  return hits.map(({ documentId, text }, at) =>
    contextPart('document', `[${at + 1}] ${shownPassage(text)}`, {
      id: documentId,
      priority: hits.length - at,
      // Of the best one something is left in the smallest window.
      keep: at === 0 ? 'start' : 'whole',
    }),
  );
}

/** The conversation so far; an earlier answer may repeat what a document asked for, so none of it is trusted. */
function toldBefore(earlier: readonly EarlierTurn[]): string | ContextPart[] {
  if (earlier.length === 0) return 'nothing';
  return earlier.map(({ question, answer: said }, at) =>
    contextPart('document', shownPassage(`Asked: ${question}\nAnswered: ${said}`), {
      priority: at - earlier.length,
      keep: 'end',
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
