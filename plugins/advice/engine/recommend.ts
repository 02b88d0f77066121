import type { DocumentSummary, ExtractedField, Proposal, StepOutput } from 'tributary/sdk';
import { amountAnomaly, outlier } from './anomaly.js';
import { type Bill, billOf, documentEvidence, fieldEvidence, isBill } from './bill.js';

export interface RelatedDocument {
  document: DocumentSummary;
  bill: Bill;
  relation: StepOutput<'relate'>['related'][number];
}
export interface AdvisedDocument {
  document: DocumentSummary & { fields: readonly ExtractedField[] };
  related: readonly RelatedDocument[];
  /** Totals of earlier bills of the same seller and currency. */
  earlierTotals: readonly number[];
}

const money = (amount: number | null, currency: string | null) =>
  `${amount?.toFixed(2) ?? 'an unknown amount'} ${currency ?? ''}`.trim();
const cents = 0.015;

/** What to do with a document. Rules judge each proposal before anyone sees it. */
export function recommend(input: AdvisedDocument): Proposal[] {
  const similar = input.related.filter(({ relation }) => relation.relation === 'SIMILAR');
  const proposals = isBill(input.document.kind) ? adviceOnBill(input) : adviceOnOrder(input);
  return [...proposals, ...similarity(similar)];
}

function adviceOnBill({ document, related, earlierTotals }: AdvisedDocument): Proposal[] {
  const bill = billOf(document.fields);
  const duplicates = related.filter(({ relation }) => relation.relation === 'DUPLICATE');
  const orders = related.filter(({ relation }) => relation.relation === 'ORDER');
  const proposals = duplicates.slice(0, 3).map((duplicate) => flagDuplicate(document, bill, duplicate));
  for (const order of orders.slice(0, 1)) proposals.push(matchOrder(document, bill, order));
  const versions = related.filter(({ relation }) => relation.relation === 'VERSION');
  const reasons = reviewReasons(bill, versions, earlierTotals);
  if (reasons.length > 0) proposals.push(review(document, bill, reasons));
  else if (duplicates.length === 0) proposals.push(approve(document, bill, duplicates.length));
  return proposals;
}

/** A bill that came before its order is matched when the order comes. */
function adviceOnOrder({ document, related }: AdvisedDocument): Proposal[] {
  const bills = related.filter(({ relation }) => relation.relation === 'BILL');
  return bills.slice(0, 3).map((bill) => matchOrder(document, billOf(document.fields), bill));
}

function approve(document: AdvisedDocument['document'], bill: Bill, duplicates: number): Proposal {
  return {
    kind: 'APPROVE',
    title: `Approve ${bill.number ?? document.name} of ${bill.seller ?? 'an unknown seller'}`,
    rationale: `The number, the date and the total of ${money(bill.total, bill.currency)} were found, the sums add up as far as they are given, and no duplicate is known.`,
    confidence: bill.lowestConfidence,
    action: null,
    evidence: fieldEvidence(document, ['invoice_number', 'issue_date', 'grand_total', 'seller_name']),
    facts: {
      grandTotal: bill.total,
      amount: Math.abs(bill.total ?? 0),
      lowestConfidence: bill.lowestConfidence,
      duplicates,
    },
  };
}

function flagDuplicate(
  document: AdvisedDocument['document'],
  bill: Bill,
  { document: other, relation }: RelatedDocument,
): Proposal {
  // Of the two the one that came later is to go, whichever of them is advised on.
  const isLater = [document.createdAt, document.id].join() > [other.createdAt, other.id].join();
  const [copy, original] = isLater ? [document, other] : [other, document];
  return {
    kind: 'FLAG_DUPLICATE',
    title: `${copy.name} looks like a duplicate of ${original.name}`,
    rationale: `${relation.reason} Paying both would pay ${money(bill.total, bill.currency)} twice.`,
    confidence: relation.score,
    action: { operation: 'RemoveDuplicate', variables: { documentId: copy.id } },
    evidence: [
      documentEvidence(other, relation.reason),
      ...fieldEvidence(document, ['invoice_number', 'grand_total', 'seller_name']),
    ],
    facts: { score: relation.score, amount: Math.abs(bill.total ?? 0) },
  };
}

