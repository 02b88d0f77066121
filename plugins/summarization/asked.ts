import { z } from 'tributary/sdk';
import { audienceSchema } from './engine/audience.js';
import { lengthSchema } from './engine/length.js';

export const mostSentences = 20;

/** What every summary can be asked for; what is not said is null in the graph. */
export const asked = {
  /** What it shall answer; null for what the text says on the whole. */
  question: z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .nullish()
    .transform((question) => question ?? null),
  /** At most so many; null where the length decides. */
  sentences: z
    .int()
    .min(1)
    .max(mostSentences)
    .nullish()
    .transform((sentences) => sentences ?? null),
  length: lengthSchema.nullish().transform((length) => length ?? 'MEDIUM'),
  audience: audienceSchema.nullish().transform((audience) => audience ?? 'GENERAL'),
};

/** A place of a summary and the place that it was taken from; offsets in code points, ends exclusive. */
export const quoteSchema = z.object({
  answerStart: z.int().nonnegative(),
  answerEnd: z.int().nonnegative(),
  /** Null for a text that was given. */
  documentId: z.uuid().nullable(),
  page: z.int().positive(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  speaker: z.string().nullable(),
  quote: z.string(),
});
export type Quote = z.infer<typeof quoteSchema>;

/** What every summary is. */
export const summaryOutput = z.object({ text: z.string(), quotes: z.array(quoteSchema) });
