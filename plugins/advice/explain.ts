import {
  AppError,
  type ContextPart,
  contextPart,
  type DocumentsService,
  defineCapability,
  type Proposal,
  z,
} from 'tributary/sdk';
import { codePointLength } from 'tributary/text';
import { openingOf } from './engine/opening.js';

type Evidence = Proposal['evidence'];
/** A place of a document with its text, and what it shows. */
interface QuotedPlace {
  documentId: string;
  versionId: string;
  page: number;
  start: number;
  end: number;
  quote: string;
  note: string | null;
}

/** Why something is recommended, streamed, with the places that it rests on. */
export const explain = defineCapability({
  id: 'advice.explain',
  description: 'The reasons of a recommendation, with the places that they rest on.',
  needs: ['recommendations', 'documents', 'models'],
  input: z.object({ recommendationId: z.uuid() }),
  output: z.object({ text: z.string() }),
  grounded: true,
  maxOutputTokens: 400,
  async *model({ recommendationId }, { recommendations, documents, models }) {
    const { title, rationale, evidence } = await recommendations.read(recommendationId);
    yield {
      type: 'Evidence',
      evidence: evidence.map(({ note: _note, ...place }) => ({ ...place, score: null })),
    };
    const places = await placesOf(evidence, documents);
    const variables = {
      // They name documents and repeat what these say, so they are the documents' words.
      title: contextPart('document', title, { priority: places.length + 2, keep: 'start' }),
      rationale: contextPart('document', rationale, { priority: places.length + 1, keep: 'start' }),
      evidence: factsOf(places),
    };
    let text = '';
    for await (const part of models.stream({ prompt: 'explain-recommendation', variables })) {
      if (typeof part === 'string') text += part;
      yield part;
    }
    // What was said was said of all of these.
    const answerEnd = codePointLength(text);
    for (const { note: _note, ...place } of places)
      yield { type: 'Citation', answerStart: 0, answerEnd, ...place };
  },
  async *builtIn({ recommendationId }, { recommendations, documents }) {
    const { title, rationale, evidence } = await recommendations.read(recommendationId);
    yield {
      type: 'Evidence',
      evidence: evidence.map(({ note: _note, ...place }) => ({ ...place, score: null })),
    };
    let text = `${title.replace(/\.$/, '')}. ${rationale}`;
    yield text;
    for (const { note, ...place } of await placesOf(evidence, documents)) {
      const said = ` ${note ? `${capital(note.replace(/\.$/, ''))}: ` : ''}«${place.quote.replace(/\s+/g, ' ')}».`;
      yield said;
      const answerStart = codePointLength(text) + 1;
      text += said;
      yield { type: 'Citation', answerStart, answerEnd: codePointLength(text), ...place };
    }
    return { text };
  },
});

/** What does not fit goes from the last fact on: the first ones carry the recommendation. */
function factsOf(places: readonly QuotedPlace[]): ContextPart[] {
  return places.map(({ note, quote, documentId }, at) =>
    contextPart('document', `- ${note ?? 'the document'}: ${quote}`, {
      id: documentId,
      priority: places.length - at,
      keep: 'start',
    }),
  );
}

/** The places that evidence names. Of a document as a whole it is how it begins, as far as it may be read. */
async function placesOf(evidence: Evidence, documents: DocumentsService): Promise<QuotedPlace[]> {
  const places = await Promise.all(
    evidence.map(async ({ documentId, versionId, page, start, end, quote, note }) => {
      if (page !== null && start !== null && end !== null && quote !== null)
        return { documentId, versionId, page, start, end, quote, note };
      const document = await documents.read(documentId).catch(nullWhenUnreadable);
      const opening = document && openingOf(document.pages);
      return opening ? { documentId, versionId: document.versionId, note, ...opening } : null;
    }),
  );
  return places.filter((place) => place !== null);
}

function nullWhenUnreadable(error: unknown): null {
  if (error instanceof AppError && ['NOT_FOUND', 'DOCUMENT_QUARANTINED'].includes(error.code)) return null;
  throw error;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
