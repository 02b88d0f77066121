import { defineCapability, type EngineGenerator, z } from 'tributary/sdk';
import { sendMessage, startConversation } from '../conversations/change.js';
import { mostSteps } from '../conversations/conversation.js';

/** What is to be done, and within which bounds. */
export const goalInput = z.object({
  goal: z.string().trim().min(1).max(8_000),
  /** The goal without what was put into it from elsewhere, such as an event: only this is the person's own. */
  own: z
    .string()
    .max(8_000)
    .nullish()
    .transform((own) => own ?? null),
  /** Names of tools; all if it is not given. */
  tools: z
    .array(z.string().min(1).max(200))
    .max(100)
    .nullish()
    .transform((tools) => tools ?? null),
  maxSteps: z
    .int()
    .min(1)
    .max(mostSteps)
    .nullish()
    .transform((steps) => steps ?? mostSteps),
  budgetUsd: z
    .number()
    .positive()
    .max(1_000)
    .nullish()
    .transform((budget) => budget ?? null),
  /** `ASK`: changes are proposed to who asked; `NONE`: nothing is changed. */
  approvals: z
    .enum(['ASK', 'NONE'])
    .nullish()
    .transform((approvals) => approvals ?? 'ASK'),
  /** The same key is the same goal. */
  key: z
    .string()
    .min(1)
    .max(100)
    .nullish()
    .transform((key) => key ?? null),
});

/**
 * Begins to work for a goal, as the caller: a conversation of its own, whose turn goes on by itself. `assistant.waiting`
 * and `assistant.finished` tell how it does.
 */
export const pursue = defineCapability({
  id: 'assistant.pursue',
  description: 'Begins to work for a goal with tools, within a limit of steps, a budget and approvals.',
  needs: ['clock', 'jobs', 'runs', 'store'],
  input: goalInput,
  output: z.object({ conversationId: z.uuid(), turnId: z.uuid() }),
  ownerOnly: true,
  async *builtIn(
    { goal, own, key, ...limits },
    services,
    { actor, runId },
  ): EngineGenerator<{
    conversationId: string;
    turnId: string;
  }> {
    const { clock, jobs, runs, store } = services;
    const changing = { clock, jobs, runs, store, actor };
    // A run that is begun anew begins the same goal.
    const once = key ?? runId;
    const about = { ...limits, kind: 'GOAL' as const, title: goal.slice(0, 100) };
    const { id: conversationId } = await startConversation(changing, about, once);
    const turn = await sendMessage(changing, { conversationId, message: goal, own, key: once });
    yield 'The goal is being worked for.';
    return { conversationId, turnId: turn.id };
  },
});
