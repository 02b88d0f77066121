import { defineCapability, z } from 'tributary/sdk';
import { codePointLength } from 'tributary/text';

/** Why something is recommended, streamed, with the places that it rests on. */
export const explain = defineCapability({
  id: 'advice.explain',
  description: 'The reasons of a recommendation, with the places that they rest on.',
  needs: ['recommendations', 'models'],
  input: z.object({ recommendationId: z.uuid() }),
  output: z.object({ text: z.string() }),
  grounded: true,
  maxOutputTokens: 400,
  async *model({ recommendationId }, { recommendations, models }) {
    const { title, rationale, evidence } = await recommendations.read(recommendationId);
    yield {
      type: 'Evidence',
      evidence: evidence.map(({ note: _note, ...place }) => ({ ...place, score: null })),
    };
    const facts = evidence
      .map(({ note, quote }) => `- ${note ?? ''}: ${quote ?? 'see the document'}`)
      .join('\n');
    yield* models.stream({
      prompt: 'explain-recommendation',
      variables: { title, rationale, evidence: facts },
    });
  },
  async *builtIn({ recommendationId }, { recommendations }) {
    const { title, rationale, evidence } = await recommendations.read(recommendationId);
    yield {
      type: 'Evidence',
      evidence: evidence.map(({ note: _note, ...place }) => ({ ...place, score: null })),
    };
    let text = `${title}. ${rationale}`;
    yield text;
    for (const { documentId, versionId, page, start, end, quote, note } of evidence) {
      if (page === null || start === null || end === null || quote === null) continue;
      const said = ` ${note ? `${capital(note)}: ` : ''}«${quote.replace(/\s+/g, ' ')}».`;
      yield said;
      const answerStart = codePointLength(text) + 1;
      text += said;
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

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
