import type { ExtractedField, PageText } from 'tributary/sdk';
import { type Extraction, extractFields } from '../engine/extract.js';
import { readReceipt } from '../engine/receipt/receipt.js';
import { reviewOf } from '../engine/review.js';
import { readContract } from './contract.js';
import { readLetter } from './letter.js';

/** What a receipt's fields are called on every bill; the others keep their names. */
const billNames: Readonly<Record<string, string>> = {
  company: 'seller_name',
  address: 'seller_address',
  date: 'issue_date',
  total: 'grand_total',
  tax: 'tax_total',
  payment_method: 'payment_method',
};
/** What the sums of a receipt say of what is not printed on it would be made up. */
const notOnReceipts: ReadonlySet<string> = new Set(['buyer_name', 'due_date', 'due_amount', 'order_ref']);
const billFields: ReadonlySet<string> = new Set([
  'invoice_number',
  'grand_total',
  'order_ref',
  'seller_name',
]);

/** What ingestion keeps of a document of this kind. Only bills ask for a person: of others nothing is needed. */
export function readDocument(pages: readonly PageText[], kind: string | null): Extraction {
  const bill = extractFields(pages, kind);
  if (kind === 'receipt') return withReceipt(bill, readReceipt(pages));
  if (bill.fields.length > 0) return bill;
  if (kind === 'contract') return { fields: readContract(pages), review: [] };
  if (kind === 'letter') return { fields: readLetter(pages), review: [] };
  return bill;
}

/** Whether fields are those of a bill or order. */
export function isBill({ fields }: Extraction): boolean {
  return fields.some(({ name }) => billFields.has(name));
}

/** A receipt is read by its own rules, and by those of bills for what these do not know. */
function withReceipt({ fields: byBill }: Extraction, byReceipt: readonly ExtractedField[]): Extraction {
  const read = byReceipt.flatMap((field) => {
    const name = billNames[field.name];
    return name ? [{ ...field, name }] : [];
  });
  const names = new Set(read.map(({ name }) => name));
  const fields = [...byBill.filter(({ name }) => !names.has(name) && !notOnReceipts.has(name)), ...read];
  return { fields, review: reviewOf(fields, 'receipt') };
}
