import type { StepOutput } from 'tributary/sdk';

type Extraction = StepOutput<'extract'>;

/** Below this a person should look at the field. */
const reviewBelow = 0.6;

const needed = {
  invoice: ['invoice_number', 'issue_date', 'grand_total', 'seller_name'],
  // A till numbers its slips, and nobody needs the number.
  receipt: ['issue_date', 'grand_total', 'seller_name'],
  order: ['order_ref'],
} as const;
/** What a bill is looked at as. */
export type ReviewedAs = keyof typeof needed;

/** By the kind that a document was classified as. */
export const reviewedAs = (kind: string | null): ReviewedAs =>
  kind === 'receipt' ? 'receipt' : kind === 'purchase_order' ? 'order' : 'invoice';

/** The fields that a person should look at: needed ones that are missing or unsure. */
export function reviewOf(fields: Extraction['fields'], as: ReviewedAs = 'invoice'): Extraction['review'] {
  const found = new Map(fields.map((field) => [field.name, field]));
  return needed[as].flatMap((name) => {
    const field = found.get(name);
    if (!field) return [{ field: name, reason: 'not found' }];
    return field.confidence < reviewBelow ? [{ field: name, reason: `confidence ${field.confidence}` }] : [];
  });
}
