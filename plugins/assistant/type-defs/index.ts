import { gql } from 'tributary/sdk';
import { approvalInputs, approvalTypes } from './approval-type-defs.js';
import { conversationInputs, conversationTypes } from './conversation-type-defs.js';

const paged =
  '@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)';

/** The SDL of the plugin. */
export const typeDefs = gql`
  type Query {
    "The caller's own conversations, the newest first."
    conversations(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
    ): ConversationConnection! ${paged}
    "One of the caller's own conversations; null when there is none."
    conversation(
      "Its id."
      id: ID!
    ): Conversation
    "What the assistant remembers for the caller, the newest first; at most 100."
    assistantMemory: [AssistantMemory!]! @listSize(assumedSize: 100)
    "What the assistant may call for the caller, now."
    assistantTools: [AssistantTool!]! @listSize(assumedSize: 100)
    "A change that the assistant proposes to the caller; null when there is none."
    toolApproval(
      "Its id."
      id: ID!
    ): ToolApproval
  }
  type Mutation {
    "Starts a conversation."
    startConversation("How." input: StartConversationInput!): ConversationResult!
    "Says something; the assistant begins to answer. Follow it by assistantReply."
    sendMessage("What." input: SendMessageInput!): TurnResult!
      @ai(capability: "assistant.reply", cache: "NONE", consistency: "VARIES")
    "Begins to work for a goal in a conversation of its own."
    pursueGoal("Which." input: PursueGoalInput!): TurnResult!
      @ai(capability: "assistant.pursue", cache: "NONE", consistency: "VARIES")
    "Approves or rejects exactly one proposed call, once, within ten minutes, while its turn waits for it; then the turn goes on."
    decideToolCall("Which." input: DecideToolCallInput!): DecideToolCallResult!
    "Deletes one of the caller's own conversations with all that was said in it; what was to be remembered stays."
    deleteConversation("Which." input: DeleteConversationInput!): DeleteConversationResult!
    "Has something remembered for all later turns of the caller."
    remember("What." input: RememberInput!): MemoryResult!
    "Forgets something that was remembered, and deletes the turns in which it was said."
    forgetMemory("What." input: ForgetMemoryInput!): ForgetMemoryResult!
  }
  type Subscription {
    "A turn as it is answered: text, calls of tools and citations. It goes on from a cursor over all parts of the turn; without one it shows the newest part, and ends with it."
    assistantReply(
      "The conversation."
      conversationId: ID!
      "The turn."
      turnId: ID!
      "Go on from here."
      after: Cursor
    ): RunEvent! @ai(capability: "assistant.reply", cache: "STORED", consistency: "SAME_RESULT")
  }
  ${conversationInputs}
  ${approvalInputs}
  ${conversationTypes(paged)}
  ${approvalTypes}
`;
