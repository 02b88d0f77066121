import type { z } from 'tributary/sdk';
import { type Condition, comparisonsIn } from './condition.js';
import type { Definition } from './definition.js';
import { pathPattern, placeholdersIn } from './expression.js';
import { isControl, type PlacedStep, type Step, stepsBelow } from './step.js';

/** What is wrong, where, and what to do about it. */
export interface Problem {
  /** Such as `steps[2].input.documentId`. */
  readonly path: string;
  readonly reason: string;
  readonly mend: string;
}

type Keys = readonly PropertyKey[];

export const pathOf = (keys: Keys): string =>
  keys
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`))
    .join('') || 'definition';

/** What a check of the form found. */
export function problemOf(issue: z.core.$ZodIssue): Problem {
  const path = pathOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.join(', ');
    return {
      path,
      reason: `has ${keys}, which is unknown here`,
      mend: `Take ${keys} away, or write it where it belongs.`,
    };
  }
  if (issue.code === 'invalid_union') {
    const deepest = issue.errors.flat().sort((one, other) => other.path.length - one.path.length)[0];
    if (deepest && deepest.path.length > 0)
      return problemOf({ ...deepest, path: [...issue.path, ...deepest.path] });
    const types =
      'capability, rule, operation, approval, notify, wait, goal, branch, parallel or loop for a step';
    return path.endsWith('type')
      ? {
          path,
          reason: 'is no type that there is',
          mend: `Give event, schedule, webhook or call for a trigger; ${types}.`,
        }
      : {
          path,
          reason: 'has a form that is not known here',
          mend: 'See docs/automation.md for what may stand here.',
        };
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return { path, reason: 'is missing', mend: `Give ${pathOf(issue.path.slice(-1))}.` };
  }
  return { path, reason: issue.message, mend: 'Correct the value.' };
}

const mostSteps = 200;
const deepest = 6;
const longestWay = 110;
const facts = ['trigger', 'document', 'fields', 'steps', 'item', 'index', 'run'];

/** What the form alone does not show: names, references, bounds. */
export function problemsBeyond(definition: Definition): Problem[] {
  const { steps, onFailure = [], trigger } = definition;
  const placed = [...stepsBelow(steps), ...stepsBelow(onFailure, ['onFailure'], 'failed/')];
  const names = placed.map(({ step }) => step.name);
  const known = new Set(names);
  const ofSteps = placed.flatMap((one) => [
    ...namesTwice(one, names),
    ...bounds(one),
    ...formsOf(one),
    ...references(one, known),
  ]);
  const ofTrigger =
    'when' in trigger && trigger.when
      ? conditionProblems(trigger.when, ['trigger', 'when'], ['trigger', 'document', 'fields'], known)
      : [];
  const ofTimes =
    trigger.type === 'schedule' && (trigger.every === undefined) === (trigger.dailyAt === undefined)
      ? [{ path: 'trigger', reason: 'needs one time', mend: 'Give either every or dailyAt.' }]
      : [];
  const tooMany =
    placed.length > mostSteps
      ? [{ path: 'steps', reason: `has ${placed.length} steps in all`, mend: `Keep to ${mostSteps}.` }]
      : [];
  return [...ofTrigger, ...ofTimes, ...tooMany, ...ofSteps];
}

function namesTwice({ step, at }: PlacedStep, names: readonly string[]): Problem[] {
  if (names.indexOf(step.name) === names.lastIndexOf(step.name)) return [];
  return [
    {
      path: pathOf([...at, 'name']),
      reason: `${step.name} is used twice`,
      mend: 'Give each step a name of its own.',
    },
  ];
}

function bounds({ at, way }: PlacedStep): Problem[] {
  const depth = at.filter((key) => key === 'steps' || key === 'branches' || key === 'otherwise').length;
  if (depth > deepest)
    return [{ path: pathOf(at), reason: `lies ${depth} lists deep`, mend: `Keep to ${deepest}.` }];
  if (way.length > longestWay)
    return [{ path: pathOf(at), reason: 'has a way that is too long', mend: 'Choose shorter names.' }];
  return [];
}

/** Keys of which a step needs one. */
function formsOf({ step, at }: PlacedStep): Problem[] {
  if (step.type === 'loop' && (step.over === undefined) === (step.while === undefined)) {
    return [{ path: pathOf(at), reason: 'needs one thing to go by', mend: 'Give either over or while.' }];
  }
  if (step.type !== 'wait') return [];
  const given = [step.for, step.until, step.event].filter((one) => one !== undefined).length;
  if (given !== 1)
    return [{ path: pathOf(at), reason: 'needs one thing to wait for', mend: 'Give for, until or event.' }];
  if (step.where && step.event === undefined) {
    return [
      { path: pathOf([...at, 'where']), reason: 'has no event', mend: 'Give event, or take where away.' },
    ];
  }
  return [];
}

/** Paths that lead nowhere, whatever happens. */
function references({ step, at }: PlacedStep, known: ReadonlySet<string>): Problem[] {
  const own = isControl(step) ? controlTexts(step) : step;
  const paths = placeholdersIn(own).map(({ at: below, path }) => ({ at: [...at, ...below], path }));
  if (step.type === 'loop' && typeof step.over === 'string')
    paths.push({ at: [...at, 'over'], path: step.over });
  const conditions: [Condition | undefined, Keys, readonly string[]][] = [
    [step.when, [...at, 'when'], facts],
    [step.type === 'loop' ? step.while : undefined, [...at, 'while'], facts],
    [step.type === 'wait' ? step.where : undefined, [...at, 'where'], ['event']],
    ...(step.type === 'branch'
      ? step.cases.map((one, index): [Condition, Keys, readonly string[]] => [
          one.when,
          [...at, 'cases', index, 'when'],
          facts,
        ])
      : []),
  ];
  return [
    ...paths.flatMap((one) => pathProblems(one.path, one.at, known)),
    ...conditions.flatMap(([one, keys, allowed]) =>
      one ? conditionProblems(one, keys, allowed, known) : [],
    ),
  ];
}

/** A control step without the steps in it, which are looked at themselves. */
const controlTexts = (step: Step): unknown => ('collect' in step ? { collect: step.collect } : {});

function pathProblems(path: string, at: Keys, known: ReadonlySet<string>): Problem[] {
  const where = pathOf(at);
  if (!pathPattern.test(path)) {
    return [
      {
        path: where,
        reason: `{{${path}}} is no path`,
        mend: 'Write a path such as {{$.trigger.documentId}}.',
      },
    ];
  }
  const [, fact = '', name] = path.split(/[.[\]]+/);
  return factProblems(fact, fact === 'steps' ? name : undefined, where, facts, known);
}

function conditionProblems(
  given: Condition,
  at: Keys,
  allowed: readonly string[],
  known: ReadonlySet<string>,
): Problem[] {
  const where = pathOf(at);
  return comparisonsIn(given).flatMap(({ fact, path, value }) => {
    const step = fact === 'steps' ? path?.split(/[.[\]]+/)[1] : undefined;
    const ofFact = factProblems(fact, step, where, allowed, known);
    const isFact = typeof value === 'object' && value !== null && 'fact' in value;
    return isFact ? [...ofFact, ...factProblems(value.fact, undefined, where, facts, known)] : ofFact;
  });
}

function factProblems(
  fact: string,
  step: string | undefined,
  path: string,
  allowed: readonly string[],
  known: ReadonlySet<string>,
): Problem[] {
  if (!allowed.includes(fact)) {
    return [{ path, reason: `there is no ${fact} here`, mend: `Begin with one of ${allowed.join(', ')}.` }];
  }
  if (step === undefined || known.has(step)) return [];
  return [{ path, reason: `there is no step ${step}`, mend: `The steps are ${[...known].join(', ')}.` }];
}
