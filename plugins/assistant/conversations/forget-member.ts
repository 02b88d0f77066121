import { allOf, cursorPages, defineJob, newestFirst, z } from 'tributary/sdk';
import { memories, memoriesOf } from '../memory/memory.js';
import { forgetTurns } from './change.js';
import { conversations, conversationsOf, turnsOf } from './conversation.js';

/** Erases what was a person's alone, when the person is removed from the tenant. */
export const forgetMember = defineJob({
  id: 'assistant.forget-member',
  description: 'Erases conversations and memory of a person who was removed.',
  needs: ['runs', 'store'],
  payload: z.object({ memberId: z.uuid(), actors: z.array(z.string()) }),
  on: ['member.removed'],
  async run({ actors }, { runs, store }, { signal }) {
    for (const owner of actors) {
      for (const { id } of await conversationsOf(store, owner)) {
        signal.throwIfAborted();
        await forgetTurns({ store, runs }, await turnsOf(store, id));
        await store.delete(conversations.name, newestFirst(id));
      }
      const rest = await Promise.all([
        memoriesOf(store, owner).then((all) =>
          all.map(({ id }) => ({ collection: memories.name, key: newestFirst(id) })),
        ),
        allOf(cursorPages((after) => store.find('keys', { where: { owner }, first: 100, after }))).then(
          (all) => all.map(({ key }) => ({ collection: 'keys', key })),
        ),
      ]);
      await store.change(rest.flat());
    }
  },
});
