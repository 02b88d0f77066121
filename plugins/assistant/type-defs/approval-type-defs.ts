import { gql } from 'tributary/sdk';

export const approvalInputs = gql`
  "What a person says to a proposed call."
  input DecideToolCallInput {
    "The approval."
    approvalId: ID!
    "The fingerprint of what was shown."
    fingerprint: String!
    "What is said."
    decision: ToolCallDecision!
  }
`;

export const approvalTypes = gql`
  "What a person says to a proposed call."
  enum ToolCallDecision {
    "Make exactly this call, once."
    APPROVE
    "Do not make it."
    REJECT
  }
  "How an approval stands."
  enum ToolApprovalState {
    "Nobody has decided."
    PENDING
    "Nobody has decided in time."
    EXPIRED
    "It was approved, and is about to be made."
    APPROVED
    "It was rejected."
    REJECTED
    "It is being made."
    EXECUTING
    "It was made."
    EXECUTED
    "It was made and failed."
    FAILED
    "It was begun, and its end is not known."
    UNKNOWN
  }
  "A change that the assistant proposes to one person, who alone can approve it."
  type ToolApproval {
    "Its id."
    id: ID!
    "The conversation."
    conversationId: ID!
    "The turn."
    turnId: ID!
    "The tool."
    tool: String!
    "What it does."
    description: String!
    "SHA-256 of the operation that is executed."
    operation: String!
    "Exactly what it is called with."
    arguments: JSON!
    "The arguments that were read somewhere and that the person did not say, as JSON Pointers: look at these."
    tainted: [String!]! @listSize(assumedSize: 5)
    "SHA-256 of the canonical JSON of tool, operation, arguments, actor and turn."
    fingerprint: String!
    "How it stands."
    state: ToolApprovalState!
    "When it was proposed."
    createdAt: DateTime!
    "Until when it can be decided."
    expiresAt: DateTime!
    "When it was decided."
    decidedAt: DateTime
    "What the call answered."
    output: JSON
    "Why it failed."
    error: String
  }
  "A decision, and the turn that goes on."
  type DecideToolCallPayload {
    "The approval."
    approval: ToolApproval!
    "Its turn."
    turn: ConversationTurn!
  }
  "The outcome."
  union DecideToolCallResult = DecideToolCallPayload | InvalidInput | NotFound | Forbidden | Conflict
`;
