import { contextPart, defineCapability, z } from 'tributary/sdk';
import { type ClaimCheck, checkClaim, claimDoubts, claimKinds, faithfulness, Offsets } from 'tributary/text';
import { type ClaimSources, readSources } from './sources.js';

const place = z.int().nonnegative();
const quote = z.object({
  text: z.string(),
  source: place.nullable(),
  documentId: z.uuid().nullable(),
  versionId: z.uuid().nullable(),
  page: z.int().positive().nullable(),
  start: place,
  end: place,
});
const checkedClaim = z.object({
  claim: z.string(),
  supported: z.boolean(),
  score: z.number().min(0).max(1),
  reason: z.string().nullable(),
  quote: quote.nullable(),
  doubts: z.array(z.object({ kind: z.enum(claimDoubts), text: z.string(), start: place, end: place })),
});
type CheckedClaim = z.output<typeof checkedClaim>;

/** What a model says of each claim; its quotes are looked up, for it may have made them. */
const judgement = z.object({
  claims: z.array(z.object({ supported: z.boolean(), quote: z.string(), reason: z.string() })),
});

/** Whether sources support claims, with the quote that speaks for each and what in it nothing speaks for. */
export const checkClaims = defineCapability({
  id: 'evaluation.check-claims',
  description: 'Whether texts or documents support claims, with a quote for each and what is not supported.',
  needs: ['documents', 'models'],
  input: z.object({
    claims: z.array(z.string().trim().min(1).max(4_000)).min(1).max(100),
    sources: z.array(z.string().max(200_000)).max(20).nullish().default(null),
    documentIds: z.array(z.uuid()).max(20).nullish().default(null),
    kind: z.enum(claimKinds).nullish().default('CLAIM'),
  }),
  output: z.object({
    text: z.string(),
    supportedShare: z.number().min(0).max(1),
    claims: z.array(checkedClaim),
  }),
  maxOutputTokens: 4_000,
  documentsOf: ({ documentIds }) => documentIds ?? [],
  async *model({ claims, kind, ...named }, { documents, models }) {
    const sources = await readSources(named, documents);
    const { claims: judged } = await models.complete({
      prompt: 'check-claims',
      variables: {
        claims: claims.map((claim, at) => `${at + 1}. ${claim.replace(/\s+/g, ' ')}`).join('\n'),
        sources: sources.texts.map(({ text, place: { documentId } }, at, all) =>
          contextPart('document', text, { ...(documentId && { id: documentId }), priority: all.length - at }),
        ),
      },
      schema: judgement,
    });
    return outputOf(
      claims.map((claim, at) => {
        const measured = builtInCheck(claim, sources, kind ?? 'CLAIM');
        const said = judged[at];
        // It left the claim out: then the measure answers.
        if (!said) return measured;
        const found = said.supported ? sources.find(said.quote) : null;
        const supported = said.supported && (found !== null || measured.supported);
        const reason =
          said.supported && !supported ? 'What the model quotes stands in no source.' : said.reason || null;
        return { ...measured, supported, score: Number(supported), reason, quote: found ?? measured.quote };
      }),
    );
  },
  async *builtIn({ claims, kind, ...named }, { documents }) {
    const sources = await readSources(named, documents);
    return outputOf(claims.map((claim) => builtInCheck(claim, sources, kind ?? 'CLAIM')));
  },
});

function builtInCheck(claim: string, sources: ClaimSources, kind: (typeof claimKinds)[number]): CheckedClaim {
  const check = checkClaim(claim, sources.all, kind);
  const offsets = new Offsets(claim);
  return {
    claim,
    supported: check.supported,
    score: Math.round(check.score * 1000) / 1000,
    reason: reasonOf(check),
    quote: sources.placed(check.quote),
    doubts: check.doubts.map(({ start, end, ...doubt }) => ({
      ...doubt,
      start: offsets.toCodePoint(start),
      end: offsets.toCodePoint(end),
    })),
  };
}

const reasons: Readonly<Record<(typeof claimDoubts)[number], string>> = {
  NEW_NUMBER: 'numbers that no source has',
  NEW_NAME: 'names that no source has',
  NEW_WORD: 'words that no source has',
  DENIED: 'a denial that the source has not',
  TURNED_ROUND: 'a direction that the source has not',
};

/** In words, for people; null when nothing was found against it. */
function reasonOf({ doubts }: ClaimCheck): string | null {
  const parts = claimDoubts.flatMap((kind) => {
    const texts = [...new Set(doubts.filter((doubt) => doubt.kind === kind).map(({ text }) => text))];
    return texts.length === 0 ? [] : [`${reasons[kind]}: ${texts.join(', ')}`];
  });
  return parts.length === 0 ? null : `It holds ${parts.join('; ')}.`;
}

function outputOf(claims: CheckedClaim[]) {
  const supportedShare = faithfulness(claims.map(({ supported }) => supported)) ?? 0;
  const count = claims.filter(({ supported }) => supported).length;
  return { text: `${count} of ${claims.length} claims are supported.`, supportedShare, claims };
}
