import { z } from 'tributary/sdk';
import { jsonShape, textShape } from '#platform/graph';

const prompt = textShape({ min: 1, max: 100 });
const label = textShape({ min: 1, max: 40, pattern: /^[a-z][a-z0-9-]*$/ });
const version = z.int().positive();
const absent = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().transform((value) => value ?? null);

/** What `savePrompt` takes; the text's length is judged with the prompt's name. */
export const saveShape = z.object({
  prompt,
  text: z.string(),
  settings: absent(jsonShape),
  label: absent(label),
  note: absent(textShape({ max: 500 })),
});

/** What `movePromptLabel` takes. */
export const moveShape = z.object({
  prompt,
  label,
  version: absent(version),
  everyTenant: z.boolean().default(false),
});

/** What `rollBackPrompt` takes. */
export const rollBackShape = z.object({ prompt, label, everyTenant: z.boolean().default(false) });

const variant = z
  .object({ version: absent(version), label: absent(label), weight: z.int().min(1).max(10_000) })
  .refine((given) => (given.version === null) !== (given.label === null), 'needs either version or label');

/** What `setPromptExperiment` takes. */
export const experimentShape = z.object({ prompt, variants: absent(z.array(variant).min(2).max(10)) });
