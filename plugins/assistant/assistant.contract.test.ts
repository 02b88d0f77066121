import { describePlugin, type TestHost } from 'tributary/testkit';
import { conversationOf } from './fixtures/conversation.js';

const message = 'Which boards were sawn at the mill?';

/** One turn for all examples: a model that hangs would not end it. */
let turn: Promise<{ conversationId: string; turnId: string }> | null = null;
const turnOf = (host: TestHost) => {
  turn ??= conversationOf(host).then(async ({ conversationId, say }) => {
    return { conversationId, turnId: (await say(message)).id };
  });
  return turn;
};

describePlugin(import.meta.url, {
  inputs: {
    'assistant.reply': async ({ host }) => ({ ...(await turnOf(host)), message }),
    'assistant.pursue': () => ({ goal: 'List the documents.', approvals: 'NONE', key: 'contract' }),
  },
  variables: async ({ host }) => {
    const { remember } = await host.query<{ remember: { memory: { id: string } } }>(
      'mutation { remember(input: { text: "It is oak." }) { ... on MemoryPayload { memory { id } } } }',
    );
    // One of its own: the page ends with its deletion.
    const { conversationId, say } = await conversationOf(host);
    return { conversationId, turnId: (await say(message)).id, memoryId: remember.memory.id };
  },
});
