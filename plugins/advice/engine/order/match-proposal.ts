import type { DocumentSummary, ExtractedField, Proposal, StepOutput } from 'tributary/sdk';
import { documentEvidence, fieldEvidence, type ReadBill } from '../bill.js';
import type { MatchedLine, OrderMatch } from './order-match.js';

const mostNamed = 3;

/** The match of a bill with its order as a proposal on one of the two, with the facts that rules judge. */
export function matchProposal(
  document: DocumentSummary & { fields: readonly ExtractedField[] },
  other: { bill: ReadBill; relation: StepOutput<'relate'>['related'][number] },
  match: OrderMatch,
): Proposal {
  const { score, reason } = other.relation;
  const isOrder = match.orderId === document.id;
  const named = other.bill.bill.number ?? other.bill.document.name;
  const own = document.fields.find(({ name }) => name === 'invoice_number')?.value;
  return {
    kind: 'MATCH_ORDER',
    title: isOrder
      ? `${named} bills the order ${match.orderNumber ?? document.name}`
      : `${typeof own === 'string' ? own : document.name} belongs to the order ${match.orderNumber ?? other.bill.document.name}`,
    rationale: [reason, match.reason, lineWords(match.lines)].filter((part) => part !== '').join(' '),
    confidence: score,
    action: null,
    evidence: [
      documentEvidence(other.bill.document, isOrder ? 'the bill' : 'the order'),
      ...fieldEvidence(document, ['order_ref', 'net_total', 'grand_total', 'lines']),
    ],
    facts: { score, ...matchFacts(match) },
  };
}

/** What rules judge of a match; an unknown difference is no match: the rule asks a person. */
function matchFacts(match: OrderMatch): Proposal['facts'] {
  const { differencePercent, billedInAll, ordered, lines } = match;
  const count = (verdict: MatchedLine['verdict']) => lines.filter((line) => line.verdict === verdict).length;
  return {
    amountDifferencePercent: differencePercent === null ? 100 : Math.abs(differencePercent),
    differencePercent,
    difference: match.difference,
    withinTolerance: match.verdict === 'WITHIN',
    amount: Math.abs(match.billed ?? 0),
    billedInAllPercent: billedInAll === null || !ordered ? null : (billedInAll / ordered) * 100,
    sameSeller: match.sameSeller,
    linesCompared: lines.length,
    linesOver: count('OVER'),
    linesUnder: count('UNDER'),
    linesMissing: count('MISSING'),
    linesExtra: count('EXTRA'),
  };
}

function lineWords(lines: readonly MatchedLine[]): string {
  const off = lines.filter(({ verdict }) => verdict !== 'WITHIN');
  if (lines.length === 0) return '';
  if (off.length === 0) return `All ${lines.length} lines are as ordered.`;
  const said = off
    .slice(0, mostNamed)
    .map(({ billed, ordered, reason }) => `${billed?.name ?? ordered?.name}: ${reason}`);
  const more = off.length > mostNamed ? [`${off.length - mostNamed} more lines differ.`] : [];
  return [...said, ...more].join(' ');
}
