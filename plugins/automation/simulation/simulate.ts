import { AppError, type EventOf, type Granted, z } from 'tributary/sdk';
import { holds } from '../definition/condition.js';
import type { Definition } from '../definition/definition.js';
import type { TriggerEvent } from '../definition/trigger-events.js';
import { walk } from '../engine/walk.js';
import { type Facts, factsOf } from '../triggers/begin-run.js';
import { type SimulatedStep, Simulation, type simulationNeeds } from './simulation.js';

type Services = Granted<(typeof simulationNeeds)[number] | 'events' | 'documents'>;

/** On what a definition is tried. */
export const simulationQuestion = z.object({
  from: z.coerce.date().nullish(),
  to: z.coerce.date().nullish(),
  first: z.int().min(1).max(50).default(10),
  after: z.string().nullish(),
  documentIds: z.array(z.uuid()).max(50).nullish(),
  input: z.record(z.string(), z.json()).nullish(),
});
type Question = z.output<typeof simulationQuestion>;

/** What would have come of one event. */
export interface SimulatedRun {
  readonly trigger: Readonly<Record<string, unknown>>;
  readonly documentId: string | null;
  /** `NOT_BEGUN`: its condition does not hold. `STOPPED`: how it goes on is only known in a run. */
  readonly end: 'NOT_BEGUN' | 'FINISHED' | 'STOPPED';
  readonly steps: readonly SimulatedStep[];
  readonly stopsAt: { readonly path: string; readonly reason: string } | null;
}

/** Tries a definition on what happened before, with the caller's rights; nothing is written. */
export async function simulate(
  definition: Definition,
  question: Question,
  services: Services,
  signal: AbortSignal,
): Promise<{ runs: SimulatedRun[]; endCursor: string | null }> {
  const { triggers, endCursor } = await triggersOf(definition, question, services);
  const runs: SimulatedRun[] = [];
  for (const trigger of triggers) {
    signal.throwIfAborted();
    const facts = await factsOf(trigger, services.documents);
    if (facts) runs.push(await simulateOne(definition, trigger, facts, services, signal));
  }
  return { runs, endCursor };
}

async function triggersOf(
  { trigger }: Definition,
  { from, to, first, after, documentIds, input }: Question,
  { events }: Services,
): Promise<{ triggers: Record<string, unknown>[]; endCursor: string | null }> {
  const at = new Date(to ?? Date.now()).toISOString();
  const given = input ?? {};
  if (documentIds && documentIds.length > 0) {
    const about = (documentId: string) =>
      trigger.type === 'event'
        ? { type: 'event', event: trigger.event, at, documentId, ...given }
        : ofOther(trigger.type, at, { documentId, ...given });
    return { triggers: documentIds.map(about), endCursor: null };
  }
  if (trigger.type !== 'event') return { triggers: [ofOther(trigger.type, at, given)], endCursor: null };
  const past = await events.past<TriggerEvent>({
    names: [trigger.event],
    from: from?.toISOString() ?? null,
    to: to?.toISOString() ?? null,
    after: after ?? null,
    first,
  });
  return { triggers: past.events.map(triggerOf), endCursor: past.endCursor };
}

const triggerOf = ({ id, name, at, payload }: EventOf<TriggerEvent>) => ({
  ...payload,
  type: 'event',
  event: name,
  id,
  at,
});

function ofOther(type: 'schedule' | 'webhook' | 'call', at: string, given: Record<string, unknown>) {
  if (type === 'schedule') return { type, at };
  return type === 'webhook' ? { type, at, body: given } : { type, at, input: given };
}

async function simulateOne(
  { trigger: asked, steps }: Definition,
  trigger: Record<string, unknown>,
  facts: Facts,
  services: Services,
  signal: AbortSignal,
): Promise<SimulatedRun> {
  const documentId = typeof facts.document?.id === 'string' ? facts.document.id : null;
  const about = { trigger, documentId };
  const when = 'when' in asked ? asked.when : undefined;
  if (when && !(await holds(when, { trigger, ...facts }))) {
    return { ...about, end: 'NOT_BEGUN', steps: [], stopsAt: null };
  }
  const run = { id: null, workflow: null, version: null, startedAt: trigger.at };
  const simulation = new Simulation({ trigger, ...facts, run }, services, signal);
  try {
    await walk(simulation, steps);
    return { ...about, end: 'FINISHED', steps: simulation.steps, stopsAt: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    const { path, reason } = error.details;
    const last = simulation.steps.at(-1)?.path ?? '';
    const stopsAt = { path: String(path ?? last), reason: String(reason ?? error.message) };
    return { ...about, end: 'STOPPED', steps: simulation.steps, stopsAt };
  }
}
