import { gql } from 'tributary/sdk';

export const conversationInputs = gql`
  "A conversation that is to be started."
  input StartConversationInput {
    "For its owner."
    title: String
    "The names of the tools that it is offered; all that the caller may call if this is not given."
    tools: [String!]
    "Whether changes are proposed for approval, or not offered at all."
    approvals: ApprovalMode! = ASK
    "The same key is the same conversation."
    idempotencyKey: String
  }
  "Something said."
  input SendMessageInput {
    "The conversation."
    conversationId: ID!
    "What is said, at most 8,000 characters."
    message: String!
    "The same key is the same turn."
    idempotencyKey: String
    "Who waits for it, until when each of its parts, with which seed, and what is pinned."
    options: RunOptionsInput
  }
  "Something that is to be done."
  input PursueGoalInput {
    "The goal, in words; at most 8,000 characters."
    goal: String!
    "The names of the tools that may be used; all that the caller may call if this is not given."
    tools: [String!]
    "How many calls, 8 at most."
    maxSteps: Int! = 8
    "Dollars that its models may cost at most."
    budgetUsd: Float
    "Whether changes are proposed for approval, or not offered at all."
    approvals: ApprovalMode! = ASK
    "The same key is the same goal."
    idempotencyKey: String
    "Who waits for it, until when each of its parts, with which seed, and what is pinned."
    options: RunOptionsInput
  }
  "A conversation that is to be deleted."
  input DeleteConversationInput {
    "The conversation."
    conversationId: ID!
  }
  "Something that is to be remembered."
  input RememberInput {
    "In the caller's own words, at most 500 characters."
    text: String!
  }
  "Something that is to be forgotten."
  input ForgetMemoryInput {
    "The memory."
    memoryId: ID!
  }
`;

export const conversationTypes = (paged: string) => gql`
  "Whether changes may be proposed."
  enum ApprovalMode {
    "Each change waits for an approval of exactly that call."
    ASK
    "No change is offered."
    NONE
  }
  "What a conversation is for."
  enum ConversationKind {
    "A person asks and the assistant answers."
    CHAT
    "Something is to be done, step by step."
    GOAL
  }
  "How a turn does."
  enum TurnState {
    "It is being answered."
    RUNNING
    "A change waits for an approval."
    WAITING
    "A change waited for an approval and nobody decided in time."
    EXPIRED
    "It was answered."
    ANSWERED
    "It came to the limit of its steps or its budget."
    STOPPED
    "Screening stopped it, or its budget did not admit it."
    REFUSED
    "It failed, or was cancelled."
    FAILED
    "It rests on documents that the caller may not read any more."
    HIDDEN
  }
  "What became of a call."
  enum ToolStepOutcome {
    "It was made."
    DONE
    "It was made and failed, or could not be made as it was asked for."
    FAILED
    "It was not made: what asked for it is not trusted, or exactly this was made before."
    DENIED
    "It waits for an approval."
    WAITING
    "A person rejected it."
    REJECTED
    "Nobody decided in time."
    EXPIRED
    "It was begun, and its end is not known."
    UNKNOWN
  }

  "A conversation with the assistant; its owner's alone."
  type Conversation {
    "Its id."
    id: ID!
    "What its owner calls it."
    title: String
    "What it is for."
    kind: ConversationKind!
    "The tools that it is offered; null for all that its owner may call."
    tools: [String!] @listSize(assumedSize: 40)
    "Whether changes may be proposed."
    approvals: ApprovalMode!
    "When it was started."
    createdAt: DateTime!
    "Its turns, oldest first."
    turns(
      "How many, 100 at most."
      first: Int = 20
      "The cursor after which the page begins."
      after: Cursor
    ): ConversationTurnConnection! ${paged}
  }
  "Something that was said, and its answer."
  type ConversationTurn {
    "Its id."
    id: ID!
    "The conversation."
    conversationId: ID!
    "What was said; null when it may not be shown any more."
    message: String
    "How it does."
    state: TurnState!
    "What was answered so far; null when nothing was, or when it may not be shown any more."
    text: String @ai(capability: "assistant.reply", cache: "STORED", consistency: "SAME_RESULT")
    "Why it stopped, failed or was refused, as a code such as STEPS, INPUT_BLOCKED or MODEL_FAILED."
    reason: String
    "What was called, in order."
    steps: [ToolStep!]! @listSize(assumedSize: 8)
    "Changes that it proposes."
    toolApprovals: [ToolApproval!]! @listSize(assumedSize: 8)
    "The runs of its parts, oldest first; each has its record, its costs and its trace."
    runIds: [ID!]! @listSize(assumedSize: 8)
    "How its newest part came to be."
    result: ResultInfo
    "When it was said."
    at: DateTime!
  }
  "One call of a tool."
  type ToolStep {
    "The id of the call within its turn; parts of the stream name it."
    callId: ID!
    "The tool."
    tool: String!
    "What it was called with; null when that was not valid."
    arguments: JSON
    "What became of it."
    outcome: ToolStepOutcome!
    "Why it was not done."
    error: String
  }
  "Something that the assistant remembers for one person."
  type AssistantMemory {
    "Its id."
    id: ID!
    "In that person's words."
    text: String!
    "Since when."
    at: DateTime!
  }
  "Something that the assistant may call."
  type AssistantTool {
    "Its name."
    name: String!
    "What it does."
    description: String!
    "Whether it may change something: then each call waits for an approval."
    mutation: Boolean!
    "JSON Schema of its arguments."
    parameters: JSON!
  }

  "A page of conversations."
  type ConversationConnection {
    "The conversations."
    nodes: [Conversation!]!
    "The same with their cursors."
    edges: [ConversationEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }
  "A conversation with its cursor."
  type ConversationEdge {
    "The cursor."
    cursor: Cursor!
    "The conversation."
    node: Conversation!
  }
  "A page of turns."
  type ConversationTurnConnection {
    "The turns."
    nodes: [ConversationTurn!]!
    "The same with their cursors."
    edges: [ConversationTurnEdge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }
  "A turn with its cursor."
  type ConversationTurnEdge {
    "The cursor."
    cursor: Cursor!
    "The turn."
    node: ConversationTurn!
  }

  "A conversation that was started."
  type ConversationPayload {
    "The conversation."
    conversation: Conversation!
  }
  "The outcome."
  union ConversationResult = ConversationPayload | InvalidInput | NotFound | Forbidden | Conflict
  "A turn that was begun."
  type TurnPayload {
    "The turn."
    turn: ConversationTurn!
  }
  "The outcome."
  union TurnResult = TurnPayload | InvalidInput | NotFound | Forbidden | Conflict
  "A conversation that is no more."
  type DeletedConversationPayload {
    "Its id."
    conversationId: ID!
  }
  "The outcome."
  union DeleteConversationResult = DeletedConversationPayload | InvalidInput | NotFound | Forbidden | Conflict
  "Something that is remembered now."
  type MemoryPayload {
    "The memory."
    memory: AssistantMemory!
  }
  "The outcome."
  union MemoryResult = MemoryPayload | InvalidInput | NotFound | Forbidden | Conflict
  "Something that is forgotten."
  type ForgottenMemoryPayload {
    "Its id."
    memoryId: ID!
  }
  "The outcome."
  union ForgetMemoryResult = ForgottenMemoryPayload | InvalidInput | NotFound | Forbidden | Conflict
`;
