// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, RunOptionsInput, StreamResolver } from 'tributary/sdk';

export type QueryConversationsArguments = {
  readonly first: number | null;
  readonly after?: string | null;
};

export type QueryConversationArguments = {
  readonly id: string;
};

export type QueryToolApprovalArguments = {
  readonly id: string;
};

export type MutationStartConversationArguments = {
  readonly input: StartConversationInput;
};

export type MutationSendMessageArguments = {
  readonly input: SendMessageInput;
};

export type MutationPursueGoalArguments = {
  readonly input: PursueGoalInput;
};

export type MutationDecideToolCallArguments = {
  readonly input: DecideToolCallInput;
};

export type MutationDeleteConversationArguments = {
  readonly input: DeleteConversationInput;
};

export type MutationRememberArguments = {
  readonly input: RememberInput;
};

export type MutationForgetMemoryArguments = {
  readonly input: ForgetMemoryInput;
};

export type SubscriptionAssistantReplyArguments = {
  readonly conversationId: string;
  readonly turnId: string;
  readonly after?: string | null;
};

export type StartConversationInput = {
  readonly title?: string | null;
  readonly tools?: readonly string[] | null;
  readonly approvals: 'ASK' | 'NONE';
  readonly idempotencyKey?: string | null;
};

export type SendMessageInput = {
  readonly conversationId: string;
  readonly message: string;
  readonly idempotencyKey?: string | null;
  readonly options?: RunOptionsInput | null;
};

export type PursueGoalInput = {
  readonly goal: string;
  readonly tools?: readonly string[] | null;
  readonly maxSteps: number;
  readonly budgetUsd?: number | null;
  readonly approvals: 'ASK' | 'NONE';
  readonly idempotencyKey?: string | null;
  readonly options?: RunOptionsInput | null;
};

export type DeleteConversationInput = {
  readonly conversationId: string;
};

export type RememberInput = {
  readonly text: string;
};

export type ForgetMemoryInput = {
  readonly memoryId: string;
};

export type DecideToolCallInput = {
  readonly approvalId: string;
  readonly fingerprint: string;
  readonly decision: 'APPROVE' | 'REJECT';
};

export type ApprovalMode = 'ASK' | 'NONE';

export type ConversationKind = 'CHAT' | 'GOAL';

export type TurnState = 'RUNNING' | 'WAITING' | 'EXPIRED' | 'ANSWERED' | 'STOPPED' | 'REFUSED' | 'FAILED' | 'HIDDEN';

export type ToolStepOutcome = 'DONE' | 'FAILED' | 'DENIED' | 'WAITING' | 'REJECTED' | 'EXPIRED' | 'UNKNOWN';

export type ConversationTurnsArguments = {
  readonly first: number | null;
  readonly after?: string | null;
};

export type ToolCallDecision = 'APPROVE' | 'REJECT';

