import { jaroWinkler } from 'tributary/text';
import { type Bill, isBill, type ReadBill } from './bill.js';

export interface Relation {
  documentId: string;
  relation: 'SIMILAR' | 'DUPLICATE' | 'VERSION' | 'ORDER' | 'BILL';
  /** From 0 to 1. */
  score: number;
  reason: string;
}
export interface Other {
  id: string;
  kind: string | null;
  bill: Bill;
  /** How alike the texts are, from 0 to 1; null when the index did not name it. */
  similarity: number | null;
}

/** Texts that are this much alike are the same letter, unless they name different numbers. */
const sameText = 0.97;
/** Jaro-Winkler (Winkler, 1990) of two names of the same company. */
const sameName = 0.9;

/** How a bill or another document is related to one that was found by number, order or content. */
export function relationTo(own: Paper, other: Other): Relation | null {
  const { id: documentId, bill, similarity } = other;
  const sameNumber = own.bill.number !== null && own.bill.number === bill.number;
  if (sameNumber && own.kind === other.kind && sameSeller(own.bill, bill)) {
    if (sameTotal(own.bill, bill))
      return { documentId, relation: 'DUPLICATE', score: 0.98, reason: 'The same number, seller and total.' };
    const isKnown = own.bill.total !== null && bill.total !== null;
    const total = isKnown ? 'another total' : 'a total that is not known';
    return { documentId, relation: 'VERSION', score: 0.85, reason: `The same number and seller, ${total}.` };
  }
  if (namesOrder(own, other))
    return { documentId, relation: 'ORDER', score: 0.95, reason: 'The bill names this order.' };
  if (namesOrder(other, own))
    return { documentId, relation: 'BILL', score: 0.95, reason: 'It bills this order.' };
  if (similarity === null) return null;
  const differentNumbers = own.bill.number !== null && bill.number !== null && !sameNumber;
  if (similarity >= sameText && own.kind === other.kind && !differentNumbers) {
    return { documentId, relation: 'DUPLICATE', score: similarity, reason: 'Nearly the same text.' };
  }
  return { documentId, relation: 'SIMILAR', score: similarity, reason: 'Much the same words.' };
}

/** A seller that is not known does not speak against it. */
const sameSeller = (left: Bill, right: Bill): boolean => isSameSeller(left, right) ?? true;

/** The same VAT id decides; else the names. Null when one of them is not known. */
export function isSameSeller(left: Bill, right: Bill): boolean | null {
  if (left.sellerVat !== null && right.sellerVat !== null) return left.sellerVat === right.sellerVat;
  if (left.seller === null || right.seller === null) return null;
  return jaroWinkler(left.seller.toLowerCase(), right.seller.toLowerCase()) >= sameName;
}

/** A currency that is not known does not speak against it. */
function sameTotal(left: Bill, right: Bill): boolean {
  const isCurrency = left.currency === null || right.currency === null || left.currency === right.currency;
  return left.total !== null && left.total === right.total && isCurrency;
}

interface Paper {
  kind: string | null;
  bill: Bill;
}

/** Whether a bill names this order. */
export const isOrderOf = (own: ReadBill, order: ReadBill): boolean =>
  namesOrder(paperOf(own), paperOf(order));
const paperOf = ({ document, bill }: ReadBill): Paper => ({ kind: document.kind, bill });

function namesOrder({ kind, bill: { orderRef } }: Paper, order: Paper): boolean {
  const isTheOrder =
    order.kind === 'purchase_order' && [order.bill.orderRef, order.bill.number].includes(orderRef);
  return isBill(kind) && orderRef !== null && isTheOrder;
}
