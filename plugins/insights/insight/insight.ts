import { createHash } from 'node:crypto';
import { AppError, defineCollection, type StoreService, z } from 'tributary/sdk';
import { computation } from './computation.js';
import { insightKinds } from './tell.js';
import { tracedNumber } from './words.js';

const insight = z.object({
  kind: z.enum(insightKinds),
  metric: z.string(),
  source: z.enum(['documents', 'runs', 'reviews', 'recommendations']),
  /** The group that it is of; null for all. */
  group: z.string().nullable(),
  currency: z.string().nullable(),
  interval: z.enum(['HOUR', 'DAY', 'WEEK', 'MONTH']),
  direction: z.enum(['UP', 'DOWN']).nullable(),
  /** From 0 to 1. */
  importance: z.number(),
  text: z.string(),
  numbers: z.array(tracedNumber),
  programs: z.array(computation),
  /** What wrote the words; the numbers are computed in any case. */
  engine: z.enum(['MODEL', 'BUILT_IN']),
  computedAt: z.iso.datetime(),
  dismissed: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string().nullable() }).nullable(),
});
/** An insight, as it was found. */
export type Insight = z.infer<typeof insight> & { id: string };

/** By id. What everybody in the tenant may read is all that they rest on. */
export const insights = defineCollection({ name: 'insights', schema: insight });

/** Older ones are forgotten. */
const mostKept = 500;
const pageSize = 100;

/** The id of a finding: always the same for the same one (a UUID of version 8, RFC 9562, of its SHA-256). */
export function idOf(identity: readonly (string | null)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** All, newest first. */
export async function allInsights(store: StoreService): Promise<Insight[]> {
  const collection = insights.in(store);
  const all: Insight[] = [];
  for (let after: string | null = null; ; ) {
    const page: { key: string; value: z.infer<typeof insight> }[] = await collection.list({
      first: pageSize,
      after,
    });
    all.push(...page.map(({ key, value }) => ({ id: key, ...value })));
    const last = page.at(-1);
    if (page.length < pageSize || !last) break;
    after = last.key;
  }
  return all.sort((one, other) =>
    one.computedAt === other.computedAt
      ? other.importance - one.importance || (one.id < other.id ? -1 : 1)
      : one.computedAt < other.computedAt
        ? 1
        : -1,
  );
}

/** Errors: `NOT_FOUND`. */
export async function readInsight(store: StoreService, id: string): Promise<Insight> {
  const key = id.toLowerCase();
  const found = z.uuid().safeParse(key).success ? await insights.in(store).get(key) : null;
  if (!found) throw new AppError('NOT_FOUND', { thing: 'The insight' });
  return { id: key, ...found };
}

/** Forgets the oldest beyond those that are kept. */
export async function forgetOldest(store: StoreService): Promise<void> {
  const old = (await allInsights(store)).slice(mostKept);
  if (old.length > 0) await store.change(old.map(({ id }) => ({ collection: insights.name, key: id })));
}
