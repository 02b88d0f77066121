import { AppError, defineCapability, type Granted, z } from 'tributary/sdk';
import { readRun, readSteps, type StepRecord, type WorkflowRun } from '../engine/workflow-run.js';
import { sentencesOf } from './sentences.js';

const input = z.object({
  runId: z.uuid(),
  /** How often it had changed: a run that goes on gets another summary. */
  revision: z.int().min(0),
});
const output = z.object({
  text: z.string(),
  state: z.string(),
  stepsDone: z.int(),
  stepsFailed: z.int(),
  waitingFor: z.array(z.string()),
});

/** What is told of a run: states and times, and nothing that its steps were given or gave. */
export interface RunFacts {
  readonly workflow: string;
  readonly version: number;
  readonly state: WorkflowRun['state'];
  readonly startedBy: string;
  readonly seconds: number;
  readonly error: string | null;
  readonly steps: readonly {
    readonly name: string;
    readonly type: string;
    readonly state: StepRecord['state'];
    readonly attempts: number;
    readonly waitsFor: string | null;
    readonly error: string | null;
  }[];
}

/** What a workflow run has done, where it stands and why. */
export const summarizeRun = defineCapability({
  id: 'automation.summarize-run',
  description: 'What a workflow run has done, where it stands, and what it waits for or failed by.',
  needs: ['store', 'permissions', 'clock', 'models'],
  input,
  output,
  maxOutputTokens: 400,
  async *model({ runId }, services) {
    const facts = await factsOf(runId, services);
    const { text } = await services.models.complete({
      prompt: 'summarize-workflow-run',
      variables: { facts: JSON.stringify(facts) },
      schema: z.object({ text: z.string().min(1) }),
    });
    // Nothing was shown yet: the built-in engine says it with what is right.
    if (!saysOnlyFacts(text, facts)) {
      throw new AppError('OUTPUT_SCHEMA', { reason: 'it says a number that the run does not have' });
    }
    yield text;
    return outputOf(text, facts);
  },
  async *builtIn({ runId }, services) {
    const facts = await factsOf(runId, services);
    const text = sentencesOf(facts).join(' ');
    yield text;
    return outputOf(text, facts);
  },
});

const outputOf = (text: string, { state, steps }: RunFacts): z.output<typeof output> => ({
  text,
  state,
  stepsDone: steps.filter((step) => step.state === 'DONE' || step.state === 'UNDONE').length,
  stepsFailed: steps.filter((step) => step.state === 'FAILED').length,
  waitingFor: steps.flatMap(({ waitsFor }) => waitsFor ?? []),
});

async function factsOf(
  runId: string,
  services: Granted<'store' | 'permissions' | 'clock'>,
): Promise<RunFacts> {
  await services.permissions.expect('automation:read');
  const run = (await readRun(services.store, runId))?.run;
  if (!run) throw new AppError('NOT_FOUND', { thing: 'The workflow run' });
  const steps = await readSteps(services.store, run.id);
  const end = run.endedAt ?? services.clock.now().toISOString();
  return {
    workflow: run.workflow,
    version: run.version,
    state: run.state,
    startedBy: run.begunBy.what,
    seconds: Math.round((Date.parse(end) - Date.parse(run.startedAt)) / 1_000),
    error: run.error?.code ?? null,
    steps: [...steps]
      .sort((one, other) => one.order - other.order)
      .map(({ name, type, state, attempts, waiting, error }) => ({
        name,
        type,
        state,
        attempts,
        waitsFor: waiting ? waiting.kind : null,
        error: error?.code ?? null,
      })),
  };
}

function saysOnlyFacts(text: string, facts: RunFacts): boolean {
  const known = new Set([...JSON.stringify(facts).matchAll(/\d+/g)].map(([number]) => number));
  known.add(String(facts.steps.length));
  return [...text.matchAll(/\d+/g)].every(([number]) => known.has(number));
}
