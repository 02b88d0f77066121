import { AppError, type Granted } from 'tributary/sdk';
import { type Condition, comparisonsIn, holds } from '../definition/condition.js';
import { filled, placeholdersIn } from '../definition/expression.js';
import type { Leaf } from '../definition/leaf.js';
import type { Control, Step } from '../definition/step.js';
import type { Data, End, Outcome, Stage } from '../engine/walk.js';
import { kindOf } from '../leaves/kinds.js';

export const simulationNeeds = ['rules', 'results'] as const;
type Services = Granted<(typeof simulationNeeds)[number]>;

/** Where an output in a simulation comes from: nothing that has an effect is done. */
export type OutputFrom = 'JUDGED' | 'STORED' | 'ASSUMED' | 'UNKNOWN' | 'NONE';

/** What a step would have done. */
export interface SimulatedStep {
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly runs: boolean;
  readonly input: unknown;
  readonly output: unknown;
  readonly outputFrom: OutputFrom;
  readonly note: string | null;
}

/** Walks a definition as a run would, and does nothing: rules are judged, stored results are read, people say yes. */
export class Simulation implements Stage {
  readonly facts: Data;
  readonly steps: SimulatedStep[] = [];
  readonly #services: Services;
  readonly #signal: AbortSignal;
  readonly #unknown = new Set<string>();

  constructor(facts: Data, services: Services, signal: AbortSignal) {
    this.facts = facts;
    this.#services = services;
    this.#signal = signal;
  }

  async leaf(step: Leaf, path: string, data: Data): Promise<{ end: End; outcome: Outcome }> {
    this.#signal.throwIfAborted();
    const template = kindOf(step).template(step, data);
    const missing = placeholdersIn(template).find(({ path: place }) => this.#isUnknown(place));
    const input = filled(template, data);
    const { output, from } = missing
      ? { output: null, from: 'UNKNOWN' as const }
      : await this.#outputOf(step, input);
    if (from === 'UNKNOWN') this.#unknown.add(step.name);
    const note = missing ? `A part of its input is only known in a run: ${missing.path}` : null;
    this.steps.push({ ...aboutOf(step, path), runs: true, input, output, outputFrom: from, note });
    return { end: 'DONE', outcome: { state: 'DONE', output, error: null } };
  }

  async #outputOf(step: Leaf, input: unknown): Promise<{ output: unknown; from: OutputFrom }> {
    if (step.type === 'rule') return { output: await this.#judged(input), from: 'JUDGED' };
    if (step.type === 'capability') return this.#stored(step.capability, input);
    if (step.type === 'approval') {
      return {
        output: { outcome: 'APPROVED', reviewId: null, comment: null, decidedBy: [] },
        from: 'ASSUMED',
      };
    }
    if (step.type === 'notify') return { output: { notificationId: null }, from: 'ASSUMED' };
    if (step.type === 'wait' && step.event === undefined) return { output: { at: null }, from: 'ASSUMED' };
    return { output: null, from: 'UNKNOWN' };
  }

  async #judged(input: unknown): Promise<unknown> {
    const { set, facts, kind } = input as { set: string; facts: Record<string, unknown>; kind?: string };
    const verdicts = await this.#services.rules.judge(set, facts, kind);
    const gravest = (['REJECTED', 'REVIEW', 'FIXED'] as const).find((one) =>
      verdicts.some(({ result }) => result === one),
    );
    return { result: gravest ?? 'PASSED', verdicts };
  }

  /** What a run would be given without being made; what does not fit is what a run would say too. */
  async #stored(capability: string, input: unknown): Promise<{ output: unknown; from: OutputFrom }> {
    const asked = (input as { input: Record<string, unknown> }).input;
    const stored = await this.#services.results.latest(capability, asked).catch((error: unknown) => {
      if (error instanceof AppError && error.status < 500) return null;
      throw error;
    });
    if (!stored) return { output: null, from: 'UNKNOWN' };
    const { result, ...output } = stored;
    return { output: { runId: result.runId, outcome: 'Answer', output }, from: 'STORED' };
  }

  async skip(step: Step, path: string): Promise<Outcome> {
    this.steps.push({
      ...aboutOf(step, path),
      runs: false,
      input: null,
      output: null,
      outputFrom: 'NONE',
      note: 'Its condition does not hold',
    });
    return { state: 'SKIPPED', output: null, error: null };
  }

  async enter(step: Control, path: string): Promise<void> {
    const over = step.type === 'loop' && typeof step.over === 'string' ? step.over : '';
    if (this.#isUnknown(over)) throw stop(path, `What it goes over is only known in a run: ${over}`);
    const about = aboutOf(step, path);
    this.steps.push({ ...about, runs: true, input: null, output: null, outputFrom: 'NONE', note: null });
  }

  async leave(_step: Control, _path: string, output: unknown): Promise<Outcome> {
    return { state: 'DONE', output, error: null };
  }

  async fail(_step: Control, path: string, reason: string): Promise<End> {
    throw stop(path, reason);
  }

  async judge(condition: Condition, data: Data, path: string): Promise<boolean> {
    const unknown = comparisonsIn(condition).find(
      ({ fact, path: place = '' }) => fact === 'steps' && this.#isUnknown(`$.steps${place.slice(1)}`),
    );
    if (unknown) throw stop(path, `Its condition asks for what is only known in a run: ${unknown.path}`);
    return holds(condition, data);
  }

  #isUnknown(path: string): boolean {
    const [, fact, name = ''] = path.split(/[.[\]]+/);
    return fact === 'steps' && this.#unknown.has(name);
  }
}

const aboutOf = ({ name, type }: Step, path: string) => ({ path, name, type });

/** A simulation ends where it cannot know how a run would go on. */
const stop = (path: string, reason: string) =>
  new AppError('WORKFLOW_STEP_FAILED', { reason, path, mend: 'Nothing is to be done.' });
