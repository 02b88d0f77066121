import {
  AppError,
  allOf,
  analyticsProgram,
  type ClockService,
  cursorPages,
  defineCollection,
  itemsBelow,
  type RequestContext,
  type StoreService,
  z,
} from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { computation } from '../insight/computation.js';
import { tracedNumber } from '../insight/words.js';

const row = z.object({
  at: z.string().nullable(),
  group: z.array(z.string().nullable()),
  currency: z.string().nullable(),
  value: z.string(),
  count: z.int(),
});

const answer = z.object({
  owner: z.string(),
  question: z.string(),
  unread: z.array(z.string()),
  programs: z.array(computation),
  rows: z.array(row),
  truncated: z.boolean(),
  text: z.string(),
  numbers: z.array(tracedNumber),
  computedAt: z.iso.datetime(),
});
/** An answer, as it was given. */
export type KeptAnswer = z.infer<typeof answer> & { id: string };

/** By id, in the order in which they were given. What rests on few documents goes with each of them. */
export const answers = defineCollection({ name: 'answers', schema: answer, indexes: ['owner'] });

/** The name of a query of somebody's own. */
export const queryName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed(), 'has control characters');

const query = z.object({
  owner: z.string(),
  name: z.string(),
  question: z.string().nullable(),
  program: analyticsProgram,
  /** Whether its series is looked at with what is always watched. */
  isWatched: z.boolean().default(false),
  createdAt: z.iso.datetime(),
});
/** A query that somebody keeps. */
export type KeptQuery = z.infer<typeof query> & { id: string };
export const queries = defineCollection({ name: 'queries', schema: query, indexes: ['owner'] });

/** Of one person; the oldest answers go, further queries are refused. */
const mostAnswers = 500;
const mostQueries = 200;
/** Of a tenant: each is up to fifteen series. */
const mostWatched = 20;
const pageSize = 100;

type Keeping = { store: StoreService; clock: ClockService; request: RequestContext };

const withId = <Value>({ key, value }: { key: string; value: Value }) => ({ id: key, ...value });

/** One's own, the newest first. */
export async function ownAnswers({ store, request }: Keeping): Promise<KeptAnswer[]> {
  const where = { owner: request.actor };
  const pages = cursorPages((after) => answers.in(store).find({ where, first: pageSize, after }));
  return (await allOf(pages)).map(withId).reverse();
}

export async function keepAnswer(
  keeping: Keeping,
  given: Omit<KeptAnswer, 'id' | 'owner' | 'computedAt'>,
  documentIds: readonly string[],
): Promise<KeptAnswer> {
  const { store, request, clock } = keeping;
  const value = { ...given, owner: request.actor, computedAt: clock.now().toISOString() };
  const id = newId();
  const documents = Object.fromEntries(documentIds.map((documentId, at) => [`document${at}`, documentId]));
  const old = (await ownAnswers(keeping)).slice(mostAnswers - 1);
  await store.change([
    { collection: answers.name, key: id, value, indexes: { owner: request.actor, ...documents } },
    ...old.map((each) => ({ collection: answers.name, key: each.id })),
  ]);
  return { id, ...value };
}

/** One's own; another's does not exist. Errors: `NOT_FOUND`. */
export async function ownAnswer({ store, request }: Keeping, id: string): Promise<KeptAnswer> {
  const found = await answers.in(store).get(id.toLowerCase());
  if (found?.owner !== request.actor) throw new AppError('NOT_FOUND', { thing: 'The answer' });
  return { id: id.toLowerCase(), ...found };
}

/** One's own, by name. */
export async function ownQueries({ store, request }: Keeping): Promise<KeptQuery[]> {
  const where = { owner: request.actor };
  const pages = cursorPages((after) => queries.in(store).find({ where, first: pageSize, after }));
  const all = (await allOf(pages)).map(withId);
  return all.sort((one, other) => (one.name === other.name ? 0 : one.name < other.name ? -1 : 1));
}

/** One's own. Errors: `NOT_FOUND`. */
export async function ownQuery({ store, request }: Keeping, id: string): Promise<KeptQuery> {
  const found = await queries.in(store).get(id.toLowerCase());
  if (found?.owner !== request.actor) throw new AppError('NOT_FOUND', { thing: 'The query' });
  return { id: id.toLowerCase(), ...found };
}

/** Everybody's. */
export async function allQueries(store: StoreService): Promise<KeptQuery[]> {
  const all: KeptQuery[] = [];
  for await (const { key, value } of itemsBelow<unknown>(store, queries.name, '')) {
    all.push({ id: key, ...query.parse(value) });
  }
  return all;
}

/** The query of a name is replaced. Errors: `CONFLICT` for too many. */
export async function keepQuery(
  keeping: Keeping,
  given: Pick<KeptQuery, 'name' | 'question' | 'program' | 'isWatched'>,
): Promise<KeptQuery> {
  const { store, request, clock } = keeping;
  const own = await ownQueries(keeping);
  const known = own.find(({ name }) => name === given.name);
  if (!known && own.length >= mostQueries) {
    throw new AppError('CONFLICT', { reason: `There are ${mostQueries} queries already; delete one` });
  }
  const id = known?.id ?? newId();
  if (given.isWatched) {
    const others = (await allQueries(store)).filter((each) => each.isWatched && each.id !== id);
    if (others.length >= mostWatched)
      throw new AppError('CONFLICT', {
        reason: `${mostWatched} queries are watched already; save one without`,
      });
  }
  const value = { ...given, owner: request.actor, createdAt: clock.now().toISOString() };
  await queries.in(store).put(id, value);
  return { id, ...value };
}

/** Errors: `NOT_FOUND`. */
export async function deleteQuery(keeping: Keeping, id: string): Promise<string> {
  const { id: key } = await ownQuery(keeping, id);
  await queries.in(keeping.store).delete(key);
  return key;
}
