import { AppError, defineCapability, type Granted, z } from 'tributary/sdk';
import { audienceSchema } from './engine/audience.js';
import { lengthSchema } from './engine/length.js';
import {
  type Count,
  type Notable,
  type PeriodFigures,
  periodSentences,
  saysOnlyFigures,
} from './engine/period.js';

const dayMs = 86_400_000;
const usualDays = 7;
const listed = 100;
const mostNotable = 10;

const instant = z.iso
  .datetime({ offset: true })
  .nullish()
  .transform((at) => at ?? null);
const input = z
  .object({
    /** A week before the end if not given. */
    from: instant,
    /** Now if not given. */
    to: instant,
    length: lengthSchema.nullish().transform((length) => length ?? 'MEDIUM'),
    audience: audienceSchema.nullish().transform((audience) => audience ?? 'GENERAL'),
  })
  .refine(({ from, to }) => from === null || to === null || Date.parse(from) < Date.parse(to), {
    error: 'from must be before to',
  });

const count = z.object({ name: z.string(), count: z.int().nonnegative() });
const output = z.object({
  text: z.string(),
  /** Of the whole tenant, or of what the caller may read (the newest hundred at most). */
  scope: z.enum(['TENANT', 'READABLE']),
  from: z.string(),
  to: z.string(),
  documents: z.int().nonnegative(),
  byKind: z.array(count),
  waiting: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  corrections: z.int().nonnegative(),
  recommendations: z.int().nonnegative(),
  accepted: z.int().nonnegative(),
  rejected: z.int().nonnegative(),
  runs: z.int().nonnegative(),
  notable: z.array(z.object({ documentId: z.uuid(), name: z.string(), reason: z.string() })),
});

/** What happened in a period, in words whose every number comes from the figures. */
export const summarizePeriod = defineCapability({
  id: 'summarization.period',
  description: 'What happened in a period: documents by kind, what waits for a person, recommendations.',
  needs: ['analytics', 'documents', 'recommendations', 'clock', 'models'],
  input,
  output,
  maxOutputTokens: 400,
  async *model(asked, services) {
    const { scope, ...figures } = await figuresOf(asked, services);
    const { text } = await services.models.complete({
      prompt: 'summarize-period',
      variables: { figures: JSON.stringify(figures), length: asked.length, audience: asked.audience },
      schema: z.object({ text: z.string().min(1) }),
    });
    // Nothing was shown yet: the built-in engine says it with the numbers that are right.
    if (!saysOnlyFigures(text, figures))
      throw new AppError('OUTPUT_SCHEMA', { reason: 'it says a number that is none of the figures' });
    yield text;
    return { text, scope, ...figures };
  },
  async *builtIn(asked, services) {
    const { scope, ...figures } = await figuresOf(asked, services);
    const text = periodSentences(figures, asked.length, asked.audience).join(' ');
    yield text;
    return { text, scope, ...figures };
  },
});

type Figures = PeriodFigures & { scope: z.output<typeof output>['scope'] };

async function figuresOf(
  asked: z.output<typeof input>,
  services: Granted<'analytics' | 'documents' | 'recommendations' | 'clock'>,
): Promise<Figures> {
  const to = asked.to ?? services.clock.now().toISOString();
  const from = asked.from ?? new Date(Date.parse(to) - usualDays * dayMs).toISOString();
  if (Date.parse(from) >= Date.parse(to))
    throw new AppError('BAD_USER_INPUT', { reason: 'from must be before to' });
  const isWithin = ({ createdAt }: { createdAt: string }) =>
    Date.parse(createdAt) >= Date.parse(from) && Date.parse(createdAt) < Date.parse(to);
  const [all, proposals, tenant] = await Promise.all([
    services.documents.list({ first: listed }),
    services.recommendations.list({ first: listed }),
    tenantFigures(from, to, services),
  ]);
  const documents = all.filter(isWithin);
  const made = proposals.filter(isWithin);
  const names = new Map(all.map(({ id, name }) => [id, name]));
  const notable: Notable[] = [
    ...documents.flatMap(({ id, name, status }) => {
      const reason = reasons.get(status);
      return reason === undefined ? [] : [{ documentId: id, name, reason }];
    }),
    ...made.flatMap(({ documentId, title }) => {
      const name = names.get(documentId);
      return name === undefined ? [] : [{ documentId, name, reason: title }];
    }),
  ].slice(0, mostNotable);
  const own = {
    documents: documents.length,
    byKind: countsOf(documents.map(({ kind }) => kind)),
    waiting: documents.filter(({ status }) => waitingStates.has(status)).length,
    failed: documents.filter(({ status }) => status === 'FAILED').length,
    corrections: 0,
    recommendations: made.length,
    accepted: made.filter(({ state }) => state === 'ACCEPTED').length,
    rejected: made.filter(({ state }) => state === 'REJECTED').length,
    runs: 0,
  };
  const scope = tenant === null ? 'READABLE' : 'TENANT';
  return { from, to, notable, ...(tenant ?? own), scope };
}

const waitingStates: ReadonlySet<string> = new Set(['NEEDS_REVIEW', 'QUARANTINED']);
const reasons: ReadonlyMap<string, string> = new Map([
  ['QUARANTINED', 'kept apart by screening'],
  ['FAILED', 'could not be read'],
  ['NEEDS_REVIEW', 'needs a review'],
]);

/** Null for who may not see the figures of the tenant. */
async function tenantFigures(
  from: string,
  to: string,
  { analytics }: Granted<'analytics'>,
): Promise<Omit<PeriodFigures, 'from' | 'to' | 'notable'> | null> {
  try {
    const period = { from, to };
    const [documents, recommendations, usage] = await Promise.all([
      analytics.documents(period),
      analytics.recommendations(period),
      analytics.usage({ ...period, interval: 'DAY' }),
    ]);
    const inStatus = (wanted: (status: string) => boolean) =>
      documents.byStatus.reduce((sum, { name, count: found }) => sum + (wanted(name ?? '') ? found : 0), 0);
    return {
      documents: documents.uploaded,
      byKind: documents.byKind.map(({ name, count: found }) => ({ name: name ?? unknownKind, count: found })),
      waiting: inStatus((status) => waitingStates.has(status)),
      failed: inStatus((status) => status === 'FAILED'),
      corrections: documents.corrections,
      recommendations: recommendations.made,
      accepted: recommendations.accepted,
      rejected: recommendations.rejected,
      runs: usage.reduce((sum, { runs }) => sum + runs, 0),
    };
  } catch (error) {
    if (error instanceof AppError && error.code === 'FORBIDDEN') return null;
    throw error;
  }
}

const unknownKind = 'other';

function countsOf(kinds: readonly (string | null)[]): Count[] {
  const found = Map.groupBy(kinds, (kind) => kind ?? unknownKind);
  return [...found]
    .map(([name, all]) => ({ name, count: all.length }))
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1));
}
