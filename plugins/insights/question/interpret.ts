import {
  analyticsFields,
  analyticsProgram,
  analyticsTimes,
  defineCapability,
  insufficientEvidence,
  z,
} from 'tributary/sdk';
import { readQuestion } from './grammar.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is refused
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** A question in plain language. */
export const questionText = z
  .string()
  .trim()
  .min(1)
  .max(1_000)
  .refine((text) => !control.test(text) && text.isWellFormed(), 'has control characters');

/** What a model says: a program, or that the question names nothing of it. Anything else is refused. */
const modelReading = z.strictObject({
  program: analyticsProgram.nullable(),
  unread: z.array(z.string().max(200)).max(50),
});

const catalogue = Object.entries(analyticsFields)
  .map(([source, fields]) => {
    const named = Object.entries(fields).map(([name, type]) => `${name} (${type})`);
    const times = analyticsTimes[source as keyof typeof analyticsTimes].join(', ');
    return `- ${source}: ${named.join(', ')}; times: ${times}`;
  })
  .join('\n');

const unknown = () =>
  insufficientEvidence(
    'The question names nothing that there are figures of: documents with their amounts, sellers and dates; runs with their cost and duration; reviews; recommendations.',
  );

/** Reads a question in plain language into a query program. It asks nothing yet. */
export const interpret = defineCapability({
  id: 'insights.interpret',
  description: 'Reads a question about figures into a query program that can be shown, edited and run again.',
  needs: ['models'],
  input: z.object({ question: questionText, today: z.iso.date() }),
  output: z.object({ program: analyticsProgram, unread: z.array(z.string()) }),
  documentsOf: () => [],
  maxOutputTokens: 800,
  // biome-ignore lint/correctness/useYield: it is read at once
  async *model({ question, today }, { models }) {
    // Nothing of it is shown before all of it is checked, so that the grammar can still answer instead.
    const { program, unread } = await models.complete({
      prompt: 'interpret-question',
      variables: { question, today, catalogue },
      schema: modelReading,
    });
    return program ? { program, unread } : unknown();
  },
  // biome-ignore lint/correctness/useYield: it is read at once
  async *builtIn({ question, today }) {
    return readQuestion(question, today) ?? unknown();
  },
});
