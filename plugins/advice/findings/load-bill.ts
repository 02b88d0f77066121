import type {
  ClockService,
  DocumentSummary,
  DocumentsService,
  ExtractedField,
  SettingsService,
} from 'tributary/sdk';
import { isBill, type ReadBill, readBill } from '../engine/bill.js';
import type { ExaminedBill } from '../engine/examine.js';
import { toleranceOf } from '../engine/order/tolerance.js';
import { isOrderOf } from '../engine/relate.js';

const mostOfSeller = 100;
const mostOfOrder = 50;

export interface BillServices {
  documents: DocumentsService;
  settings: SettingsService;
  clock: ClockService;
}

/** Reads documents as bills, in one batch; those that may not be read are left out. */
async function readBills(
  documents: DocumentsService,
  found: readonly DocumentSummary[],
): Promise<ReadBill[]> {
  const fields = found.length > 0 ? await documents.fields(found.map(({ id }) => id)) : [];
  return found.map((document, at) => readBill(document, fields[at] ?? []));
}

/** All that a bill is held against. */
export async function loadBill(
  { documents, settings, clock }: BillServices,
  document: DocumentSummary & { fields: readonly ExtractedField[] },
  related: ExaminedBill['related'],
): Promise<ExaminedBill> {
  const own = readBill(document, document.fields);
  const [ofSeller, ordered] = await Promise.all([billsOfSeller(documents, own), orderOf(documents, own)]);
  return {
    own,
    related,
    ofSeller,
    ordered,
    tolerance: toleranceOf(ordered ? await settings.read() : {}),
    at: clock.now().toISOString(),
  };
}

/** Other bills of the same seller, by its VAT id and by its name. */
async function billsOfSeller(documents: DocumentsService, { document, bill }: ReadBill): Promise<ReadBill[]> {
  const names = [
    { name: 'seller_vat', value: bill.sellerVat },
    { name: 'seller_name', value: bill.seller },
  ];
  const found = await Promise.all(
    names.map(({ name, value }) =>
      value === null ? [] : documents.findByField({ name, value, first: mostOfSeller }),
    ),
  );
  const others = distinct(found.flat()).filter(({ id, kind }) => id !== document.id && isBill(kind));
  return readBills(documents, others);
}

/** The order that a bill names, with the other bills that name it; null when there is none or it may not be read. */
export async function orderOf(
  documents: DocumentsService,
  own: ReadBill,
  orderId: string | null = null,
): Promise<ExaminedBill['ordered']> {
  const value = own.bill.orderRef;
  const [found, named] = await Promise.all([
    value === null ? [] : documents.findByField({ name: 'order_ref', value, first: mostOfOrder }),
    orderId === null ? [] : documents.summaries([orderId]),
  ]);
  const others = found.filter(({ id }) => id !== own.document.id && id !== orderId);
  const all = await readBills(documents, [...named.flatMap((each) => each ?? []), ...others]);
  const order =
    orderId === null
      ? all.find((each) => isOrderOf(own, each))
      : all.find(({ document }) => document.id === orderId);
  if (!order) return null;
  const bills = all.filter((each) => each !== order && isBill(each.document.kind) && !isCopy(each, own));
  return { order, others: distinctBills(bills) };
}

const isCopy = ({ bill }: ReadBill, own: ReadBill) => bill.number === null || bill.number === own.bill.number;

function distinct(found: readonly DocumentSummary[]): DocumentSummary[] {
  return [...new Map(found.map((each) => [each.id, each])).values()];
}

/** Copies of another bill are billed once. */
function distinctBills(bills: readonly ReadBill[]): ReadBill[] {
  return [...new Map(bills.map((each) => [each.bill.number, each])).values()];
}
