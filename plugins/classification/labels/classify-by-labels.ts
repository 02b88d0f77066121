import { AppError, contextPart, defineCapability, type EnginePart, type Granted, z } from 'tributary/sdk';
import { excerpt } from '../engine/excerpt.js';
import { type LabelExamples, labelModel } from '../engine/label-model.js';
import { oneSubject, oneSubjectError, read, subject } from '../subject.js';
import { type LabelSet, labelSetOf } from './label-set.js';

const exampleCharacters = 4_000;
const promptExamples = 3;
const promptCharacters = 600;

const confidence = z.number().min(0).max(1);
const output = z.object({
  labelSetId: z.uuid(),
  /** Null when none is sure enough. */
  label: z.string().nullable(),
  confidence,
  threshold: confidence,
  /** All labels, the best first. */
  scores: z.array(z.object({ label: z.string(), confidence })),
});

/** Which of a set's labels a document or a text has, by the set's examples. */
export const classifyByLabels = defineCapability({
  id: 'classification.labels',
  description: "Which of the tenant's own labels a document or a text has, by a few examples of each.",
  needs: ['documents', 'store', 'models'],
  input: z
    .object({
      ...subject,
      labelSetId: z.uuid(),
      /** The set as it stands: with another, the same question is asked anew. */
      revision: z
        .int()
        .nullish()
        .transform((revision) => revision ?? null),
    })
    .refine(oneSubject, oneSubjectError),
  output,
  maxOutputTokens: 100,
  documentsOf: ({ documentId }) => (documentId === null ? [] : [documentId]),
  async *model(input, services) {
    const set = await labelSetOf(services.store, input.labelSetId);
    const [{ text, documentId }, examples] = await Promise.all([
      read(input, services),
      examplesOf(set, services),
    ]);
    const shown = examples.flatMap(({ label, texts }) =>
      texts
        .slice(0, promptExamples)
        .map((each) => contextPart('document', `${label}: ${each.slice(0, promptCharacters)}`)),
    );
    const names = set.labels.map(({ name }) => name) as [string, ...string[]];
    const answer = await services.models.complete({
      prompt: 'classify-by-labels',
      variables: {
        labels: names.join(', '),
        examples: shown,
        text: contextPart('document', excerpt(text), {
          keep: 'start',
          priority: 1,
          ...(documentId === null ? {} : { id: documentId }),
        }),
      },
      schema: z.object({ label: z.enum(names).nullable(), confidence }),
    });
    const label = answer.confidence >= set.threshold ? answer.label : null;
    const scores = answer.label === null ? [] : [{ label: answer.label, confidence: answer.confidence }];
    return yield* whole({
      labelSetId: set.id,
      label,
      confidence: answer.confidence,
      threshold: set.threshold,
      scores,
    });
  },
  async *builtIn(input, services) {
    const set = await labelSetOf(services.store, input.labelSetId);
    const [{ text }, examples] = await Promise.all([read(input, services), examplesOf(set, services)]);
    const scores = labelModel(examples)(text);
    const [best] = scores;
    const sure = best?.confidence ?? 0;
    const label = best && sure >= set.threshold ? best.label : null;
    return yield* whole({ labelSetId: set.id, label, confidence: sure, threshold: set.threshold, scores });
  },
});

/** Who follows the stream sees it whole. */
function* whole(value: z.input<typeof output>): Generator<EnginePart, z.input<typeof output>> {
  yield { type: 'ObjectDelta', path: '', value };
  return value;
}

const noExample: ReadonlySet<string> = new Set(['NOT_FOUND', 'DOCUMENT_QUARANTINED']);

/** The examples as far as the caller may read them; a document that is gone or in quarantine is no example any more. */
async function examplesOf(
  { labels }: LabelSet,
  { documents }: Granted<'documents'>,
): Promise<LabelExamples[]> {
  const textOf = async (documentId: string): Promise<string[]> => {
    try {
      return [(await documents.read(documentId)).text.slice(0, exampleCharacters)];
    } catch (error) {
      if (error instanceof AppError && noExample.has(error.code)) return [];
      throw error;
    }
  };
  const all = await Promise.all(
    labels.map(async ({ name, texts, documentIds }) => ({
      label: name,
      texts: [...texts, ...(await Promise.all(documentIds.map(textOf))).flat()],
    })),
  );
  return all.filter(({ texts }) => texts.length > 0);
}
