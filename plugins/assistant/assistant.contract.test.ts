import { describePlugin } from 'tributary/testkit';
import { conversationOf } from './fixtures/conversation.js';

describePlugin(import.meta.url, {
  inputs: {
    // Another part of a turn that is there: its runs can be started by its owner alone.
    'assistant.reply': async ({ host }) => {
      const { conversationId, say } = await conversationOf(host);
      const message = 'Which boards were sawn at the mill?';
      return { conversationId, turnId: (await say(message)).id, message };
    },
    'assistant.pursue': () => ({ goal: 'List the documents.', approvals: 'NONE', key: 'contract' }),
  },
  variables: async ({ host }) => {
    const { conversationId, say } = await conversationOf(host);
    const turn = await say('Which boards were sawn at the mill?');
    const { remember } = await host.query<{ remember: { memory: { id: string } } }>(
      'mutation { remember(input: { text: "It is oak." }) { ... on MemoryPayload { memory { id } } } }',
    );
    return { conversationId, turnId: turn.id, memoryId: remember.memory.id };
  },
});
