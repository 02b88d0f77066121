import type { Granted } from 'tributary/sdk';
import type { Definition } from '../definition/definition.js';
import type { Leaf, Undo } from '../definition/leaf.js';
import { type Problem, pathOf } from '../definition/problems.js';
import { isControl, stepsBelow } from '../definition/step.js';

type Looking = Granted<'operations' | 'rules' | 'runs'>;

/** What a definition names and the caller does not have: operations, rule sets, capabilities. */
export async function missingIn({ steps, onFailure = [] }: Definition, looking: Looking): Promise<Problem[]> {
  const placed = [...stepsBelow(steps), ...stepsBelow(onFailure, ['onFailure'])];
  const asked = placed.flatMap(({ step, at }) => {
    if (isControl(step)) return [];
    const undo = step.compensate ? [missing(step.compensate, [...at, 'compensate'], looking)] : [];
    return [missing(step, at, looking), ...undo];
  });
  return (await Promise.all(asked)).flat();
}

async function missing(step: Leaf | Undo, at: readonly PropertyKey[], looking: Looking): Promise<Problem[]> {
  if (step.type === 'operation') return operationProblems(step, at, looking);
  if (step.type === 'capability') {
    const isKnown = await knows(
      () => looking.runs.estimate({ capability: step.capability, arguments: {} }),
      'CAPABILITY_NOT_FOUND',
    );
    return isKnown
      ? []
      : [
          absent(
            [...at, 'capability'],
            `the capability ${step.capability}`,
            'Enable its plugin, or correct the name.',
          ),
        ];
  }
  if (step.type === 'rule') {
    const isKnown = await knows(() => looking.rules.judge(step.set, {}), 'NOT_FOUND');
    return isKnown
      ? []
      : [absent([...at, 'set'], `the rule set ${step.set}`, 'Save it, or correct the name.')];
  }
  return [];
}

async function operationProblems(
  { operation, variables }: Extract<Leaf | Undo, { type: 'operation' }>,
  at: readonly PropertyKey[],
  { operations }: Looking,
): Promise<Problem[]> {
  const found = await operations.describe(operation);
  if (!found) {
    return [
      absent(
        [...at, 'operation'],
        `the operation ${operation}`,
        'Register it (registerOperation), or correct the name.',
      ),
    ];
  }
  const unknown = Object.keys(variables).find((name) => !found.variables.includes(name));
  if (unknown === undefined) return [];
  const path = pathOf([...at, 'variables', unknown]);
  return [
    {
      path,
      reason: `${operation} has no variable ${unknown}`,
      mend: `Its variables are ${found.variables.join(', ')}.`,
    },
  ];
}

const absent = (at: readonly PropertyKey[], thing: string, mend: string): Problem => ({
  path: pathOf(at),
  reason: `there is no ${thing.replace(/^the /, '')}`,
  mend,
});

/** Whether what is asked for exists: any other error says that it does. */
async function knows(ask: () => Promise<unknown>, code: string): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === code);
  }
}
