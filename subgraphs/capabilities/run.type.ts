import type { AIResult as AIResultValue, RunPriority } from 'tributary/sdk';
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { RunState as RunStateValue } from '#platform';
import {
  AIResult,
  connectionOf,
  DateTime,
  Json,
  RunPinInput,
  RunPriorityKind,
  resultOf,
} from '#platform/graph';

export const RunState = {
  PENDING: 'PENDING',
  RUNNING: 'RUNNING',
  FINISHED: 'FINISHED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
} as const;
registerEnumType(RunState, {
  name: 'RunState',
  description: 'Where a run stands.',
  valuesConfig: {
    PENDING: { description: 'It waits for a worker.' },
    RUNNING: { description: 'A worker has it.' },
    FINISHED: { description: 'It ended with an outcome.' },
    FAILED: { description: 'It ended with an error.' },
    CANCELLED: { description: 'Somebody cancelled it.' },
  },
});

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Document', { description: 'A document.' })
export class RunDocument {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;
}

@ObjectType('RunError', { description: 'Why a run failed.' })
export class RunError {
  @Field(() => String, { description: 'The code of the error catalogue.' })
  code!: string;

  @Field(() => String, { description: 'What went wrong.' })
  message!: string;

  @Field(() => Boolean, { description: 'Whether starting it again may help.' })
  retryable!: boolean;
}

@Directive('@key(fields: "id")')
@ObjectType('Run', { description: 'One execution of a capability.' })
export class Run {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'The capability.' })
  capability!: string;

  @Field(() => String, { description: 'The plugin that brings the capability.' })
  plugin!: string;

  @Field(() => String, { description: 'The version of the plugin.' })
  pluginVersion!: string;

  @Field(() => RunState, { description: 'Where it stands.' })
  state!: RunStateValue;

  @Field(() => Int, { description: 'How often it began anew.' })
  epoch!: number;

  @Field(() => String, { description: 'Who started it.' })
  actor!: string;

  @Field(() => Json, { nullable: true, description: 'Its input.' })
  input!: unknown;

  @Field(() => AIResult, { nullable: true, description: 'Its outcome, when it has finished.' })
  result!: AIResultValue | null;

  @Field(() => RunError, { nullable: true, description: 'Its error, when it has failed.' })
  error!: RunError | null;

  @Directive('@listSize(assumedSize: 20)')
  @Field(() => [RunDocument], { description: 'The documents that it concerns or was made from.' })
  documents!: RunDocument[];

  @Field(() => DateTime, { description: 'When it was started.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended.' })
  finishedAt!: Date | null;
}
export const RunConnection = connectionOf(Run, 'Run');

@InputType('RunFilterInput', { description: 'Which runs.' })
export class RunFilterInput {
  @Field(() => String, { nullable: true, description: 'Of this capability.' })
  capability!: string | null;

  @Field(() => RunState, { nullable: true, description: 'In this state.' })
  state!: RunStateValue | null;

  @Field(() => ID, { nullable: true, description: 'That concern this document or were made from it.' })
  documentId!: string | null;
}

@InputType('StartRunInput', { description: 'What to run.' })
export class StartRunInput {
  @Field(() => String, { description: 'The capability.' })
  capability!: string;

  @Field(() => Json, { description: "The capability's input." })
  arguments!: unknown;

  @Field(() => String, {
    nullable: true,
    description: 'The same key is the same run; at most 200 characters.',
  })
  idempotencyKey!: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Run it although a result is stored.' })
  anew!: boolean;

  @Field(() => RunPriorityKind, { nullable: true, description: 'Who waits for it; `NORMAL` by default.' })
  priority!: RunPriority | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'It fails with `TIMEOUT` when it has not ended after so many milliseconds, 100 to 300,000. A run that is joined keeps its own.',
  })
  deadlineMs!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Given to models that take one, so that they say the same again.',
  })
  seed!: number | null;

  @Field(() => RunPinInput, {
    nullable: true,
    description: 'What is used, whatever would be used now: versions of prompts, a model, an engine.',
  })
  pin!: unknown;
}

@ObjectType('StartRunPayload', { description: 'The run that answers.' })
export class StartRunPayload {
  @Field(() => Run, { description: 'The run.' })
  run!: Run;

  @Field(() => Boolean, { description: 'Whether it had been started before.' })
  joined!: boolean;
}
export const StartRunResult = resultOf('StartRunResult', StartRunPayload);

@InputType('CancelRunInput', { description: 'Which run to cancel.' })
export class CancelRunInput {
  @Field(() => ID, { description: 'The run.' })
  runId!: string;
}

@ObjectType('CancelRunPayload', { description: 'The run after it was cancelled.' })
export class CancelRunPayload {
  @Field(() => Run, { description: 'The run; one that had ended before is unchanged.' })
  run!: Run;
}
export const CancelRunResult = resultOf('CancelRunResult', CancelRunPayload);
