import type { HiddenText, PageText, StepOutput } from 'tributary/sdk';
import { Offsets } from 'tributary/text';
import { findEncoded } from './encoded.js';
import { findEntities } from './entities/entities.js';
import type { Finding } from './finding.js';
import { type EmbeddedText, findEmbedded, findMarkers } from './markers.js';
import { findInstructions } from './match-phrases.js';
import { findLikely } from './order-words.js';
import { findPersonalData } from './personal-data.js';
import {
  asksForEntities,
  carrierSeverity,
  type DocumentVerdict,
  type Policy,
  policy,
  verdictOf,
} from './policy.js';
import { findSecrets } from './secrets.js';
import { findStrays } from './stray.js';
import { findUnsafeLinks } from './unsafe-links.js';

export type Screening = StepOutput<'screen'>;
type DocumentFinding = Screening['findings'][number];

/** The gravest come first; more than these are a flood that nobody reads. */
const mostFindings = 200;
const quoteCharacters = 200;
const rank: readonly DocumentVerdict[] = ['ALLOW', 'REVIEW', 'QUARANTINE'];

/**
 * Orders to a model in one text, by wording, marks, encodings and place.
 * @param embedded its parts that a page would not show: they are read by themselves as well
 */
export function findOrders(text: string, embedded: readonly EmbeddedText[] = []): Finding[] {
  const known = [...findInstructions(text), ...findMarkers(text), ...findEncoded(text), ...findStrays(text)];
  for (const part of embedded) {
    const shift = text.indexOf(part.text, part.start);
    for (const one of findOrders(part.text)) {
      const own = { ...one, start: one.start + shift, end: one.end + shift };
      if (!known.some(({ start, end }) => start < own.end && own.start < end)) known.push(own);
    }
  }
  // Words alone say nothing more where a rule has spoken.
  const isKnown = known.some(({ severity }) => severity === 'MEDIUM' || severity === 'HIGH');
  return (isKnown ? known : [...known, ...findLikely(text)]).sort((one, other) => one.start - other.start);
}

/**
 * What an order leads to that no reader sees. What is only likely, or a weak sign, asks for a person: programs hide
 * harmless words as well.
 */
export function verdictInHiding(finding: Finding, by: Policy): DocumentVerdict {
  const isWeak = /^instruction\.(?:likely|stray)$/u.test(finding.kind) || finding.severity === 'LOW';
  if (!finding.kind.startsWith('instruction.') || !isWeak) return verdictOf(by.hidden, finding);
  return verdictOf(by.visible, { kind: finding.kind, severity: 'MEDIUM' });
}

/**
 * Screens a parsed document: what its pages show and what they hide. The document's verdict is the gravest of its
 * findings. Linear in the length of the text.
 */
export function screenDocument(
  pages: readonly PageText[],
  hidden: readonly HiddenText[],
  by: Policy = policy,
): Screening {
  const findings = [
    ...hidden.flatMap((text) => screenHidden(text, by)),
    ...pages.flatMap((page) => screenPage(page, by)),
  ];
  const gravest = findings.reduce((worst, { verdict }) => Math.max(worst, rank.indexOf(verdict)), 0);
  const kept = findings
    .toSorted((one, other) => rank.indexOf(other.verdict) - rank.indexOf(one.verdict))
    .slice(0, mostFindings);
  return { verdict: rank[gravest] ?? 'ALLOW', policy: by.version, findings: kept };
}

function screenPage(page: PageText, by: Policy): DocumentFinding[] {
  const offsets = new Offsets(page.text);
  const embedded = findEmbedded(page.text);
  const found: DocumentFinding[] = [];
  for (const finding of [
    ...findOrders(page.text, embedded),
    ...findPersonalData(page.text),
    ...findSecrets(page.text),
    ...findUnsafeLinks(page.text),
    ...(asksForEntities(by.visible) ? findEntities(page.text) : []),
  ]) {
    const inside = embedded.find(({ start, end }) => start <= finding.start && finding.end <= end);
    const verdict = inside ? verdictInHiding(finding, by) : verdictOf(by.visible, finding);
    found.push(placed(finding, verdict, inside?.carrier ?? null, page, offsets));
  }
  for (const { carrier, start, end } of embedded) {
    const note = hiddenNote(carrier, start, end);
    found.push(placed(note, verdictOf(by.visible, note), carrier, page, offsets));
  }
  return found;
}

function screenHidden({ carrier, text, page }: HiddenText, by: Policy): DocumentFinding[] {
  const orders = [...findOrders(text), ...findSecrets(text)].map((finding) => ({
    ...described(finding, verdictInHiding(finding, by), carrier),
    page,
    start: null,
    end: null,
    quote: quoteOf(finding, text),
  }));
  const note = hiddenNote(carrier, 0, text.length);
  const quote = text.slice(0, quoteCharacters) || null;
  return [
    ...orders,
    { ...described(note, verdictOf(by.hidden, note), carrier), page, start: null, end: null, quote },
  ];
}

/** That something is hidden, whatever it says. */
function hiddenNote(carrier: string, start: number, end: number): Finding {
  const severity = carrierSeverity(carrier);
  return { kind: `hidden.${carrier}`, severity, rule: 'guard.hidden-text', version: 1, start, end };
}

function placed(
  finding: Finding,
  verdict: DocumentVerdict,
  carrier: string | null,
  page: PageText,
  offsets: Offsets,
): DocumentFinding {
  return {
    ...described(finding, verdict, carrier),
    page: page.number,
    start: offsets.toCodePoint(finding.start),
    end: offsets.toCodePoint(finding.end),
    quote: quoteOf(finding, page.text),
  };
}

function described(
  { kind, severity, rule, version }: Finding,
  verdict: DocumentVerdict,
  carrier: string | null,
) {
  return { kind, severity, verdict, rule, ruleVersion: version, carrier };
}

/** Personal data and keys are not copied into findings: the place is enough. */
function quoteOf({ kind, start, end }: Finding, text: string): string | null {
  return /^(?:personal|secret|entity)\./u.test(kind)
    ? null
    : text.slice(start, Math.min(end, start + quoteCharacters));
}
