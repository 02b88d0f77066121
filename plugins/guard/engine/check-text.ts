import { Offsets, type RemovedCharacters } from 'tributary/text';
import { findEntities } from './entities/entities.js';
import type { Finding, Severity } from './finding.js';
import { hiddenCharacters } from './hidden-characters.js';
import { findEmbedded } from './markers.js';
import { masked } from './masked.js';
import { findPersonalData } from './personal-data.js';
import { carrierSeverity, type Policy, type TextVerdict, verdictOf } from './policy.js';
import { findOrders, verdictInHiding } from './screen-document.js';
import { without } from './screen-text.js';
import { findSecrets } from './secrets.js';
import { findUnsafeLinks } from './unsafe-links.js';

/** Whose words a text is: a document's, a question to a model, or what a model answered. */
export type TextRole = 'DOCUMENT' | 'INPUT' | 'OUTPUT';

/** One finding of a text with what it leads to. Places are code points of the given text. */
export interface TextFinding {
  kind: string;
  severity: Severity;
  verdict: TextVerdict;
  rule: string;
  ruleVersion: number;
  start: number;
  end: number;
  /** What stands there; of personal data and keys only enough to recognise it. */
  quote: string;
}

export interface CheckedText {
  verdict: TextVerdict;
  /** How likely it is that the text orders a model about, 0..1: by the gravest finding of the family `instruction`. */
  score: number;
  findings: TextFinding[];
  /** The text to go on with: without what was hidden or taken out; empty when it is blocked. */
  text: string;
}

const ranks: readonly TextVerdict[] = ['ALLOW', 'MODIFY', 'REVIEW', 'BLOCK'];
const scores: Readonly<Record<Severity, number>> = { INFO: 0.1, LOW: 0.3, MEDIUM: 0.7, HIGH: 0.95 };
/** More are a flood that nobody reads; the gravest come first. */
const mostFindings = 200;

/** Screens one text by the policy for its role. Linear in its length. */
export function checkText(text: string, role: TextRole, by: Policy): CheckedText {
  const { plain: visible, removed, findings: characters } = hiddenCharacters(text);
  // What hidden characters cut apart is read together; places are those of the given text all the same.
  const plain = { text: visible, at: removed.length > 0 ? placesIn(text, visible) : null };
  const embedded = findEmbedded(plain.text);
  const found = [
    ...findOrders(plain.text, embedded),
    ...findPersonalData(plain.text),
    ...findSecrets(plain.text),
    ...findUnsafeLinks(plain.text),
    ...embedded.map(({ carrier, start, end }) => noteOf(carrier, start, end)),
    ...findEntities(plain.text),
  ];
  const isInside = ({ start, end }: Finding) =>
    embedded.some((part) => part.start <= start && end <= part.end);
  const judged = found.map((finding) => ({ finding, verdict: judge(finding, role, by, isInside(finding)) }));
  const hidden = [
    ...characters.map((finding) => ({ finding, verdict: judge(finding, role, by, false) })),
    ...spelled(removed).map((finding) => ({
      finding,
      verdict: judge(finding, role, by, true),
    })),
  ];
  const all = [...judged, ...hidden];
  const verdict = all.reduce<TextVerdict>((worst, each) => worse(worst, each.verdict), 'ALLOW');
  const out = judged.filter((each) => each.verdict === 'MODIFY').map(({ finding }) => finding);
  const left = out.length > 0 ? without(plain.text, out) : plain.text;
  const isChanged = left !== text;
  const offsets = new Offsets(text);
  const findings = [
    ...judged.map(({ finding, verdict: own }) => placed(finding, own, plain.text, offsets, plain.at)),
    ...hidden.map(({ finding, verdict: own }) => placed(finding, own, text, offsets, null)),
  ];
  return {
    verdict: verdict === 'ALLOW' && isChanged ? 'MODIFY' : verdict,
    score: scoreOf(all.map(({ finding }) => finding)),
    findings: findings
      .toSorted(
        (one, other) => ranks.indexOf(other.verdict) - ranks.indexOf(one.verdict) || one.start - other.start,
      )
      .slice(0, mostFindings),
    text: verdict === 'BLOCK' ? '' : left,
  };
}

/** What the policy for the role of a text says of a finding. Orders that a reader does not see weigh as in documents. */
function judge(finding: Finding, role: TextRole, by: Policy, isHidden: boolean): TextVerdict {
  const inDocument = isHidden ? verdictInHiding(finding, by) : verdictOf(by.visible, finding);
  const asDocument: TextVerdict = inDocument === 'QUARANTINE' ? 'BLOCK' : inDocument;
  if (role === 'DOCUMENT') return asDocument;
  const own = verdictOf(role === 'INPUT' ? by.input : by.output, finding);
  return isHidden ? worse(own, asDocument) : own;
}

const worse = (one: TextVerdict, other: TextVerdict): TextVerdict =>
  ranks.indexOf(other) > ranks.indexOf(one) ? other : one;

function scoreOf(findings: readonly Finding[]): number {
  const orders = findings.filter(({ kind }) => kind.startsWith('instruction.'));
  return orders.reduce((most, { severity }) => Math.max(most, scores[severity]), 0);
}

/** The index in the given text of each index of what is left of it without hidden characters. */
function placesIn(text: string, plain: string): (index: number) => number {
  const from = new Uint32Array(plain.length);
  let next = 0;
  for (let index = 0; index < text.length && next < plain.length; index++) {
    if (text.charCodeAt(index) === plain.charCodeAt(next)) from[next++] = index;
  }
  return (index) => (index < next ? (from[index] ?? text.length) : text.length);
}

/** Orders that tag characters or variation selectors spell. */
function spelled(removed: readonly RemovedCharacters[]): Finding[] {
  return removed.flatMap(({ text: said, first }) =>
    said === '' ? [] : findOrders(said).map((finding) => ({ ...finding, start: first, end: first + 1 })),
  );
}

function noteOf(carrier: string, start: number, end: number): Finding {
  const severity = carrierSeverity(carrier);
  return { kind: `hidden.${carrier}`, severity, rule: 'guard.hidden-text', version: 1, start, end };
}

function placed(
  finding: Finding,
  verdict: TextVerdict,
  text: string,
  offsets: Offsets,
  at: ((index: number) => number) | null,
): TextFinding {
  const { kind, severity, rule, version, start, end } = finding;
  const place = at ? { start: at(start), end: at(end - 1) + 1 } : { start, end };
  return {
    kind,
    severity,
    verdict,
    rule,
    ruleVersion: version,
    start: offsets.toCodePoint(place.start),
    end: offsets.toCodePoint(place.end),
    quote: masked(kind, text.slice(start, end)),
  };
}
