import { newestFirst, type RunsService, type StoreService } from 'tributary/sdk';
import { forgetTurns } from '../conversations/change.js';
import { keyOfTurn, type Turn, turns } from '../conversations/conversation.js';
import { memories, ownMemory } from './memory.js';

/** Deletes what is remembered, and the turns in which it was said: no later turn is told of it. Errors: `NOT_FOUND`. */
export async function forget(
  { store, runs, actor }: { store: StoreService; runs: RunsService; actor: string },
  id: string,
): Promise<void> {
  const memory = await ownMemory(store, actor, id);
  const found = await turns
    .in(store)
    .getMany(memory.saidIn.map(({ conversationId, turnId }) => keyOfTurn(conversationId, turnId)));
  await forgetTurns(
    { store, runs },
    found.filter((turn): turn is Turn => turn?.owner === actor),
  );
  await store.change([{ collection: memories.name, key: newestFirst(memory.id) }], {
    action: 'forgetMemory',
    subjects: [{ type: 'AssistantMemory', id: memory.id }],
    body: { turns: memory.saidIn.length },
  });
}
