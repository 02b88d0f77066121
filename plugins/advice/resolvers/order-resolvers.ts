import type { MatchedLine, OrderMatch } from '../engine/order/order-match.js';
import { documentOf } from './document-of.js';

const money = (amount: number | null) => (amount === null ? null : amount.toFixed(2));
const exact = (value: number | null) => (value === null ? null : String(value));

/** A match as the graph shows it: amounts are decimals. */
export function orderMatchView(match: OrderMatch) {
  const { invoiceId: _invoice, orderId, otherBills, tolerance, lines, ...rest } = match;
  return {
    ...rest,
    order: documentOf(orderId),
    billed: money(match.billed),
    ordered: money(match.ordered),
    difference: money(match.difference),
    differencePercent: rounded(match.differencePercent),
    billedInAll: money(match.billedInAll),
    otherBills: otherBills.map(documentOf),
    tolerance: { ...tolerance, amount: String(tolerance.amount) },
    deviations: lines.filter(({ verdict }) => verdict !== 'WITHIN').length,
    lines: lines.map(lineView),
  };
}

function lineView(line: MatchedLine) {
  return {
    ...line,
    billed: line.billed && sideView(line.billed),
    ordered: line.ordered && sideView(line.ordered),
    quantityDifference: exact(line.quantityDifference),
    priceDifference: exact(line.priceDifference),
    amountDifference: money(line.amountDifference),
    amountDifferencePercent: rounded(line.amountDifferencePercent),
  };
}

const sideView = ({ name, quantity, price, total }: NonNullable<MatchedLine['billed']>) => ({
  name,
  quantity: exact(quantity),
  price: exact(price),
  total: total.toFixed(2),
});

const rounded = (percent: number | null) => (percent === null ? null : Math.round(percent * 100) / 100);
