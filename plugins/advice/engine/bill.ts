import type { ExtractedField, Proposal } from 'tributary/sdk';

/** Kinds of documents that ask for money, or give it back. */
const billKinds: ReadonlySet<string> = new Set(['invoice', 'credit_note', 'receipt']);
export const isBill = (kind: string | null): boolean => kind !== null && billKinds.has(kind);

/** The values of a bill that advice rests on; null where the document does not say. */
export interface Bill {
  number: string | null;
  seller: string | null;
  sellerVat: string | null;
  date: string | null;
  orderRef: string | null;
  currency: string | null;
  net: number | null;
  tax: number | null;
  total: number | null;
  lowestConfidence: number;
}

/** What an approval rests on. */
const needed = ['invoice_number', 'issue_date', 'grand_total'];

export function billOf(fields: readonly ExtractedField[]): Bill {
  const value = (name: string) => fields.find((field) => field.name === name)?.value;
  const text = (name: string) => {
    const found = value(name);
    return typeof found === 'string' && found !== '' ? found : null;
  };
  const amount = (name: string) => {
    const found = value(name);
    const parsed =
      typeof found === 'number' || (typeof found === 'string' && found !== '') ? Number(found) : Number.NaN;
    return Number.isFinite(parsed) ? parsed : null;
  };
  const confidences = fields.filter(({ name }) => needed.includes(name)).map(({ confidence }) => confidence);
  return {
    number: text('invoice_number'),
    seller: text('seller_name'),
    sellerVat: text('seller_vat'),
    date: text('issue_date'),
    orderRef: text('order_ref'),
    currency: text('currency'),
    net: amount('net_total'),
    tax: amount('tax_total'),
    total: amount('grand_total'),
    lowestConfidence: confidences.length > 0 ? Math.min(...confidences) : 0,
  };
}

/** The places of named fields, as evidence. */
export function fieldEvidence(
  document: { id: string; versionId: string; fields: readonly ExtractedField[] },
  names: readonly string[],
): Proposal['evidence'] {
  return document.fields
    .filter(({ name, page }) => names.includes(name) && page !== null)
    .map(({ name, page, start, end, quote }) => ({
      documentId: document.id,
      versionId: document.versionId,
      page,
      start,
      end,
      quote,
      note: name.replaceAll('_', ' '),
    }));
}

/** A whole document as evidence. */
export function documentEvidence(
  document: { id: string; versionId: string },
  note: string,
): Proposal['evidence'][number] {
  return {
    documentId: document.id,
    versionId: document.versionId,
    page: null,
    start: null,
    end: null,
    quote: null,
    note,
  };
}
