import { z } from 'tributary/sdk';
import { kinds } from './kinds/kinds.js';
import { readSchema } from './schema/read-schema.js';

/** A page of a long contract has about 4,000 characters. */
const longestText = 400_000;
const mostLines = 5_000;
const longestLine = 2_000;

const coordinate = z.number().min(-100_000).max(100_000);
const line = z.object({
  text: z.string().max(longestLine),
  page: z
    .int()
    .min(1)
    .max(1_000)
    .nullish()
    .transform((page) => page ?? 1),
  box: z.tuple(
    [coordinate, coordinate, coordinate, coordinate],
    'must be four numbers: left, top, right, bottom',
  ),
});

/** A document, a text, or lines with boxes; and what is to be read of it: a kind's fields, or those of a schema. */
export const extractionInput = z
  .object({
    documentId: z.uuid().nullish(),
    text: z.string().min(1).max(longestText).nullish(),
    lines: z.array(line).min(1).max(mostLines).nullish(),
    kind: z.enum(kinds).nullish(),
    schema: z.json().nullish(),
  })
  .superRefine(({ documentId, text, lines, schema }, context) => {
    const given = [documentId, text, lines].filter((source) => source !== null && source !== undefined);
    if (given.length !== 1)
      context.addIssue({
        code: 'custom',
        message: 'exactly one of documentId, text and lines must be given',
      });
    if (schema === null || schema === undefined) return;
    const read = readSchema(schema);
    if ('node' in read) return;
    const { pointer, problem } = read.fault;
    context.addIssue({ code: 'custom', path: ['schema', ...pointer.split('/').slice(1)], message: problem });
  })
  // Equal questions have one stored answer, however what is not asked was left out.
  .transform(({ documentId, text, lines, kind, schema }) => ({
    documentId: documentId ?? null,
    text: text ?? null,
    lines: lines ?? null,
    kind: kind ?? null,
    schema: schema ?? null,
  }));
export type ExtractionInput = z.output<typeof extractionInput>;

const place = {
  page: z.int().positive().nullable(),
  start: z.int().nonnegative().nullable(),
  end: z.int().nonnegative().nullable(),
  quote: z.string().nullable(),
};

/** The fields with their places, and the values in the shape of the schema. */
export const extractionOutput = z.object({
  kind: z.enum(kinds).nullable(),
  fields: z.array(
    z.object({
      name: z.string(),
      value: z.json(),
      confidence: z.number().min(0).max(1),
      ...place,
      line: z.int().nonnegative().nullable(),
      box: z.array(z.number()).length(4).nullable(),
    }),
  ),
  values: z.json(),
  review: z.array(z.object({ field: z.string(), reason: z.string() })),
});
export type ExtractionOutput = z.output<typeof extractionOutput>;
