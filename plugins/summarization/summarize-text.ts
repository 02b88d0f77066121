import { defineCapability, z } from 'tributary/sdk';
import { asked, summaryOutput } from './asked.js';
import { sourceOf } from './engine/units.js';
import { givenText, quoted, written } from './writing.js';

/** A summary of a text that is no document, such as an abstract or the transcript of a meeting. */
export const summarizeText = defineCapability({
  id: 'summarization.text',
  description: 'A summary of a given text, on the whole or of a question.',
  needs: ['models'],
  input: z.object({
    text: givenText,
    title: z
      .string()
      .max(500)
      .nullish()
      .transform((title) => title ?? null),
    ...asked,
  }),
  output: summaryOutput,
  maxOutputTokens: 600,
  async *model({ text, title, ...wanted }, { models }) {
    return yield* written([sourceOf(text, title)], wanted, { models });
  },
  async *builtIn({ text, title, ...wanted }) {
    return yield* quoted([sourceOf(text, title)], wanted);
  },
});