export type ToolApprovalState = 'PENDING' | 'EXPIRED' | 'APPROVED' | 'REJECTED' | 'EXECUTING' | 'EXECUTED' | 'FAILED' | 'UNKNOWN';

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'capabilities' | 'clock' | 'documents' | 'events' | 'jobs' | 'models' | 'operations' | 'permissions' | 'runs' | 'search' | 'settings' | 'store'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly Query: {
    readonly conversations: Resolver<unknown, QueryConversationsArguments, object, Context>;
    readonly conversation: Resolver<unknown, QueryConversationArguments, object | null, Context>;
    readonly assistantMemory: Resolver<unknown, object, readonly object[], Context>;
    readonly assistantTools: Resolver<unknown, object, readonly object[], Context>;
    readonly toolApproval: Resolver<unknown, QueryToolApprovalArguments, object | null, Context>;
  };
  readonly Mutation: {
    readonly startConversation: Resolver<unknown, MutationStartConversationArguments, object, Context>;
    readonly sendMessage: Resolver<unknown, MutationSendMessageArguments, object, Context>;
    readonly pursueGoal: Resolver<unknown, MutationPursueGoalArguments, object, Context>;
    readonly decideToolCall: Resolver<unknown, MutationDecideToolCallArguments, object, Context>;
    readonly deleteConversation: Resolver<unknown, MutationDeleteConversationArguments, object, Context>;
    readonly remember: Resolver<unknown, MutationRememberArguments, object, Context>;
    readonly forgetMemory: Resolver<unknown, MutationForgetMemoryArguments, object, Context>;
  };
  readonly Subscription: {
    readonly assistantReply: StreamResolver<SubscriptionAssistantReplyArguments, object, Context>;
  };
  readonly Conversation?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly title?: Resolver<Source, object, string | null, Context>;
    readonly kind?: Resolver<Source, object, 'CHAT' | 'GOAL', Context>;
    readonly tools?: Resolver<Source, object, readonly string[] | null, Context>;
    readonly approvals?: Resolver<Source, object, 'ASK' | 'NONE', Context>;
    readonly createdAt?: Resolver<Source, object, Date | string, Context>;
    readonly turns?: Resolver<Source, ConversationTurnsArguments, object, Context>;
  };
  readonly ConversationTurn?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly conversationId?: Resolver<Source, object, string, Context>;
    readonly message?: Resolver<Source, object, string | null, Context>;
    readonly state?: Resolver<Source, object, 'RUNNING' | 'WAITING' | 'EXPIRED' | 'ANSWERED' | 'STOPPED' | 'REFUSED' | 'FAILED' | 'HIDDEN', Context>;
    readonly text?: Resolver<Source, object, string | null, Context>;
    readonly reason?: Resolver<Source, object, string | null, Context>;
    readonly steps?: Resolver<Source, object, readonly object[], Context>;
    readonly toolApprovals?: Resolver<Source, object, readonly object[], Context>;
    readonly runIds?: Resolver<Source, object, readonly string[], Context>;
    readonly result?: Resolver<Source, object, object | null, Context>;
    readonly at?: Resolver<Source, object, Date | string, Context>;
  };
  readonly ToolStep?: {
    readonly callId?: Resolver<Source, object, string, Context>;
    readonly tool?: Resolver<Source, object, string, Context>;
    readonly arguments?: Resolver<Source, object, unknown, Context>;
    readonly outcome?: Resolver<Source, object, 'DONE' | 'FAILED' | 'DENIED' | 'WAITING' | 'REJECTED' | 'EXPIRED' | 'UNKNOWN', Context>;
    readonly error?: Resolver<Source, object, string | null, Context>;
  };
  readonly AssistantMemory?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly text?: Resolver<Source, object, string, Context>;
    readonly at?: Resolver<Source, object, Date | string, Context>;
  };
  readonly AssistantTool?: {
    readonly name?: Resolver<Source, object, string, Context>;
    readonly description?: Resolver<Source, object, string, Context>;
    readonly mutation?: Resolver<Source, object, boolean, Context>;
    readonly parameters?: Resolver<Source, object, unknown, Context>;
  };
  readonly ConversationConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly ConversationEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly ConversationTurnConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly ConversationTurnEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly ConversationPayload?: {
    readonly conversation?: Resolver<Source, object, object, Context>;
  };
  readonly TurnPayload?: {
    readonly turn?: Resolver<Source, object, object, Context>;
  };
  readonly DeletedConversationPayload?: {
    readonly conversationId?: Resolver<Source, object, string, Context>;
  };
  readonly MemoryPayload?: {
    readonly memory?: Resolver<Source, object, object, Context>;
  };
  readonly ForgottenMemoryPayload?: {
    readonly memoryId?: Resolver<Source, object, string, Context>;
  };
  readonly ToolApproval?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly conversationId?: Resolver<Source, object, string, Context>;
    readonly turnId?: Resolver<Source, object, string, Context>;
    readonly tool?: Resolver<Source, object, string, Context>;
    readonly description?: Resolver<Source, object, string, Context>;
    readonly operation?: Resolver<Source, object, string, Context>;
    readonly arguments?: Resolver<Source, object, unknown, Context>;
    readonly tainted?: Resolver<Source, object, readonly string[], Context>;
    readonly fingerprint?: Resolver<Source, object, string, Context>;
    readonly state?: Resolver<Source, object, 'PENDING' | 'EXPIRED' | 'APPROVED' | 'REJECTED' | 'EXECUTING' | 'EXECUTED' | 'FAILED' | 'UNKNOWN', Context>;
    readonly createdAt?: Resolver<Source, object, Date | string, Context>;
    readonly expiresAt?: Resolver<Source, object, Date | string, Context>;
    readonly decidedAt?: Resolver<Source, object, Date | string | null, Context>;
    readonly output?: Resolver<Source, object, unknown, Context>;
    readonly error?: Resolver<Source, object, string | null, Context>;
  };
  readonly DecideToolCallPayload?: {
    readonly approval?: Resolver<Source, object, object, Context>;
    readonly turn?: Resolver<Source, object, object, Context>;
  };
  readonly ConversationResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly TurnResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly DeleteConversationResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly MemoryResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly ForgetMemoryResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly DecideToolCallResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
};
