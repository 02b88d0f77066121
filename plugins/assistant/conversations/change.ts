import {
  AppError,
  allOf,
  type ClockService,
  cursorPages,
  type JobsService,
  newestFirst,
  type RunOptions,
  type RunsService,
  type StoreService,
  type StoreWrite,
  z,
} from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { type Approval, approvalsWhere, isExpired, removalOf } from '../approvals/approval.js';
import { type ReplyInput, replyInput } from '../engine/open-turn.js';
import { outputOf } from '../engine/turn-output.js';
import {
  type Conversation,
  conversations,
  conversationsOf,
  keyOfTurn,
  type Limits,
  ownConversation,
  ownTurn,
  runsMadeFor,
  type Turn,
  turns,
  turnsOf,
} from './conversation.js';
import { tell, told } from './tell.js';

/** What one person may have. */
const mostConversations = 500;
const mostTurns = 1_000;
const keys = 'keys';
const capability = 'assistant.reply';

/** Who changes a conversation, and with what. */
export interface Changing {
  readonly store: StoreService;
  readonly clock: ClockService;
  readonly runs: RunsService;
  readonly jobs: JobsService;
  readonly actor: string;
}

/** Errors: `CONFLICT` for too many. With a key the same request is the same conversation. */
export async function startConversation(
  { store, clock, actor }: Pick<Changing, 'store' | 'clock' | 'actor'>,
  given: Limits & Pick<Conversation, 'kind' | 'title'>,
  key: string | null,
): Promise<Conversation> {
  if ((await conversationsOf(store, actor)).length >= mostConversations)
    throw new AppError('CONFLICT', { reason: `there are ${mostConversations} conversations; delete one` });
  const made: Conversation = { id: newId(), owner: actor, ...given, createdAt: clock.now().toISOString() };
  const mark = `${actor} conversation ${key}`;
  const writes: StoreWrite[] = [
    {
      collection: conversations.name,
      key: newestFirst(made.id),
      value: made,
      indexes: { owner: actor },
      replaces: 0,
    },
    ...onceBy(key === null ? null : mark, made.id, { owner: actor, conversation: made.id }),
  ];
  const { kind, tools, maxSteps, approvals } = made;
  const audited = {
    action: 'startConversation',
    subjects: [{ type: 'Conversation', id: made.id }],
    body: { kind, tools, maxSteps, approvals },
  };
  if (await store.change(writes, audited)) return made;
  return ownConversation(store, actor, await madeBefore(store, mark));
}

/** A new turn; its first part begins. Errors: `NOT_FOUND`, `CONFLICT` for too many, `FORBIDDEN`. */
export async function sendMessage(
  changing: Changing,
  {
    conversationId,
    message,
    own = null,
    key,
    options,
  }: {
    conversationId: string;
    message: string;
    own?: string | null;
    key: string | null;
    options?: RunOptions;
  },
): Promise<Turn> {
  const { store, actor } = changing;
  const conversation = await ownConversation(store, actor, conversationId);
  const turnId = key === null ? newId() : await turnOfKey(changing, conversation.id, key);
  if ((await turnsOf(store, conversation.id)).length >= mostTurns)
    throw new AppError('CONFLICT', { reason: `there are ${mostTurns} turns; start another conversation` });
  return beginPart(changing, conversation, { turnId, part: 1, message, own: own ?? undefined, options });
}

/** The next part of a turn, once nothing waits for a decision any more; null while something does. */
export async function goOn(
  changing: Changing,
  { conversationId, turnId }: Pick<Approval, 'conversationId' | 'turnId'>,
): Promise<Turn | null> {
  const { store, runs, clock, actor } = changing;
  const conversation = await ownConversation(store, actor, conversationId);
  const turn = await ownTurn(store, actor, { conversationId, turnId });
  const [first, last] = await runs.find([turn.runs[0] ?? '', turn.runs.at(-1) ?? '']);
  const output = outputOf(last);
  const asked = replyInput.pick({ message: true, own: true }).safeParse(first?.input).data;
  if (output?.state !== 'WAITING' || !asked) return turn;
  const awaited = new Set(output.steps.map(({ approvalId }) => approvalId));
  const stored = await approvalsWhere(store, { turnId });
  const now = clock.now();
  const isOpen = ({ approval }: { approval: Approval }) =>
    awaited.has(approval.id) && approval.state === 'PENDING' && !isExpired(approval, now);
  if (stored.some(isOpen)) return null;
  return beginPart(changing, conversation, {
    turnId: turn.id,
    part: turn.runs.length + 1,
    ...asked,
    options: turn.options,
  });
}

