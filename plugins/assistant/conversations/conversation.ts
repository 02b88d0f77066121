import {
  AppError,
  allOf,
  cursorPages,
  defineCollection,
  keyPages,
  newestFirst,
  type RunOptions,
  type StoreService,
  type StoreWrite,
  z,
} from 'tributary/sdk';

/** A chat, or a goal that something is to be done for. */
export const conversationKinds = ['CHAT', 'GOAL'] as const;
/** The most calls of tools in one turn. */
export const mostSteps = 8;

/** What a conversation may do. */
const limits = z.object({
  /** The tools that it is offered; null for all. */
  tools: z.array(z.string()).nullable(),
  maxSteps: z.int().min(1).max(mostSteps),
  /** Dollars that one turn may cost at most; null for what budgets admit. */
  budgetUsd: z.number().nullable(),
  /** Whether changes may be proposed. */
  approvals: z.enum(['ASK', 'NONE']),
});
export type Limits = z.infer<typeof limits>;

const conversation = limits.extend({
  id: z.uuid(),
  owner: z.string(),
  kind: z.enum(conversationKinds),
  title: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type Conversation = z.infer<typeof conversation>;

/** By id, the newest first. */
export const conversations = defineCollection({
  name: 'conversations',
  schema: conversation,
  indexes: ['owner'],
});

const turn = z.object({
  id: z.uuid(),
  conversationId: z.uuid(),
  owner: z.string(),
  at: z.iso.datetime(),
  /** One a part: after each approval the turn goes on in another run. What was said stands in them alone. */
  runs: z.array(z.uuid()).min(1),
  /** How each of its parts is made. */
  options: z.custom<RunOptions>().optional(),
});
export type Turn = z.infer<typeof turn>;

/** By conversation, oldest first. */
export const turns = defineCollection({ name: 'turns', schema: turn, indexes: ['owner'] });
export const keyOfTurn = (conversationId: string, turnId: string) => `${conversationId}/${turnId}`;

const missing = () => new AppError('NOT_FOUND', { thing: 'The conversation' });

/** The owner's own; another's does not exist. Errors: `NOT_FOUND`. */
export async function ownConversation(store: StoreService, owner: string, id: string): Promise<Conversation> {
  if (!z.uuid().safeParse(id).success) throw missing();
  const found = await conversations.in(store).get(newestFirst(id));
  if (found?.owner !== owner) throw missing();
  return found;
}

/** For a change that is to be made only while the conversation is there: it stands as it is. */
export const stillThere = (value: Conversation): StoreWrite => ({
  collection: conversations.name,
  key: newestFirst(value.id),
  value,
  indexes: { owner: value.owner },
  replaces: 1,
});

/** The newest first. */
export async function conversationsOf(store: StoreService, owner: string): Promise<Conversation[]> {
  const collection = conversations.in(store);
  const found = await allOf(cursorPages((after) => collection.find({ where: { owner }, first: 100, after })));
  return found.map(({ value }) => value);
}

/** Oldest first. */
export async function turnsOf(store: StoreService, conversationId: string): Promise<Turn[]> {
  const collection = turns.in(store);
  const found = await allOf(keyPages((page) => collection.list({ ...page, prefix: `${conversationId}/` })));
  return found.map(({ value }) => value);
}

/** A turn of the owner's. Errors: `NOT_FOUND`. */
export async function ownTurn(
  store: StoreService,
  owner: string,
  { conversationId, turnId }: { conversationId: string; turnId: string },
): Promise<Turn> {
  const valid = z.uuid().safeParse(conversationId).success && z.uuid().safeParse(turnId).success;
  const key = keyOfTurn(conversationId.toLowerCase(), turnId.toLowerCase());
  const found = valid ? await turns.in(store).get(key) : null;
  if (found?.owner !== owner) throw new AppError('NOT_FOUND', { thing: 'The turn' });
  return found;
}

const nestedRuns = 'nested-runs';

/** A run that was made for a turn is forgotten with it. */
export async function noteRun(
  store: StoreService,
  { turnId, actor: owner }: { turnId: string; actor: string },
  runId: string,
): Promise<void> {
  await store.put(nestedRuns, `${turnId}/${runId}`, runId, { indexes: { owner } });
}

/** What was made for a turn: the runs, and where they are noted. */
export async function runsMadeFor(
  store: StoreService,
  turnId: string,
): Promise<{ runIds: string[]; notes: StoreWrite[] }> {
  const items = await allOf(keyPages((page) => store.list(nestedRuns, { ...page, prefix: `${turnId}/` })));
  return {
    runIds: items.map(({ value }) => String(value)),
    notes: items.map(({ key }) => ({ collection: nestedRuns, key })),
  };
}
