import { createHash } from 'node:crypto';
import {
  AppError,
  allOf,
  defineCollection,
  keyPages,
  type StoreService,
  type StoreWrite,
  z,
} from 'tributary/sdk';
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
  /** Of its finding. */
  mark: z.string(),
  computedAt: z.iso.datetime(),
  dismissed: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string().nullable() }).nullable(),
});
/** An insight, as it was found. */
export type Insight = z.infer<typeof insight> & { id: string };

/** By id. What everybody in the tenant may read is all that they rest on. */
export const insights = defineCollection({ name: 'insights', schema: insight });

/** Older ones are forgotten. */
const mostKept = 500;

/** The insight of each finding, by what it says of what: told once. */
export const marks = 'marks';

/** What names a finding: always the same for the same one. */
export const markOf = (identity: readonly (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(identity)).digest('hex');

/** What an insight takes with it. */
export const goneWith = ({ id, mark }: Insight): StoreWrite[] => [
  { collection: insights.name, key: id },
  { collection: marks, key: mark },
];

/** All, newest first. */
export async function allInsights(store: StoreService): Promise<Insight[]> {
  const collection = insights.in(store);
  const all = await allOf(keyPages((page) => collection.list(page)));
  return all
    .map(({ key, value }) => ({ id: key, ...value }))
    .sort((one, other) =>
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
  if (old.length > 0) await store.change(old.flatMap(goneWith));
}
