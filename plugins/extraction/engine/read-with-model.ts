import type { EnginePart, PageText } from 'tributary/sdk';
import type { Extraction } from './extract.js';
import { GrowingFields } from './growing-fields.js';
import { FieldReading, type ModelFields } from './model-fields.js';
import type { ReviewedAs } from './review.js';

/**
 * Each field that the model has written is checked and joined with what the rules found. The first one that counts shows
 * these as well; before, nothing is shown, so that the built-in engine can answer when the model fails.
 * @param parts the model's own object as it grows; its deltas are not shown, for what is in them is not checked
 */
export async function* readWithModel(
  parts: AsyncGenerator<EnginePart, ModelFields>,
  pages: readonly PageText[],
  byRule: Extraction,
  as: ReviewedAs = 'invoice',
): AsyncGenerator<EnginePart, Extraction> {
  const growing = new GrowingFields();
  const reading = new FieldReading(pages, byRule, as);
  let shown: Extraction | null = null;
  try {
    for (;;) {
      const next = await parts.next();
      if (next.done) {
        const read = readWhole(next.value, new FieldReading(pages, byRule, as));
        yield* changes(shown, read);
        return read;
      }
      if (typeof next.value === 'string' || next.value.type !== 'ObjectDelta') continue;
      for (const field of growing.take(next.value)) {
        const changed = reading.add(field);
        if (!changed) continue;
        if (!shown) yield delta('', byRule);
        shown = { fields: reading.extraction.fields, review: byRule.review };
        yield delta(`/fields/${changed.index}`, changed.field);
      }
    }
  } finally {
    // Also when nobody reads on.
    await parts.return(undefined as never);
  }
}

/** From the answer as it was checked: one that was repaired may leave out what the first one said. */
function readWhole({ fields }: ModelFields, reading: FieldReading): Extraction {
  for (const field of fields) reading.add(field);
  return reading.extraction;
}

function* changes(shown: Extraction | null, read: Extraction): Generator<EnginePart> {
  if (!shown) return yield delta('', read);
  if (isOther(shown.fields, read.fields)) yield delta('/fields', read.fields);
  if (isOther(shown.review, read.review)) yield delta('/review', read.review);
}

const delta = (path: string, value: unknown): EnginePart => ({ type: 'ObjectDelta', path, value });
const isOther = (before: unknown, after: unknown) => JSON.stringify(before) !== JSON.stringify(after);
