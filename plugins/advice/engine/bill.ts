import { type DocumentSummary, type ExtractedField, type Proposal, z } from 'tributary/sdk';

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
  iban: string | null;
  currency: string | null;
  net: number | null;
  tax: number | null;
  total: number | null;
  lines: readonly BillLine[];
  lowestConfidence: number;
}
/** A row of goods or services. */
export interface BillLine {
  name: string;
  quantity: number | null;
  /** Of one piece. */
  price: number | null;
  total: number;
}

/** A document that was read as a bill or an order. */
export interface ReadBill {
  document: DocumentSummary;
  fields: readonly ExtractedField[];
  bill: Bill;
}

const mostLines = 300;
const amountText = z.union([z.number(), z.string().min(1)]).pipe(z.coerce.number<number | string>());
const row = z.object({
  name: z.string().min(1),
  quantity: amountText.nullish().catch(null),
  total: amountText,
});

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
    iban: text('iban')?.replace(/\s/g, '').toUpperCase() ?? null,
    currency: text('currency'),
    net: amount('net_total'),
    tax: amount('tax_total'),
    total: amount('grand_total'),
    lines: linesOf(value('lines')),
    lowestConfidence: confidences.length > 0 ? Math.min(...confidences) : 0,
  };
}

/** Rows that can be read; a row without a total says nothing of money. */
function linesOf(value: unknown): BillLine[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, mostLines).flatMap((each) => {
    const { data } = row.safeParse(each);
    if (!data) return [];
    const quantity = data.quantity ?? null;
    const price = quantity === null || quantity === 0 ? null : data.total / quantity;
    return [{ name: data.name, quantity, price, total: data.total }];
  });
}

export const readBill = (document: DocumentSummary, fields: readonly ExtractedField[]): ReadBill => ({
  document,
  fields,
  bill: billOf(fields),
});

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
