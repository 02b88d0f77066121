import type { StepOutput } from 'tributary/sdk';

type Extraction = StepOutput<'extract'>;

/** Below this a person should look at the field. */
const reviewBelow = 0.6;

const neededOfInvoice = ['invoice_number', 'issue_date', 'grand_total', 'seller_name'];
const neededOfOrder = ['order_ref'];

/** The fields that a person should look at: needed ones that are missing or unsure. */
export function reviewOf(
  fields: Extraction['fields'],
  kind: 'invoice' | 'order' = 'invoice',
): Extraction['review'] {
  const found = new Map(fields.map((field) => [field.name, field]));
  return (kind === 'order' ? neededOfOrder : neededOfInvoice).flatMap((name) => {
    const field = found.get(name);
    if (!field) return [{ field: name, reason: 'not found' }];
    return field.confidence < reviewBelow ? [{ field: name, reason: `confidence ${field.confidence}` }] : [];
  });
}
