import { AppError, nullIfMissing, outcomeOf, pageOf, parseInput, runOptionsOf, z } from 'tributary/sdk';
import { decide } from '../approvals/decide.js';
import { readApproval } from '../approvals/read-approval.js';
import {
  type Changing,
  deleteConversation,
  goOn,
  sendMessage,
  startConversation,
} from '../conversations/change.js';
import {
  type Conversation,
  conversationsOf,
  mostSteps,
  ownConversation,
  ownTurn,
  type Turn,
  turnsOf,
} from '../conversations/conversation.js';
import { approvalView, turnViews } from '../conversations/turn-view.js';
import { goalInput } from '../engine/pursue.js';

import { forget } from '../memory/forget.js';
import { type Memory, memoriesOf, memoryText, rememberText } from '../memory/memory.js';
import type { Context, Resolvers } from '../schema.types.js';
import { toolSetOf } from '../tools/tool-set.js';
import { replyStream } from './reply-stream.js';

const key = z
  .string()
  .min(1)
  .max(100)
  .nullish()
  .transform((value) => value ?? null);
const started = z.object({
  title: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .nullish()
    .transform((title) => title ?? null),
  tools: z
    .array(z.string().min(1).max(200))
    .max(100)
    .nullish()
    .transform((tools) => tools ?? null),
  approvals: z.enum(['ASK', 'NONE']),
});
const said = z.object({ conversationId: z.string(), message: z.string().trim().min(1).max(8_000), key });
const decision = z.object({
  approvalId: z.string(),
  fingerprint: z.string(),
  decision: z.enum(['APPROVE', 'REJECT']),
});

/** The assistant is for everybody who may start runs. */
const allowed = ({ permissions }: Context) => permissions.expect('runs:start');

const changing = ({ store, clock, runs, jobs, request }: Context): Changing => {
  return { store, clock, runs, jobs, actor: request.actor };
};
const idOf = ({ id }: { id: string }) => id;
const view = ({ createdAt, ...conversation }: Conversation) => {
  return { ...conversation, createdAt: new Date(createdAt) };
};
const memoryView = ({ id, text, at }: Memory) => ({ id, text, at: new Date(at) });

async function turnView(context: Context, turn: Turn) {
  const [shown] = await turnViews(context, [turn]);
  if (!shown) throw new AppError('NOT_FOUND', { thing: 'The turn' });
  return shown;
}

export const resolvers: Resolvers = {
  Query: {
    async conversations(_parent, args, context) {
      await allowed(context);
      const own = await conversationsOf(context.store, context.request.actor);
      return pageOf(own, args, idOf, view);
    },
    async conversation(_parent, { id }, context) {
      await allowed(context);
      const found = await nullIfMissing(ownConversation(context.store, context.request.actor, id));
      return found && view(found);
    },
    async assistantMemory(_parent, _args, context) {
      await allowed(context);
      return (await memoriesOf(context.store, context.request.actor)).map(memoryView);
    },
    async assistantTools(_parent, _args, context) {
      await allowed(context);
      const unbound = { tools: null, maxSteps: mostSteps, budgetUsd: null, approvals: 'ASK' } as const;
      const { tools } = await toolSetOf(unbound, { message: '', before: null }, context);
      return tools.map(({ name, description, mutation, parameters }) => {
        return { name, description, mutation, parameters };
      });
    },
    async toolApproval(_parent, { id }, context) {
      await allowed(context);
      const found = await nullIfMissing(readApproval(changing(context), id));
      return found && approvalView(found, context.clock.now());
    },
  },

  Mutation: {
    startConversation: (_parent, { input }, context) =>
      outcomeOf(async () => {
        await allowed(context);
        const { idempotencyKey, ...asked } = input;
        const about = {
          ...parseInput(started, asked),
          kind: 'CHAT' as const,
          maxSteps: mostSteps,
          budgetUsd: null,
        };
        const once = parseInput(key, idempotencyKey, 'input.idempotencyKey');
        const conversation = await startConversation(changing(context), about, once);
        return { __typename: 'ConversationPayload' as const, conversation: view(conversation) };
      }),

    sendMessage: (_parent, { input }, context) =>
      outcomeOf(async () => {
        await allowed(context);
        const { idempotencyKey, options, ...asked } = input;
        const message = parseInput(said, { ...asked, key: idempotencyKey });
        const turn = await sendMessage(changing(context), { ...message, options: runOptionsOf(options) });
        return { __typename: 'TurnPayload' as const, turn: await turnView(context, turn) };
      }),

    pursueGoal: (_parent, { input }, context) =>
      outcomeOf(async () => {
        await allowed(context);
        const { idempotencyKey, options: how, ...asked } = input;
        const options = runOptionsOf(how);
        const { goal, own, key: once, ...limits } = parseInput(goalInput, { ...asked, key: idempotencyKey });
        const about = { ...limits, kind: 'GOAL' as const, title: goal.slice(0, 100) };
        const { id: conversationId } = await startConversation(changing(context), about, once);
        const turn = await sendMessage(changing(context), {
          conversationId,
          message: goal,
          own,
          key: once,
          options,
        });
        return { __typename: 'TurnPayload' as const, turn: await turnView(context, turn) };
      }),

    decideToolCall: (_parent, { input }, context) =>
      outcomeOf(async () => {
        await allowed(context);
        const asked = parseInput(decision, input);
        const approval = await decide(changing(context), asked);
        const { conversationId, turnId } = approval;
        const turn =
          (await goOn(changing(context), approval)) ??
          (await ownTurn(context.store, context.request.actor, { conversationId, turnId }));
        return {
          __typename: 'DecideToolCallPayload' as const,
          approval: approvalView(approval, context.clock.now()),
          turn: await turnView(context, turn),
        };
      }),

    deleteConversation: (_parent, { input: { conversationId } }, context) =>
      outcomeOf(async () => {
        await allowed(context);
        await deleteConversation(changing(context), conversationId);
        return { __typename: 'DeletedConversationPayload' as const, conversationId };
      }),

    remember: (_parent, { input }, context) =>
      outcomeOf(async () => {
        await allowed(context);
        const text = parseInput(memoryText, input.text, 'input.text');
        const memory = await rememberText(context, context.request.actor, text);
        return { __typename: 'MemoryPayload' as const, memory: memoryView(memory) };
      }),

    forgetMemory: (_parent, { input: { memoryId } }, context) =>
      outcomeOf(async () => {
        await allowed(context);
        await forget(changing(context), memoryId);
        return { __typename: 'ForgottenMemoryPayload' as const, memoryId };
      }),
  },

  Subscription: { assistantReply: replyStream },

  Conversation: {
    async turns(parent, args, context) {
      const { id } = z.object({ id: z.string() }).parse(parent);
      const conversation = await ownConversation(context.store, context.request.actor, id);
      const all = await turnsOf(context.store, conversation.id);
      const page = pageOf(all, args, idOf, (turn) => turn);
      const nodes = await turnViews(context, page.nodes);
      return { ...page, nodes, edges: page.edges.map((edge, at) => ({ ...edge, node: nodes[at] })) };
    },
  },
};
