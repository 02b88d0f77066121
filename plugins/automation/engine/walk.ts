import { type Condition, holds } from '../definition/condition.js';
import { filled, valueAt } from '../definition/expression.js';
import type { Leaf } from '../definition/leaf.js';
import type { Branch, Control, Loop, Parallel, Step } from '../definition/step.js';

/** How a step, or a list of them, stands after a look. `PAUSED`: no further one is begun in this turn. */
export type End = 'DONE' | 'WAITING' | 'PAUSED' | 'FAILED';

/** What a step left to those behind it. */
export interface Outcome {
  readonly state: 'DONE' | 'SKIPPED' | 'FAILED';
  readonly output: unknown;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** The data that templates and conditions see. */
export type Data = Readonly<Record<string, unknown>>;

/** What a walk stands on: a run that goes on, or a simulation. */
export interface Stage {
  /** Trigger, document, fields and run. */
  readonly facts: Data;
  /** Does a step, goes on with it, or says that it still waits. */
  leaf(step: Leaf, path: string, data: Data): Promise<{ end: End; outcome: Outcome | null }>;
  /** A step that is passed over; what it leaves. */
  skip(step: Step, path: string): Promise<Outcome>;
  /** A step that holds others has been entered, or has ended. */
  enter(step: Control, path: string): Promise<void>;
  leave(step: Control, path: string, output: unknown): Promise<Outcome>;
  /** A step that holds others cannot go on by its own fault. */
  fail(step: Control, path: string, reason: string): Promise<End>;
  /** A way that was not taken, or one that cannot be judged. */
  judge?(condition: Condition, data: Data, path: string): Promise<boolean>;
}

/** What has been left so far where a step stands; turns of a loop have their own. */
interface Scope {
  readonly outcomes: Map<string, Outcome>;
  readonly item: unknown;
  readonly index: number | null;
}

/**
 * Walks the steps from the first one, over what is recorded of them: what is done is passed, what is due is done. The
 * same records lead the same way each time, so a walk can be broken off and begun anew anywhere.
 */
export async function walk(stage: Stage, steps: readonly Step[], prefix = ''): Promise<End> {
  return walkList(stage, steps, prefix, { outcomes: new Map(), item: null, index: null });
}

async function walkList(stage: Stage, steps: readonly Step[], prefix: string, scope: Scope): Promise<End> {
  for (const step of steps) {
    const end = await walkStep(stage, step, `${prefix}${step.name}`, scope);
    if (end !== 'DONE') return end;
  }
  return 'DONE';
}

async function walkStep(stage: Stage, step: Step, path: string, scope: Scope): Promise<End> {
  const data = dataOf(stage, scope);
  if (step.when && !(await judged(stage, step.when, data, path))) {
    scope.outcomes.set(step.name, await stage.skip(step, path));
    return 'DONE';
  }
  if (step.type === 'branch') return walkBranch(stage, step, path, scope);
  if (step.type === 'parallel') return walkParallel(stage, step, path, scope);
  if (step.type === 'loop') return walkLoop(stage, step, path, scope);
  const { end, outcome } = await stage.leaf(step, path, data);
  if (outcome) scope.outcomes.set(step.name, outcome);
  return end;
}

const judged = (stage: Stage, condition: Condition, data: Data, path: string): Promise<boolean> =>
  stage.judge ? stage.judge(condition, data, path) : holds(condition, data);

function dataOf({ facts }: Stage, { outcomes, item, index }: Scope): Data {
  return { ...facts, steps: Object.fromEntries(outcomes), item, index };
}

async function walkBranch(stage: Stage, step: Branch, path: string, scope: Scope): Promise<End> {
  await stage.enter(step, path);
  const data = dataOf(stage, scope);
  let taken = step.cases.length;
  for (const [at, one] of step.cases.entries()) {
    if (!(await judged(stage, one.when, data, path))) continue;
    taken = at;
    break;
  }
  const isCase = taken < step.cases.length;
  const piece = isCase ? String(taken) : 'otherwise';
  const steps = step.cases[taken]?.steps ?? step.otherwise;
  const end = await walkList(stage, steps, `${path}/${piece}/`, scope);
  if (end !== 'DONE') return end;
  scope.outcomes.set(step.name, await stage.leave(step, path, { taken: isCase ? taken : null }));
  return 'DONE';
}

const gravest: readonly End[] = ['FAILED', 'PAUSED', 'WAITING', 'DONE'];

async function walkParallel(stage: Stage, step: Parallel, path: string, scope: Scope): Promise<End> {
  await stage.enter(step, path);
  const walked = step.branches.map(async (steps, at) => {
    const own = { ...scope, outcomes: new Map(scope.outcomes) };
    return { own, end: await walkList(stage, steps, `${path}/${at}/`, own) };
  });
  // One that throws must not leave the others writing behind its back.
  const settled = await Promise.allSettled(walked);
  const thrown = settled.find((one) => one.status === 'rejected');
  if (thrown) throw thrown.reason;
  const branches = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const end = gravest.find((grave) => branches.some((one) => one.end === grave)) ?? 'DONE';
  if (end !== 'DONE') return end;
  for (const { own } of branches) for (const [name, left] of own.outcomes) scope.outcomes.set(name, left);
  scope.outcomes.set(step.name, await stage.leave(step, path, null));
  return 'DONE';
}

async function walkLoop(stage: Stage, step: Loop, path: string, scope: Scope): Promise<End> {
  await stage.enter(step, path);
  const items = itemsOf(step, dataOf(stage, scope));
  if (items !== null && items.length > step.most) {
    return stage.fail(step, path, `The loop has ${items.length} items and may take ${step.most} turns`);
  }
  const collected: unknown[] = [];
  let outcomes = new Map(scope.outcomes);
  let turn = 0;
  for (; items === null || turn < items.length; turn += 1) {
    const own: Scope = { outcomes: new Map(outcomes), item: items?.[turn] ?? null, index: turn };
    if (items === null && !(step.while && (await judged(stage, step.while, dataOf(stage, own), path)))) break;
    if (turn >= step.most) {
      return stage.fail(step, path, `The loop has taken ${step.most} turns, and its condition still holds`);
    }
    const end = await walkList(stage, step.steps, `${path}/${turn}/`, own);
    if (end !== 'DONE') return end;
    if (step.collect !== undefined) collected.push(filled(step.collect, dataOf(stage, own)));
    outcomes = own.outcomes;
  }
  // What the last turn left is seen behind the loop.
  for (const [name, left] of outcomes) scope.outcomes.set(name, left);
  const output = { count: turn, ...(step.collect === undefined ? {} : { collected }) };
  scope.outcomes.set(step.name, await stage.leave(step, path, output));
  return 'DONE';
}

/** The items of a loop; null for one that goes by a condition. What is no list has none. */
function itemsOf({ over }: Loop, data: Data): readonly unknown[] | null {
  if (over === undefined) return null;
  const list = typeof over === 'string' ? valueAt(data, over) : filled(over, data);
  return Array.isArray(list) ? list : [];
}
