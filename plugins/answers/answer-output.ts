import { type Citation, type SearchHit, z } from 'tributary/sdk';
import { createAnalyser, guessLanguage } from 'tributary/text';
import { type AnswerClaim, answerClaims } from './engine/answer-claims.js';
import { sentencesAbout } from './engine/answer-sentences.js';
import { conflictsAmong } from './engine/conflicts.js';
import { nextQuestions } from './engine/next-questions.js';

const place = z.int().nonnegative();

/** What an answer says beside its text. */
export const answerOutput = z.object({
  text: z.string(),
  /** The question as it was understood after those before it; null when it stood alone. */
  standaloneQuestion: z.string().nullable().default(null),
  claims: z
    .array(
      z.object({
        text: z.string(),
        start: place,
        end: place,
        citations: place,
        supported: z.boolean(),
        invented: z.array(z.string()),
      }),
    )
    .default([]),
  conflicts: z
    .array(
      z.object({
        claim: z.string(),
        values: z.array(
          z.object({
            text: z.string(),
            documentId: z.uuid(),
            versionId: z.uuid(),
            page: z.int().positive(),
            start: place,
            end: place,
            quote: z.string(),
          }),
        ),
      }),
    )
    .default([]),
  followUps: z.array(z.string()).default([]),
});
export type AnswerOutput = z.output<typeof answerOutput>;

interface Told {
  text: string;
  question: string;
  standaloneQuestion: string | null;
  hits: readonly SearchHit[];
  citations: readonly Citation[];
  /** Sentences that were copied need no second look. */
  quoted: boolean;
}

/** An answer with its claims, the conflicts of what it was drawn from, and what could be asked next. */
export function outputOf({
  text,
  question,
  standaloneQuestion,
  hits,
  citations,
  quoted,
}: Told): AnswerOutput {
  const understood = standaloneQuestion ?? question;
  const analyser = createAnalyser(guessLanguage(understood).language);
  return {
    text,
    standaloneQuestion,
    claims: quoted ? quotedClaims(citations) : answerClaims(text, citations),
    conflicts: conflictsAmong(sentencesAbout(understood, hits, analyser), analyser),
    followUps: nextQuestions({ question: understood, answer: text, hits }, analyser),
  };
}

function quotedClaims(citations: readonly Citation[]): AnswerClaim[] {
  return citations.map(({ answerStart: start, answerEnd: end, quote }) => ({
    text: quote.replace(/\s+/g, ' '),
    start,
    end,
    citations: 1,
    supported: true,
    invented: [],
  }));
}
