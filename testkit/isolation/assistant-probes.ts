import type { Caller } from '../caller.js';
import { eventually } from '../system.js';
import { askWith as ask, changeWith as change, type PluginProbes } from './probe.js';

const turns =
  'turns(first: 2) { totalCount nodes { id message text steps { arguments } toolApprovals { arguments } } }';

/** How conversations, their turns, what they propose and what is remembered are tried: all are their owner's alone. */
export const assistantProbes: PluginProbes = {
  probes: {
    'Mutation.decideToolCall(input.approvalId)': change(
      'approval',
      'decideToolCall',
      'DecideToolCallInput',
      (approvalId) => ({ approvalId, fingerprint: '0'.repeat(64), decision: 'APPROVE' }),
    ),
    'Mutation.deleteConversation(input.conversationId)': change(
      'conversation',
      'deleteConversation',
      'DeleteConversationInput',
      (conversationId) => ({ conversationId }),
    ),
    'Mutation.forgetMemory(input.memoryId)': change(
      'memory',
      'forgetMemory',
      'ForgetMemoryInput',
      (memoryId) => ({ memoryId }),
    ),
    'Mutation.sendMessage(input.conversationId)': change(
      'conversation',
      'sendMessage',
      'SendMessageInput',
      (conversationId) => ({ conversationId, message: 'A probe.' }),
    ),
    'Query.conversation(id)': ask(
      'conversation',
      `query P($id: ID!) { conversation(id: $id) { id title ${turns} } }`,
    ),
    'Query.toolApproval(id)': ask(
      'approval',
      'query P($id: ID!) { toolApproval(id: $id) { id tool arguments state } }',
    ),
    'Subscription.assistantReply(conversationId)': ask(
      'conversation',
      `subscription P($id: ID!, $turn: ID!) { assistantReply(conversationId: $id, turnId: $turn) { cursor
        ... on TextDelta { text } } }`,
      (id, own) => ({ id, turn: own.turn }),
    ),
    'Subscription.assistantReply(turnId)': ask(
      'turn',
      `subscription P($id: ID!, $talk: ID!) { assistantReply(conversationId: $talk, turnId: $id) { cursor
        ... on TextDelta { text } } }`,
      (id, own) => ({ id, talk: own.conversation }),
    ),
  },
  lists: {
    conversations: `{ conversations(first: 10) { totalCount nodes { id title ${turns} } } }`,
    assistantMemory: '{ assistantMemory { id text } }',
    assistantTools: '{ assistantTools { name description } }',
  },
};

export interface Talk {
  readonly conversation: string;
  readonly turn: string;
  readonly approval: string;
  readonly memory: string;
}

/** A conversation about the word, in which a note is proposed, and the word remembered. */
export async function makeTalk(caller: Caller, word: string): Promise<Talk> {
  const { conversation } = await caller.change(
    'startConversation',
    'StartConversationInput',
    { title: `about ${word}` },
    '... on ConversationPayload { conversation { id } }',
  );
  const { memory } = await caller.change(
    'remember',
    'RememberInput',
    { text: `The courier is ${word}.` },
    '... on MemoryPayload { memory { id } }',
  );
  const message = `Please write a note, name "${word}.txt", text "It is ${word}."`;
  const { turn } = await caller.change(
    'sendMessage',
    'SendMessageInput',
    { conversationId: conversation.id, message },
    '... on TurnPayload { turn { id } }',
  );
  const query = `query T($id: ID!) { conversation(id: $id) { turns { nodes { state toolApprovals { id } } } } }`;
  const read = await eventually(
    () => caller.data(query, { id: conversation.id }),
    ({ conversation: now }) => now.turns.nodes[0]?.state === 'WAITING',
    60_000,
  );
  const [approval] = read.conversation.turns.nodes[0].toolApprovals;
  return { conversation: conversation.id, turn: turn.id, approval: approval.id, memory: memory.id };
}
