import { defineCapability, type EngineGenerator, type Granted } from 'tributary/sdk';
import { withdrawLost } from '../approvals/withdraw.js';
import { rememberText, toRemember } from '../memory/memory.js';
import { toolSetOf } from '../tools/tool-set.js';
import { builtInTurn } from './built-in-turn.js';
import { Calls } from './calls.js';
import { modelTurn } from './model-turn.js';
import { type OpenTurn, openTurn, type ReplyInput, replyInput } from './open-turn.js';
import { type TurnOutput, turnOutput } from './turn-output.js';

const needs = [
  'capabilities',
  'clock',
  'documents',
  'models',
  'operations',
  'runs',
  'search',
  'settings',
  'store',
] as const;
type Services = Granted<(typeof needs)[number]>;

/** One part of a turn in a conversation; only its owner sees its runs. */
export const reply = defineCapability({
  id: 'assistant.reply',
  description:
    'One turn of the assistant: it answers, calls tools with the rights of its owner, and asks for approval.',
  needs,
  input: replyInput,
  output: turnOutput,
  ownerOnly: true,
  maxOutputTokens: 900,
  documentsOf: () => [],
  async *model(input, services, run): EngineGenerator<TurnOutput> {
    const turn = await openTurn(input, services, run);
    const remembered = yield* remember(turn, services);
    if (remembered) return remembered;
    const calls = await callsOf(turn, services);
    const output = yield* modelTurn(calls, services, await affordable(input, turn, services));
    await withdrawLost(turn.turnId, output.steps, services.store);
    return output;
  },
  async *builtIn(input, services, run): EngineGenerator<TurnOutput> {
    const turn = await openTurn(input, services, run);
    const remembered = yield* remember(turn, services);
    if (remembered) return remembered;
    const output = yield* builtInTurn(await callsOf(turn, services), services);
    await withdrawLost(turn.turnId, output.steps, services.store);
    return output;
  },
});

/** The tools stand before anything untrusted is put before a model. */
async function callsOf(turn: OpenTurn, services: Services): Promise<Calls> {
  const before = turn.before?.tools ?? null;
  const set = await toolSetOf(turn.conversation, { message: turn.message, before }, services);
  return new Calls(turn, set, services);
}

/** What a person asks to be remembered is taken from that person's words alone, by no model. */
async function* remember(
  { part, message, actor, conversationId, turnId }: OpenTurn,
  services: Services,
): AsyncGenerator<string, TurnOutput | null> {
  const text = part === 1 ? toRemember(message) : null;
  if (text === null) return null;
  await rememberText(services, actor, text, { conversationId, turnId });
  const said = `I will remember: ${text}`;
  yield said;
  return { text: said, state: 'ANSWERED', reason: null, steps: [], tools: [], passages: [] };
}

/** How many calls of a model the budget of the turn pays for, each at its dearest. */
async function affordable(
  input: ReplyInput,
  { conversation: { budgetUsd } }: OpenTurn,
  { runs }: Services,
): Promise<number> {
  if (budgetUsd === null) return Infinity;
  const { estimatedCostUsd } = await runs.estimate({ capability: 'assistant.reply', arguments: input });
  const cost = Number(estimatedCostUsd ?? 0);
  return cost > 0 ? Math.max(1, Math.floor(budgetUsd / cost)) : Infinity;
}
