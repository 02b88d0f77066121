import { type AIResult, AppError, type RunEvent, type RunsService, z } from 'tributary/sdk';
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
  capability: z.string(),
  input: z.record(z.string(), z.unknown()),
  engine: z.enum(['MODEL', 'BUILT_IN']).optional(),
  accept: z.array(z.string()),
});
type Input = z.output<typeof input>;

const firstLookMs = 1_000;
const longestLookMs = 30_000;

/** A run of a capability: started once an attempt, by a key; a longer one is looked at again. */
export const capabilityKind: LeafKind<'capability'> = {
  type: 'capability',
  template: ({ capability, input: given, engine, accept }) => ({
    capability,
    input: given,
    accept,
    ...(engine && { engine }),
  }),
  isRepeatable: () => true,
  mayRetry: () => true,
  async perform(given, services, call) {
    const asked = readInput(input, given, call.path);
    const { runId } = await services.runs.start({
      capability: asked.capability,
      arguments: asked.input,
      idempotencyKey: `${keyOf(call)}/${call.attempt}`,
      ...(asked.engine && { variant: { engine: asked.engine } }),
    });
    return follow(runId, asked, services, call, firstLookMs, later(call.now(), call.timeoutMs));
  },
  look(given, { ref, giveUpAt }, services, call) {
    const asked = readInput(input, given, call.path);
    const waitedMs = call.now().getTime() - Date.parse(call.startedAt);
    const nextMs = Math.min(Math.max(waitedMs / 2, firstLookMs), longestLookMs);
    return follow(ref ?? '', asked, services, call, nextMs, giveUpAt);
  },
};

async function follow(
  runId: string,
  { accept }: Input,
  services: LeafServices,
  call: Call,
  nextMs: number,
  giveUpAt: string | null,
): Promise<Performed> {
  const { runs } = services;
  const patience = AbortSignal.any([call.signal, AbortSignal.timeout(call.patienceMs)]);
  const end = await endOf(runs, runId, patience);
  if (end === null) {
    if (isPast(giveUpAt, call)) {
      await runs.cancel(runId);
      const error = {
        reason: `${call.path}: The run took longer than ${call.timeoutMs} ms`,
        mend: 'Give it a longer timeout.',
      };
      throw new AppError('WORKFLOW_STEP_FAILED', error, { retryable: true });
    }
    const dueAt = later(call.now(), nextMs);
    return { state: 'WAITING', waiting: { kind: 'RUN', ref: runId, dueAt, giveUpAt } };
  }
  const [summary] = await runs.find([runId]);
  const output = outputOf(end, runId);
  if (accept.includes(end.type)) {
    return { state: 'DONE', output, documentIds: summary?.documentIds ?? [] };
  }
  const said = 'reason' in end ? end.reason : end.type;
  throw stopped(call.path, `The run ended as ${end.type}: ${said}`, 'Accept that outcome, or branch on it.');
}

/** Null when it goes on after the signal has ended. Throws the run's own error. */
async function endOf(runs: RunsService, runId: string, signal: AbortSignal): Promise<AIResult | null> {
  try {
    for await (const event of runs.events(runId, null, signal)) {
      const result = resultOf(event);
      if (result) return result;
    }
  } catch (error) {
    if (!signal.aborted || error instanceof AppError) throw error;
  }
  return null;
}

function resultOf(event: RunEvent): AIResult | null {
  if (event.type === 'RunFinished') return event.result;
  if (event.type === 'RunFailed') {
    throw AppError.fromShape({
      code: event.code,
      message: event.message,
      hint: '',
      retryable: event.retryable,
      details: {},
    });
  }
  if (event.type === 'RunCancelled') throw stopped('The run', 'It was cancelled', 'Start the workflow anew.');
  return null;
}

function outputOf(result: AIResult, runId: string) {
  const { type: outcome } = result;
  return {
    runId,
    outcome,
    output: 'output' in result ? result.output : null,
    text: result.type === 'Answer' ? result.text : null,
    reason: 'reason' in result ? result.reason : null,
    decisionId: result.result.decisionId,
  };
}
