import { type PageText, z } from 'tributary/sdk';
import { Offsets } from 'tributary/text';
import type { CheckedText } from './check-text.js';
import type { Screening } from './screen-document.js';

/** What a model is asked for: the sentences of a document that give orders to a model. */
export const judgement = z.object({ instructions: z.array(z.object({ quote: z.string() })).max(20) });

const longestQuote = 500;
/** A model is believed less than a rule that has hardly another reading. */
const judgedScore = 0.7;

/**
 * Adds what a model found to what the rules found. It can only add: a finding whose quote stands in the document asks
 * for a review, and no finding of a rule is taken back, for the document itself may have told the model to.
 */
export function withJudgement(
  pages: readonly PageText[],
  byRule: Screening,
  { instructions }: z.infer<typeof judgement>,
): Screening {
  const added = instructions.flatMap(({ quote }) => {
    const place = quote.length > longestQuote ? null : placeOf(pages, quote.trim());
    if (place === null || isKnown(byRule, place)) return [];
    return [
      {
        kind: 'instruction.judged',
        severity: 'MEDIUM' as const,
        verdict: 'REVIEW' as const,
        rule: 'guard.model',
        ruleVersion: 1,
        carrier: null,
        ...place,
      },
    ];
  });
  if (added.length === 0) return byRule;
  return {
    ...byRule,
    verdict: byRule.verdict === 'ALLOW' ? 'REVIEW' : byRule.verdict,
    findings: [...byRule.findings, ...added],
  };
}

/** The same for a text by itself: what stands in it and no rule found asks for a review. */
export function withTextJudgement(
  text: string,
  byRule: CheckedText,
  { instructions }: z.infer<typeof judgement>,
): CheckedText {
  const offsets = new Offsets(text);
  const added = instructions.flatMap(({ quote }) => {
    const words = quote.trim();
    const index = words.length < 8 || words.length > longestQuote ? -1 : text.indexOf(words);
    if (index < 0) return [];
    const place = { start: offsets.toCodePoint(index), end: offsets.toCodePoint(index + words.length) };
    const isFound = byRule.findings.some(
      ({ kind, start, end }) => kind.startsWith('instruction.') && start < place.end && place.start < end,
    );
    if (isFound) return [];
    const by = {
      kind: 'instruction.judged',
      severity: 'MEDIUM' as const,
      rule: 'guard.model',
      ruleVersion: 1,
    };
    return [{ ...by, verdict: 'REVIEW' as const, ...place, quote: words.slice(0, 200) }];
  });
  if (added.length === 0) return byRule;
  return {
    ...byRule,
    verdict: byRule.verdict === 'BLOCK' ? 'BLOCK' : 'REVIEW',
    score: Math.max(byRule.score, judgedScore),
    findings: [...byRule.findings, ...added],
  };
}

function placeOf(pages: readonly PageText[], quote: string) {
  if (quote.length < 8) return null;
  for (const page of pages) {
    const index = page.text.indexOf(quote);
    if (index < 0) continue;
    const offsets = new Offsets(page.text);
    const start = offsets.toCodePoint(index);
    return { page: page.number, start, end: offsets.toCodePoint(index + quote.length), quote };
  }
  return null;
}

function isKnown({ findings }: Screening, place: { page: number; start: number; end: number }): boolean {
  return findings.some(
    ({ kind, page, start, end }) =>
      kind.startsWith('instruction.') &&
      page === place.page &&
      (start ?? 0) < place.end &&
      place.start < (end ?? 0),
  );
}
