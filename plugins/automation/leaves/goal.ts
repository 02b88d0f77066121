import { AppError, z } from 'tributary/sdk';
import { withoutPlaces } from '../definition/expression.js';
import {
  type Call,
  isPast,
  keyOf,
  type LeafKind,
  type LeafServices,
  later,
  type Performed,
  readInput,
  stopped,
} from './leaf-kind.js';

const input = z.object({
  goal: z.string().min(1),
  own: z.string(),
  tools: z.array(z.string()),
  maxSteps: z.int(),
  budgetUsd: z.number(),
  approvals: z.enum(['ASK', 'NONE']),
  giveUp: z.number(),
});
const begun = z.object({ conversationId: z.string(), turnId: z.string() });
const finished = z.looseObject({ outcome: z.string() });

const pursue = 'assistant.pursue';

/** The assistant works for a goal, with the rights of the run's actor, within its bounds and approvals. */
export const goalKind: LeafKind<'goal'> = {
  type: 'goal',
  template: ({ goal, tools, maxSteps, budgetUsd, approvals, giveUp }) => ({
    goal,
    // What events and steps put into the goal nobody has said who asks the assistant.
    own: withoutPlaces(goal),
    tools,
    maxSteps,
    budgetUsd,
    approvals,
    giveUp,
  }),
  isRepeatable: () => true,
  mayRetry: (_input, isLate) => !isLate,
  /** Its end is watched for before it begins, so that no end is missed. */
  async perform(given, _services, call) {
    const { giveUp } = readInput(input, given, call.path);
    return {
      state: 'WAITING',
      waiting: {
        kind: 'GOAL',
        ref: null,
        dueAt: call.now().toISOString(),
        giveUpAt: later(call.startedAt, giveUp),
      },
      watch: { subject: 'assistant.finished *', where: null },
    };
  },
  async look(given, { ref, giveUpAt }, { runs }, call) {
    const { giveUp: _, ...asked } = readInput(input, given, call.path);
    if (ref === null) return begin(asked, runs, call, giveUpAt);
    const [conversationId, turnId] = ref.split(' ');
    const event = (await call.arrivals()).find((one) => one.turnId === turnId);
    if (!event) {
      if (!isPast(giveUpAt, call)) return waitingFor(ref, giveUpAt);
      throw stopped(call.path, 'The goal was not reached in time', 'Give it more time, or ask for less.');
    }
    const { outcome } = finished.parse(event);
    if (outcome === 'FAILED') throw stopped(call.path, 'The assistant failed', 'See its conversation.');
    return { state: 'DONE', output: { conversationId, turnId, outcome }, isPrivate: true };
  },
};

/** The same step and attempt is the same goal. */
async function begin(
  asked: object,
  runs: LeafServices['runs'],
  call: Call,
  giveUpAt: string | null,
): Promise<Performed> {
  const key = keyOf({ ...call, path: `${call.path}/${call.attempt}` });
  const { runId } = await runs.start({
    capability: pursue,
    arguments: { ...asked, key },
    idempotencyKey: key,
  });
  for await (const event of runs.events(runId, null, call.signal)) {
    if (event.type === 'RunFailed') throw AppError.fromShape({ ...event, hint: '', details: {} });
    if (event.type !== 'RunFinished') continue;
    const { conversationId, turnId } = begun.parse('output' in event.result ? event.result.output : null);
    return waitingFor(`${conversationId} ${turnId}`, giveUpAt);
  }
  call.signal.throwIfAborted();
  throw new AppError('RUN_FAILED');
}

function waitingFor(ref: string, giveUpAt: string | null): Performed {
  const [, turnId] = ref.split(' ');
  return {
    state: 'WAITING',
    waiting: { kind: 'GOAL', ref, dueAt: giveUpAt, giveUpAt },
    watch: { subject: `assistant.finished ${turnId}`, where: null },
  };
}
