import { defineEvaluator, z } from 'tributary/sdk';
import { containment, words } from 'tributary/text';

const said = z.object({
  text: z.string(),
  claims: z.array(z.object({ supported: z.boolean() })).default([]),
});

/**
 * Whether a question was answered exactly when the documents say it (expected: null when they do not), whether the
 * expected words are in the answer, and how many of its sentences what they cite supports.
 */
export const answerQuality = defineEvaluator({
  id: 'answers.quality',
  description:
    'Whether it is answered when it can be, says what is expected, and is supported by what it cites.',
  needs: [],
  async evaluate({ expected, output, outcome }) {
    const answer = said.safeParse(output);
    const wanted = expectedText(expected);
    const isRight = answer.success === (wanted !== null);
    const answered = {
      name: 'answered',
      score: isRight ? 1 : 0,
      reason: answer.success ? 'it was answered' : `it ended as ${outcome ?? 'no answer'}`,
    };
    if (!answer.success || wanted === null) return [answered];
    const { text, claims } = answer.data;
    const supported = claims.filter((claim) => claim.supported).length;
    return [
      answered,
      {
        name: 'says',
        score: containment(new Set(words(wanted)), new Set(words(text))),
        reason: `expected: ${wanted}`,
      },
      ...(claims.length === 0
        ? []
        : [
            {
              name: 'supported',
              score: supported / claims.length,
              reason: `${supported} of ${claims.length} sentences`,
            },
          ]),
    ];
  },
});

/** The expected answer, given as a text or as `{ text }`; null when the documents do not say. */
function expectedText(expected: unknown): string | null {
  if (typeof expected === 'string') return expected;
  const shaped = z.object({ text: z.string() }).safeParse(expected);
  return shaped.success ? shaped.data.text : null;
}