/** With all that was said in it. Errors: `NOT_FOUND`. */
export async function deleteConversation(changing: Changing, conversationId: string): Promise<void> {
  const { store, actor } = changing;
  const { id } = await ownConversation(store, actor, conversationId);
  const all = await turnsOf(store, id);
  await forgetTurns(changing, all);
  const marks = await allOf(
    cursorPages((after) =>
      store.find(keys, { where: { conversation: id, owner: actor }, first: 100, after }),
    ),
  );
  await store.change(
    [
      { collection: conversations.name, key: newestFirst(id) },
      ...marks.map(({ key }) => ({ collection: keys, key })),
    ],
    {
      action: 'deleteConversation',
      subjects: [{ type: 'Conversation', id }],
      body: { turns: all.length },
    },
  );
}

/** Turns with their runs, with those that were made for them, and with their approvals. */
export async function forgetTurns(
  { store, runs }: Pick<Changing, 'store' | 'runs'>,
  all: readonly Turn[],
): Promise<void> {
  for (const turn of all) {
    const { runIds, notes } = await runsMadeFor(store, turn.id);
    await runs.forget([...turn.runs, ...runIds]);
    const approvals = await approvalsWhere(store, { turnId: turn.id });
    await store.change([
      ...notes,
      ...approvals.map(({ approval }) => removalOf(approval.id)),
      ...turn.runs.map((key) => ({ collection: told, key })),
      { collection: turns.name, key: keyOfTurn(turn.conversationId, turn.id) },
    ]);
  }
}

/** The run is there before the turn names it; the same part again is the same run. */
async function beginPart(
  changing: Changing,
  { id: conversationId, kind }: Conversation,
  {
    turnId,
    part,
    message,
    own,
    options,
  }: Pick<ReplyInput, 'turnId' | 'part' | 'message' | 'own'> & { options: RunOptions | undefined },
): Promise<Turn> {
  const { store, clock, runs, jobs, actor } = changing;
  const { runId } = await runs.start({
    capability,
    arguments: { conversationId, turnId, part, message, ...(own !== undefined && { own }) },
    idempotencyKey: `${turnId} ${part}`,
    priority: 'INTERACTIVE',
    ...options,
  });
  const collection = turns.in(store);
  const key = keyOfTurn(conversationId, turnId);
  const before = await collection.get(key);
  const known = before?.runs ?? [];
  const at = before?.at ?? clock.now().toISOString();
  const turn: Turn = { id: turnId, conversationId, owner: actor, at, runs: [...known, runId], options };
  if (known.includes(runId)) return before ?? turn;
  await collection.put(key, turn);
  if (kind === 'GOAL') await jobs.enqueue(tell, { conversationId, turnId, runId }, { key: runId });
  return turn;
}

async function turnOfKey({ store, actor }: Changing, conversationId: string, key: string): Promise<string> {
  const mark = `${actor} turn ${conversationId} ${key}`;
  const id = newId();
  const indexes = { owner: actor, conversation: conversationId };
  return (await store.change(onceBy(mark, id, indexes))) ? id : madeBefore(store, mark);
}

function onceBy(
  mark: string | null,
  id: string,
  indexes: { owner: string; conversation: string },
): StoreWrite[] {
  if (mark === null) return [];
  return [{ collection: keys, key: mark, value: id, indexes, replaces: 0 }];
}

async function madeBefore(store: StoreService, mark: string): Promise<string> {
  return z.string().parse(await store.get(keys, mark));
}
