import { AppError, type EngineRun, type Granted, z } from 'tributary/sdk';
import { type Conversation, ownConversation, type Turn, turnsOf } from '../conversations/conversation.js';
import { memoriesOf } from '../memory/memory.js';
import { outputOf, type TurnOutput } from './turn-output.js';

/** So many turns before this one are told. */
const mostEarlier = 6;
const longestSaid = 1_500;

export const replyInput = z.object({
  conversationId: z.uuid().toLowerCase(),
  turnId: z.uuid().toLowerCase(),
  /** From 1; a turn goes on in another part after each approval. */
  part: z.int().min(1).max(20).default(1),
  message: z.string().trim().min(1).max(8_000),
  /** What of the message the person has said; all of it when it is left out. */
  own: z.string().max(8_000).optional(),
});
export type ReplyInput = z.output<typeof replyInput>;

/** What was said and answered before. */
export interface EarlierTurn {
  readonly message: string;
  readonly own?: string | undefined;
  readonly reply: string;
}

/** What a turn knows before it begins. */
export interface OpenTurn extends ReplyInput {
  readonly actor: string;
  readonly conversation: Conversation;
  readonly earlier: readonly EarlierTurn[];
  /** What the owner had remembered, newest first. */
  readonly memory: readonly string[];
  /** What the part before came to. */
  readonly before: TurnOutput | null;
  /** Ends when the part is to end; another attempt may follow. */
  readonly signal: AbortSignal;
}

/** Reads the conversation as its owner. Errors: `NOT_FOUND` for another's. */
export async function openTurn(
  input: ReplyInput,
  { store, runs }: Granted<'store' | 'runs'>,
  { actor, signal }: Pick<EngineRun, 'actor' | 'signal'>,
): Promise<OpenTurn> {
  const conversation = await ownConversation(store, actor, input.conversationId);
  const all = await turnsOf(store, conversation.id);
  const earlier = all.filter(({ id }) => id < input.turnId).slice(-mostEarlier);
  const own = all.find(({ id }) => id === input.turnId);
  const [told, before, memory] = await Promise.all([
    earlierTurns(earlier, runs),
    input.part === 1 ? null : partBefore(own, input.part, runs),
    memoriesOf(store, actor),
  ]);
  return {
    ...input,
    actor,
    conversation,
    earlier: told,
    before,
    memory: memory.map(({ text }) => text),
    signal,
  };
}

const asked = replyInput.pick({ message: true, own: true });

/** Turns whose runs may not be seen any more, for what they rest on, are left out. */
async function earlierTurns(turns: readonly Turn[], runs: Granted<'runs'>['runs']): Promise<EarlierTurn[]> {
  const found = await runs.find(turns.flatMap((turn) => turn.runs).slice(-200));
  const byId = new Map(found.flatMap((run) => (run ? [[run.runId, run] as const] : [])));
  return turns.flatMap(({ runs: parts }) => {
    const message = asked.safeParse(byId.get(parts[0] ?? '')?.input);
    const replies = parts.map((id) => outputOf(byId.get(id))?.text ?? '').filter((text) => text !== '');
    if (!message.success || replies.length === 0) return [];
    const reply = replies.join('\n').slice(0, longestSaid);
    const { message: whole, own } = message.data;
    return [{ message: whole.slice(0, longestSaid), own: own?.slice(0, longestSaid), reply }];
  });
}

async function partBefore(
  turn: Turn | undefined,
  part: number,
  runs: Granted<'runs'>['runs'],
): Promise<TurnOutput> {
  const id = turn?.runs[part - 2];
  const [run] = id === undefined ? [] : await runs.find([id]);
  const output = outputOf(run);
  if (output) return output;
  throw new AppError('NOT_FOUND', { thing: 'What the turn goes on from' });
}
