import { z } from 'tributary/sdk';
import { type Condition, condition } from './condition.js';
import { common, type Leaf, leaf, listOf } from './leaf.js';

/** What every step says of itself. */
interface Common {
  readonly name: string;
  readonly description?: string | undefined;
  readonly when?: Condition | undefined;
}
/** The steps of the first case that holds. */
export interface Branch extends Common {
  readonly type: 'branch';
  readonly cases: readonly { readonly when: Condition; readonly steps: readonly Step[] }[];
  readonly otherwise: readonly Step[];
}
/** All branches, side by side. */
export interface Parallel extends Common {
  readonly type: 'parallel';
  readonly branches: readonly (readonly Step[])[];
}
/** The steps for each item of a list, or as long as a condition holds; one turn after the other. */
export interface Loop extends Common {
  readonly type: 'loop';
  readonly over?: string | readonly unknown[] | undefined;
  readonly while?: Condition | undefined;
  /** It may not take more turns. */
  readonly most: number;
  readonly steps: readonly Step[];
  /** Of each turn, kept in `output.collected`. */
  readonly collect?: string | undefined;
}
export type Control = Branch | Parallel | Loop;
export type Step = Leaf | Control;

const mostSteps = 50;
const steps = z.array(z.lazy(() => step)).max(mostSteps);
const someSteps = steps.min(1);

const branch = z.strictObject({
  ...common,
  type: z.literal('branch'),
  cases: z
    .array(z.strictObject({ when: condition, steps: someSteps }))
    .min(1)
    .max(20),
  otherwise: steps.default([]),
});
const parallel = z.strictObject({
  ...common,
  type: z.literal('parallel'),
  branches: z.array(someSteps).min(2).max(10),
});
const loop = z.strictObject({
  ...common,
  type: z.literal('loop'),
  over: listOf.optional(),
  while: condition.optional(),
  most: z.int().min(1).max(100),
  steps: someSteps,
  collect: z.string().max(500).optional(),
});

/** A step of any type; its `type` says which. */
export const step: z.ZodType<Step> = z.lazy(() =>
  z.discriminatedUnion('type', [leaf, branch, parallel, loop]),
);
export const stepList = someSteps;

/** A step with where it stands in the definition, and in the runs. */
export interface PlacedStep {
  readonly step: Step;
  /** Keys from the definition down. */
  readonly at: readonly (string | number)[];
  /** As the longest of its ways in a run is written. */
  readonly way: string;
}

/** The lists of steps within a control step, with their keys and the piece that they add to a way. */
export function listsIn(control: Control): {
  steps: readonly Step[];
  at: readonly (string | number)[];
  piece: string;
}[] {
  if (control.type === 'parallel') {
    return control.branches.map((list, index) => ({
      steps: list,
      at: ['branches', index],
      piece: String(index),
    }));
  }
  if (control.type === 'loop') return [{ steps: control.steps, at: ['steps'], piece: '00' }];
  return [
    ...control.cases.map((one, index) => ({
      steps: one.steps,
      at: ['cases', index, 'steps'],
      piece: String(index),
    })),
    { steps: control.otherwise, at: ['otherwise'], piece: 'otherwise' },
  ];
}

export const isControl = (given: Step): given is Control =>
  given.type === 'branch' || given.type === 'parallel' || given.type === 'loop';

/** All steps of a list and within them. */
export function stepsBelow(
  list: readonly Step[],
  at: readonly (string | number)[] = ['steps'],
  way = '',
): PlacedStep[] {
  return list.flatMap((one, index) => {
    const here = { step: one, at: [...at, index], way: `${way}${one.name}` };
    if (!isControl(one)) return [here];
    const inner = listsIn(one).flatMap((part) =>
      stepsBelow(part.steps, [...here.at, ...part.at], `${here.way}/${part.piece}/`),
    );
    return [here, ...inner];
  });
}
