import type { PageText, StepOutput } from 'tributary/sdk';
import { decimalSeparator } from 'tributary/text';
import { centsOf, labelledAmounts } from './amounts.js';
import { findIban, findSellerVat } from './bank.js';
import { valuesAnywhere } from './candidates.js';
import { findDueDate, findIssueDate } from './dates.js';
import { findInvoiceNumber, findOrderReference } from './identifiers.js';
import { findCurrency, findTypeCode } from './kind.js';
import { findLines, type LineTable, lineConfidence } from './line-items.js';
import { findParties } from './parties.js';
import { reviewOf } from './review.js';
import { type Place, readSheet, type Sheet } from './sheet.js';
import { chooseTotals, type Totals } from './totals.js';
import { type Conventions, findAmounts } from './values.js';

export type Extraction = StepOutput<'extract'>;
type Field = Extraction['fields'][number];

interface Chosen {
  value: string;
  confidence: number;
  place: Place;
}

const invoiceKinds: ReadonlySet<string> = new Set(['invoice', 'credit_note', 'receipt']);
/** Fields that a purchase order has too; its own number is its `order_ref`. */
const orderFields: ReadonlySet<string> = new Set(
  'issue_date seller_name seller_vat buyer_name currency net_total tax_total grand_total order_ref lines'.split(
    ' ',
  ),
);

/**
 * The fields of a document of this kind. What reads like a bill, with a title, a number and a total that are sure, is
 * read as one whatever it is classified as; an invoice that names an order and a delivery is no order.
 */
export function extractFields(pages: readonly PageText[], kind: string | null): Extraction {
  const isBill = kind !== null && invoiceKinds.has(kind);
  if (isBill || isTitledAsBill(pages)) {
    const extraction = extractInvoice(pages);
    if (isBill || readsLikeBill(extraction)) return extraction;
  }
  if (kind !== 'purchase_order') return { fields: [], review: [] };
  const fields = extractInvoice(pages, 'buyer').fields.filter(({ name }) => orderFields.has(name));
  return { fields, review: reviewOf(fields, 'order') };
}

/** Sure enough of the title. */
const sureTitle = 0.6;

/** The first look at what is no bill by its kind: few documents need the second. */
function isTitledAsBill(pages: readonly PageText[]): boolean {
  return (findTypeCode(readSheet(pages))?.confidence ?? 0) >= sureTitle;
}

function readsLikeBill({ fields }: Extraction): boolean {
  const sure = (name: string, least: number) =>
    fields.some((field) => field.name === name && field.confidence >= least);
  return sure('type_code', sureTitle) && sure('invoice_number', 0.7) && sure('grand_total', 0.6);
}

/**
 * The fields of an invoice or receipt, by rules: labels in eight languages, values beside or below them, check digits,
 * and sums that must add up. `issuer` wrote the document. Pure and linear in the number of cells; a page takes about a millisecond.
 */
export function extractInvoice(
  pages: readonly PageText[],
  issuer: 'seller' | 'buyer' = 'seller',
): Extraction {
  const sheet = readSheet(pages);
  const conventions = conventionsOf(pages);
  const { seller, buyer, blocks } = findParties(sheet, issuer);
  const issued = findIssueDate(sheet, conventions);
  const lines = findLines(sheet, conventions);
  const totals = totalsOf(sheet, conventions, lines);
  const chosen: [string, Chosen | null][] = [
    ['invoice_number', findInvoiceNumber(sheet)],
    ['type_code', findTypeCode(sheet)],
    ['issue_date', issued],
    ['due_date', findDueDate(sheet, conventions, issued?.value ?? null)],
    ['seller_name', seller],
    ['seller_vat', findSellerVat(sheet, blocks)],
    ['buyer_name', buyer],
    ['currency', findCurrency(sheet, conventions)],
    ['net_total', totals.net],
    ['tax_total', totals.tax],
    ['grand_total', totals.grand],
    ['due_amount', totals.due],
    ['order_ref', findOrderReference(sheet)],
    ['iban', findIban(sheet)],
  ];
  const fields = chosen.flatMap(([name, found]) => (found ? [fieldOf(name, found)] : []));
  if (lines) fields.push(linesField(lines, totals));
  return { fields, review: reviewOf(fields) };
}

function totalsOf(sheet: Sheet, conventions: Conventions, lines: LineTable | null): Totals {
  const anywhere = valuesAnywhere(sheet, (text) => findAmounts(text, conventions), 0.2);
  return chooseTotals(labelledAmounts(sheet, conventions), lines?.sumCents ?? null, anywhere);
}

/** Reads how the document writes numbers and dates from those that leave no doubt. */
export function conventionsOf(pages: readonly PageText[]): Conventions {
  const text = pages.map((page) => page.text).join('\n');
  const decimal = decimalSeparator(text) ?? undefined;
  // A dollar is the American one where nothing names another country's tax or dollar.
  const dollars =
    /(?<!\p{L})\$\s?\d/u.test(text) && !/\b(?:GST|HST|ABN|[ACS]\$|AUD|CAD|NZD|SGD|HKD)/u.test(text);
  const american =
    (dollars || /\b(?:USD|U\.S\.|United States|[A-Z]{2} \d{5}(?:-\d{4})?)\b/u.test(text)) && decimal !== ',';
  const dayFirst = /(?<!\d)(?:1[3-9]|2\d|3[01])\/\d{1,2}\/\d{2,4}/u.test(text);
  const monthFirst = /(?<!\d)\d{1,2}\/(?:1[3-9]|2\d|3[01])\/\d{2,4}/u.test(text);
  return { decimal, dateOrder: (monthFirst || american) && !dayFirst ? 'MDY' : 'DMY' };
}

function fieldOf(name: string, { value, confidence, place }: Chosen): Field {
  return { name, value, confidence, ...place };
}

/** The rows of the table of goods; surer when they sum up to the total. */
export function linesField(table: LineTable, totals: Totals): Field {
  const net = totals.net ? centsOf(totals.net.value) : null;
  const grand = totals.grand ? centsOf(totals.grand.value) : null;
  return {
    name: 'lines',
    value: table.items.map(({ name, quantity, total }) => ({ name, quantity, total })),
    confidence: lineConfidence(table, net, grand),
    ...table.place,
  };
}
