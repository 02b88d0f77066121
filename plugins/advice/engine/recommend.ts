import type { DocumentSummary, ExtractedField, Proposal, StepOutput } from 'tributary/sdk';
import { type Bill, billOf, documentEvidence, fieldEvidence, isBill, type ReadBill } from './bill.js';
import type { Findings } from './examine.js';
import { matchProposal } from './order/match-proposal.js';
import type { OrderMatch } from './order/order-match.js';
import { money } from './words.js';

export interface RelatedDocument {
  bill: ReadBill;
  relation: StepOutput<'relate'>['related'][number];
}
type Advised = DocumentSummary & { fields: readonly ExtractedField[] };
interface AdvisedDocument {
  document: Advised;
  related: readonly RelatedDocument[];
  /** Of a bill. */
  findings: Findings | null;
  /** Of an order: the bills that name it, held against it. */
  matches: readonly OrderMatch[];
}

const cents = 0.015;

/** What to do with a document. Rules judge each proposal before anyone sees it. */
export function recommend(input: AdvisedDocument): Proposal[] {
  const similar = input.related.filter(({ relation }) => relation.relation === 'SIMILAR');
  const proposals = isBill(input.document.kind) ? adviceOnBill(input) : adviceOnOrder(input);
  return [...proposals, ...similarity(similar)];
}

function adviceOnBill({ document, related, findings }: AdvisedDocument): Proposal[] {
  const bill = billOf(document.fields);
  const copies = findings?.duplicates.filter(({ basis }) => basis !== 'SAME_AMOUNT') ?? [];
  const duplicates = copies.flatMap(({ documentId }) => {
    const found = related.find(({ relation }) => relation.documentId === documentId);
    return found ? [found] : [];
  });
  const proposals = duplicates.slice(0, 3).map((duplicate) => flagDuplicate(document, bill, duplicate));
  const match = findings?.orderMatch;
  const order = related.find(({ relation }) => relation.documentId === match?.orderId);
  if (match && order) proposals.push(matchProposal(document, order, match));
  const versions = related.filter(({ relation }) => relation.relation === 'VERSION');
  const reasons = reviewReasons(bill, versions, findings);
  if (reasons.length > 0) proposals.push(review(document, bill, reasons, findings));
  else if (duplicates.length === 0) proposals.push(approve(document, bill, findings));
  return proposals;
}

/** A bill that came before its order is matched when the order comes. */
function adviceOnOrder({ document, related, matches }: AdvisedDocument): Proposal[] {
  return matches.flatMap((match) => {
    const bill = related.find(({ relation }) => relation.documentId === match.invoiceId);
    return bill ? [matchProposal(document, bill, match)] : [];
  });
}

function approve(document: Advised, bill: Bill, findings: Findings | null): Proposal {
  const remarks = findings?.anomalies.map(({ reason }) => ` ${reason}`).join('') ?? '';
  return {
    kind: 'APPROVE',
    title: `Approve ${bill.number ?? document.name} of ${bill.seller ?? 'an unknown seller'}`,
    rationale: `The number, the date and the total of ${money(bill.total, bill.currency)} were found, the sums add up as far as they are given, and no duplicate is known.${remarks}`,
    confidence: bill.lowestConfidence,
    action: null,
    evidence: fieldEvidence(document, ['invoice_number', 'issue_date', 'grand_total', 'seller_name']),
    facts: {
      grandTotal: bill.total,
      amount: Math.abs(bill.total ?? 0),
      lowestConfidence: bill.lowestConfidence,
      duplicates: 0,
      ...anomalyFacts(findings),
    },
  };
}

function flagDuplicate(
  document: Advised,
  bill: Bill,
  { bill: { document: other }, relation }: RelatedDocument,
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

function review(
  document: Advised,
  bill: Bill,
  reasons: readonly string[],
  findings: Findings | null,
): Proposal {
  const own = ['invoice_number', 'issue_date', 'net_total', 'tax_total', 'grand_total'];
  const grave = findings?.anomalies.filter(({ severity }) => severity !== 'LOW') ?? [];
  const evidence = [
    ...fieldEvidence(document, own),
    ...grave.flatMap((found) => found.evidence.filter(({ documentId }) => documentId !== document.id)),
  ];
  return {
    kind: 'REVIEW',
    title: `Look at ${bill.number ?? document.name}`,
    rationale: reasons.join(' '),
    confidence: 0.9,
    action: null,
    evidence,
    facts: { reasons: reasons.length, amount: Math.abs(bill.total ?? 0), ...anomalyFacts(findings) },
  };
}

/** For rules: how many anomalies, of which kinds, and whether the seller or its account is new. */
function anomalyFacts(findings: Findings | null): Proposal['facts'] {
  const kinds = findings?.anomalies.map(({ kind }) => kind) ?? [];
  return {
    anomalies: kinds.length,
    anomalyKinds: kinds,
    newSeller: kinds.includes('NEW_SELLER'),
    newBankAccount: kinds.includes('BANK_ACCOUNT'),
    possibleDuplicates: findings?.duplicates.length ?? 0,
  };
}

function reviewReasons(
  bill: Bill,
  versions: readonly RelatedDocument[],
  findings: Findings | null,
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
  for (const { bill: other } of versions.slice(0, 1)) {
    const { total, currency } = other.bill;
    reasons.push(`${other.document.name} has the same number with a total of ${money(total, currency)}.`);
  }
  for (const { basis, reason } of findings?.duplicates ?? [])
    if (basis === 'SAME_AMOUNT') reasons.push(`It may be billed twice: ${reason}`);
  for (const { severity, reason } of findings?.anomalies ?? []) if (severity !== 'LOW') reasons.push(reason);
  return reasons;
}

function similarity(similar: readonly RelatedDocument[]): Proposal[] {
  const [best] = similar;
  if (!best) return [];
  const names = similar
    .slice(0, 3)
    .map(({ bill: { document }, relation }) => ({ document, score: relation.score }));
  return [
    {
      kind: 'SIMILAR',
      title: `Much like ${best.bill.document.name}`,
      rationale: `${names.map(({ document, score }) => `${document.name} (${score.toFixed(2)})`).join(', ')} say much the same.`,
      confidence: best.relation.score,
      action: null,
      evidence: names.map(({ document, score }) =>
        documentEvidence(document, `similarity ${score.toFixed(2)}`),
      ),
      facts: { score: best.relation.score },
    },
  ];
}
