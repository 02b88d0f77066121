import {
  AppError,
  allOf,
  type ClockService,
  cursorPages,
  defineCollection,
  newestFirst,
  type StoreService,
  z,
} from 'tributary/sdk';
import { v7 as newId } from 'uuid';

/** What one person may have remembered. */
const mostMemories = 100;
export const memoryText = z.string().trim().min(1).max(500);

/** Where it was said: that turn says nothing else, and goes with it. */
const saidIn = z.object({ conversationId: z.uuid(), turnId: z.uuid() });
type SaidIn = z.infer<typeof saidIn>;
const mostSaidIn = 100;

const memory = z.object({
  id: z.uuid(),
  owner: z.string(),
  text: memoryText,
  at: z.iso.datetime(),
  saidIn: z.array(saidIn).default([]),
});
/** Something that a person said to be remembered: in their own words, never in those of a document or a model. */
export type Memory = z.infer<typeof memory>;

/** By id, the newest first. */
export const memories = defineCollection({ name: 'memories', schema: memory, indexes: ['owner'] });

/** The newest first. */
export async function memoriesOf(store: StoreService, owner: string): Promise<Memory[]> {
  const collection = memories.in(store);
  const found = await allOf(cursorPages((after) => collection.find({ where: { owner }, first: 100, after })));
  return found.map(({ value }) => value);
}

/** What is remembered already is not remembered twice. Errors: `CONFLICT` for too many. */
export async function rememberText(
  { store, clock }: { store: StoreService; clock: ClockService },
  owner: string,
  text: string,
  turn: SaidIn | null = null,
): Promise<Memory> {
  const collection = memories.in(store);
  const known = await memoriesOf(store, owner);
  const same = known.find((one) => one.text === text);
  if (same) {
    if (!turn || same.saidIn.some(({ turnId }) => turnId === turn.turnId)) return same;
    const again = { ...same, saidIn: [...same.saidIn, turn].slice(-mostSaidIn) };
    await collection.put(newestFirst(same.id), again);
    return again;
  }
  if (known.length >= mostMemories)
    throw new AppError('CONFLICT', { reason: `${mostMemories} things are remembered already; forget one` });
  const at = clock.now().toISOString();
  const made: Memory = { id: newId(), owner, text, at, saidIn: turn ? [turn] : [] };
  await store.change(
    [{ collection: memories.name, key: newestFirst(made.id), value: made, indexes: { owner } }],
    { action: 'remember', subjects: [{ type: 'AssistantMemory', id: made.id }] },
  );
  return made;
}

/** The owner's own. Errors: `NOT_FOUND`. */
export async function ownMemory(store: StoreService, owner: string, id: string): Promise<Memory> {
  const found = z.uuid().safeParse(id).success ? await memories.in(store).get(newestFirst(id)) : null;
  if (found?.owner !== owner) throw new AppError('NOT_FOUND', { thing: 'The memory' });
  return found;
}

const asked: readonly RegExp[] = [
  /^(?:please\s+)?remember(?:\s+that|:)?\s+(?<text>\S[\s\S]*)$/i,
  /^(?:bitte\s+)?merk(?:e)?\s+dir(?:\s+bitte)?(?:,?\s+dass|:)?\s+(?<text>\S[\s\S]*)$/i,
  /^(?:por\s+favor,?\s+)?recuerda(?:\s+que|:)?\s+(?<text>\S[\s\S]*)$/i,
  /^(?:s'il te plaît,?\s+)?souviens-toi(?:\s+que|:)?\s+(?<text>\S[\s\S]*)$/i,
];

/** What a message asks to be remembered, in its own words; null when it asks for something else. */
export function toRemember(message: string): string | null {
  for (const form of asked) {
    const text = form.exec(message.trim())?.groups?.text?.trim();
    // "Remember what I said?" is a question.
    if (text && !text.endsWith('?')) return text.slice(0, 500);
  }
  return null;
}
