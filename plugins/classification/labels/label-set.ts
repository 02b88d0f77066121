import { AppError, defineCollection, type StoreService, z } from 'tributary/sdk';

const mostLabels = 50;
const mostExamples = 50;
const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((text) => !/\p{Cc}/u.test(text), 'has control characters');

/** A label with what shows it: texts, and documents. */
export const labelSchema = z
  .object({
    name,
    texts: z.array(z.string().trim().min(1).max(4000)).max(mostExamples),
    documentIds: z.array(z.uuid()).max(mostExamples),
  })
  .refine(({ texts, documentIds }) => texts.length + documentIds.length > 0, 'a label needs an example');

/** What its owner gives. */
export const labelSetShape = {
  name,
  labels: z
    .array(labelSchema)
    .min(2)
    .max(mostLabels)
    .refine(
      (labels) => new Set(labels.map((label) => label.name)).size === labels.length,
      'two labels have one name',
    ),
  /** Below this confidence a text has none of the labels. */
  threshold: z.number().min(0).max(1),
  /** Whether new documents are classified by it. */
  automatic: z.boolean(),
};

const labelSet = z.object({
  ...labelSetShape,
  /** Rises with each change. */
  revision: z.int().positive(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
/** Labels of the tenant's own, with their examples. */
export type LabelSet = z.infer<typeof labelSet> & { id: string };

/** By id; ids are UUIDv7, so in the order in which they were made. */
export const labelSets = defineCollection({ name: 'label-sets', schema: labelSet });

/** Which of them new documents are classified by: a tenant with none has no job for it. */
export const automaticSets = defineCollection({ name: 'automatic-label-sets', schema: z.object({}) });

/** Errors: `NOT_FOUND`. */
export async function labelSetOf(store: StoreService, id: string): Promise<LabelSet> {
  const found = await labelSets.in(store).get(id.toLowerCase());
  if (!found) throw new AppError('NOT_FOUND', { thing: 'The label set' });
  return { id: id.toLowerCase(), ...found };
}
