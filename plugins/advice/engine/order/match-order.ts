import { type Bill, fieldEvidence, type ReadBill } from '../bill.js';
import { isSameSeller } from '../relate.js';
import { matchLines, share } from './match-lines.js';
import type { OrderMatch } from './order-match.js';
import { cents, deviationOf, percentOver, type Tolerance } from './tolerance.js';

/** A bill, the order that it names, and the other bills that name it. */
interface BilledOrder {
  invoice: ReadBill;
  order: ReadBill;
  others: readonly ReadBill[];
}

const compared = ['order_ref', 'seller_name', 'currency', 'net_total', 'grand_total', 'lines'];

/** Holds an invoice against its order: its head, its sum against the tolerance, and line by line. */
export function matchOrder({ invoice, order, others }: BilledOrder, tolerance: Tolerance): OrderMatch {
  const [bill, ordered] = [invoice.bill, order.bill];
  const sums = comparable(bill, ordered);
  const others_ = sums ? others.filter((other) => comparable(other.bill, ordered)?.basis === sums.basis) : [];
  const before = others_.map((other) => comparable(other.bill, ordered)?.own ?? 0);
  const billedInAll = sums ? cents(before.reduce((sum, each) => sum + each, sums.own)) : null;
  const verdict = sums ? deviationOf(sums.own, sums.other, tolerance) : 'UNKNOWN';
  const words = sums ? sumWords(sums, bill.currency ?? ordered.currency) : 'The amounts cannot be compared.';
  const isOverTogether =
    sums !== null &&
    others_.length > 0 &&
    billedInAll !== null &&
    deviationOf(billedInAll, sums.other, tolerance) === 'OVER';
  const together = isOverTogether
    ? ` With ${others_.length} other ${others_.length === 1 ? 'bill' : 'bills'} of this order ${billedInAll.toFixed(2)} of ${sums.other.toFixed(2)} are billed.`
    : '';
  return {
    invoiceId: invoice.document.id,
    orderId: order.document.id,
    orderNumber: ordered.orderRef ?? ordered.number,
    verdict: isOverTogether && verdict !== 'UNKNOWN' ? 'OVER' : verdict,
    reason: `${words}${together}`,
    sameNumber: bill.orderRef === null ? null : [ordered.orderRef, ordered.number].includes(bill.orderRef),
    sameSeller: isSameSeller(bill, ordered),
    sameCurrency:
      bill.currency === null || ordered.currency === null ? null : bill.currency === ordered.currency,
    basis: sums?.basis ?? null,
    currency: bill.currency ?? ordered.currency,
    billed: sums && cents(sums.own),
    ordered: sums && cents(sums.other),
    difference: sums && cents(sums.own - sums.other),
    differencePercent: sums && percentOver(sums.own, sums.other),
    otherBills: others_.map(({ document }) => document.id),
    billedInAll,
    tolerance,
    lines:
      bill.lines.length > 0 && ordered.lines.length > 0
        ? matchLines(bill.lines, ordered.lines, tolerance)
        : [],
    evidence: [...placesOf(invoice), ...placesOf(order)],
  };
}

interface Sums {
  basis: 'NET' | 'TOTAL' | 'LINES';
  own: number;
  other: number;
}

/** Net with net where both say it, else total with total, else the lines; two currencies are not compared. */
export function comparable(own: Bill, other: Bill): Sums | null {
  if (own.currency !== null && other.currency !== null && own.currency !== other.currency) return null;
  if (own.net !== null && other.net !== null) return { basis: 'NET', own: own.net, other: other.net };
  if (own.total !== null && other.total !== null)
    return { basis: 'TOTAL', own: own.total, other: other.total };
  if (own.lines.length === 0 || other.lines.length === 0) return null;
  return { basis: 'LINES', own: sumOf(own), other: sumOf(other) };
}

const sumOf = ({ lines }: Bill) => cents(lines.reduce((sum, { total }) => sum + total, 0));

function sumWords({ own, other }: Sums, currency: string | null): string {
  const unit = currency ? ` ${currency}` : '';
  if (cents(own) === cents(other)) return `${own.toFixed(2)}${unit} are billed, as ordered.`;
  return `${own.toFixed(2)}${unit} are billed, ${other.toFixed(2)}${unit} were ordered${share(own, other)}.`;
}

const placesOf = ({ document, fields }: ReadBill): OrderMatch['evidence'] =>
  fieldEvidence({ ...document, fields }, compared).map(({ note: _note, ...place }) => ({
    ...place,
    score: null,
  }));