function matchOrder(
  document: AdvisedDocument['document'],
  bill: Bill,
  { document: order, bill: ordered, relation }: RelatedDocument,
): Proposal {
  const isOrder = relation.relation === 'BILL';
  const billed = isOrder ? comparable(ordered, bill) : comparable(bill, ordered);
  const percent = billed
    ? (Math.abs(billed.own - billed.other) / Math.max(Math.abs(billed.other), 0.01)) * 100
    : null;
  const difference =
    percent === null ? 'The amounts cannot be compared.' : `The amounts differ by ${percent.toFixed(1)} %.`;
  return {
    kind: 'MATCH_ORDER',
    title: isOrder
      ? `${ordered.number ?? order.name} bills the order ${bill.orderRef ?? document.name}`
      : `${bill.number ?? document.name} belongs to the order ${bill.orderRef ?? order.name}`,
    rationale: `${relation.reason} ${difference}`,
    confidence: relation.score,
    action: null,
    evidence: [
      documentEvidence(order, isOrder ? 'the bill' : 'the order'),
      ...fieldEvidence(document, ['order_ref', 'net_total', 'grand_total']),
    ],
    // An unknown difference is no match: the rule asks a person.
    facts: { amountDifferencePercent: percent ?? 100, score: relation.score },
  };
}

/** Net is compared with net where both say it, else total with total; two currencies are not compared. */
function comparable(own: Bill, other: Bill): { own: number; other: number } | null {
  if (own.currency !== null && other.currency !== null && own.currency !== other.currency) return null;
  if (own.net !== null && other.net !== null) return { own: own.net, other: other.net };
  return own.total !== null && other.total !== null ? { own: own.total, other: other.total } : null;
}

function review(document: AdvisedDocument['document'], bill: Bill, reasons: readonly string[]): Proposal {
  return {
    kind: 'REVIEW',
    title: `Look at ${bill.number ?? document.name}`,
    rationale: reasons.join(' '),
    confidence: 0.9,
    action: null,
    evidence: fieldEvidence(document, [
      'invoice_number',
      'issue_date',
      'net_total',
      'tax_total',
      'grand_total',
    ]),
    facts: { reasons: reasons.length, amount: Math.abs(bill.total ?? 0) },
  };
}

function reviewReasons(
  bill: Bill,
  versions: readonly RelatedDocument[],
  earlierTotals: readonly number[],
): string[] {
  const reasons: string[] = [];
  const missing = [
    bill.number === null && 'number',
    bill.date === null && 'date',
    bill.total === null && 'total',
  ].filter(Boolean);
  if (missing.length > 0) reasons.push(`The ${missing.join(', the ')} was not found.`);
  if (
    bill.net !== null &&
    bill.tax !== null &&
    bill.total !== null &&
    Math.abs(bill.net + bill.tax - bill.total) > cents
  ) {
    reasons.push(
      `Net ${bill.net.toFixed(2)} and tax ${bill.tax.toFixed(2)} do not add up to ${bill.total.toFixed(2)}.`,
    );
  }
  for (const { document: other, bill: known } of versions.slice(0, 1)) {
    reasons.push(`${other.name} has the same number with a total of ${money(known.total, known.currency)}.`);
  }
  const deviation = bill.total === null ? null : amountAnomaly(bill.total, earlierTotals);
  if (deviation !== null && deviation > outlier) {
    reasons.push(
      `The total lies far from the ${earlierTotals.length} earlier bills of this seller (modified z-score ${deviation.toFixed(1)}).`,
    );
  }
  return reasons;
}

function similarity(similar: readonly RelatedDocument[]): Proposal[] {
  const [best] = similar;
  if (!best) return [];
  const names = similar.slice(0, 3);
  return [
    {
      kind: 'SIMILAR',
      title: `Much like ${best.document.name}`,
      rationale: `${names.map(({ document, relation }) => `${document.name} (${relation.score.toFixed(2)})`).join(', ')} say much the same.`,
      confidence: best.relation.score,
      action: null,
      evidence: names.map(({ document, relation }) =>
        documentEvidence(document, `similarity ${relation.score.toFixed(2)}`),
      ),
      facts: { score: best.relation.score },
    },
  ];
}
