import type { WorkState as WorkStateValue } from 'tributary/sdk';
import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf, DateTime, Decimal, describedEnum, Json, resultOf } from '#platform/graph';
import type { WorkRow } from './work-row.js';

export const WorkStateEnum = describedEnum<WorkStateValue>('WorkState', 'Where long work stands.', {
  PENDING: 'It waits until one of the two that go on is over.',
  RUNNING: 'It goes on.',
  FINISHED: 'All its items have ended; `failed` says how many of them not well.',
  FAILED: 'It could not go on; the error says why. It can be resumed.',
  CANCELLED: 'Somebody cancelled it; what is done stays done. It can be resumed.',
});

@ObjectType('WorkKind', { description: 'A kind of long work that can be started.' })
export class WorkKindType {
  @Field(() => String, { description: 'Its name, `<plugin>.<work>`.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The plugin that brings it; null for the core.' })
  plugin!: string | null;

  @Field(() => String, { description: 'What it does.' })
  description!: string;

  @Field(() => String, { description: 'The permission that who starts it needs.' })
  permission!: string;

  @Field(() => Json, { description: 'Its arguments as JSON Schema.' })
  arguments!: unknown;
}

@ObjectType('WorkEstimate', { description: 'What long work would take, before it is started.' })
export class WorkEstimateType {
  @Field(() => Int, { description: 'How many items it has, as far as that is known.' })
  items!: number;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What it would cost at most, in US dollars; null when a price is not known.',
  })
  costUsd!: string | null;
}

@ObjectType('WorkError', { description: 'Why long work could not go on.' })
export class WorkErrorType {
  @Field(() => String, { description: 'The code of the error catalogue.' })
  code!: string;

  @Field(() => String, { description: 'What went wrong.' })
  message!: string;
}

@ObjectType('WorkFailure', { description: 'An item of long work that failed.' })
export class WorkFailureType {
  @Field(() => String, { description: 'The item.' })
  key!: string;

  @Field(() => String, { description: 'The code of the error catalogue.' })
  code!: string;

  @Field(() => String, { description: 'What went wrong.' })
  message!: string;
}
export const WorkFailureConnection = connectionOf(WorkFailureType, 'WorkFailure');

@Directive('@key(fields: "id")')
@ObjectType('Work', { description: 'Long work over many items, whoever runs it.' })
export class Work {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'Its kind, as `workKinds` names it.' })
  kind!: string;

  @Field(() => String, { nullable: true, description: 'The plugin that brings it; null for the core.' })
  plugin!: string | null;

  @Field(() => WorkStateEnum, { description: 'Where it stands.' })
  state!: WorkStateValue;

  @Field(() => Json, { nullable: true, description: 'What it was started with.' })
  arguments!: unknown;

  @Field(() => WorkEstimateType, {
    nullable: true,
    description: 'What it was estimated to take before the start; null when its owner did not say.',
  })
  estimate!: WorkEstimateType | null;

  @Field(() => Int, { nullable: true, description: 'Items that there are, as far as that is known.' })
  total!: number | null;

  @Field(() => Int, { description: 'Items that ended well.' })
  done!: number;

  @Field(() => Int, { description: 'Items that failed.' })
  failed!: number;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What its items said to have cost, in US dollars; null when they said nothing.',
  })
  costUsd!: string | null;

  @Field(() => WorkErrorType, { nullable: true, description: 'Why it failed.' })
  error!: WorkErrorType | null;

  @Field(() => Boolean, { description: 'Whether `resumeWork` would go on with it.' })
  resumable!: boolean;

  @Field(() => String, { description: 'Who started it.' })
  startedBy!: string;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it began; null while it waits.' })
  startedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ended.' })
  finishedAt!: Date | null;
}
export const WorkConnection = connectionOf(Work, 'Work');

export function workView(row: WorkRow): Work {
  const { id, work, plugin, state, payload, total, done, failed, costUsd, error, actor } = row;
  const { createdAt, startedAt, finishedAt, estimatedItems } = row;
  const isOver = state !== 'PENDING' && state !== 'RUNNING';
  return Object.assign(new Work(), {
    id,
    kind: work,
    plugin,
    state,
    arguments: payload,
    estimate: estimatedItems === null ? null : { items: estimatedItems, costUsd: row.estimatedCostUsd },
    total,
    done,
    failed,
    costUsd,
    error,
    resumable: !row.isConducted && isOver && (state !== 'FINISHED' || failed > 0),
    startedBy: actor,
    createdAt,
    startedAt,
    finishedAt,
  });
}

@InputType('WorkFilterInput', { description: 'Which long work.' })
export class WorkFilterInput {
  @Field(() => String, { nullable: true, description: 'Of this kind.' })
  kind!: string | null;

  @Field(() => WorkStateEnum, { nullable: true, description: 'In this state.' })
  state!: WorkStateValue | null;
}

@InputType('EstimateWorkInput', { description: 'What would be started.' })
export class EstimateWorkInput {
  @Field(() => String, { description: 'The kind of work.' })
  kind!: string;

  @Field(() => Json, { nullable: true, description: 'Its arguments.' })
  arguments!: unknown;
}

@InputType('StartWorkInput', { description: 'What to start.' })
export class StartWorkInput extends EstimateWorkInput {
  @Field(() => String, {
    nullable: true,
    description: 'The same key of the same caller is the same work; at most 200 characters.',
  })
  idempotencyKey!: string | null;
}

@InputType('WorkInput', { description: 'Which long work.' })
export class WorkInput {
  @Field(() => ID, { description: 'The work.' })
  id!: string;
}

@ObjectType('WorkPayload', { description: 'The work as it now stands.' })
export class WorkPayload {
  @Field(() => Work, { description: 'The work.' })
  work!: Work;
}
export const WorkResult = resultOf('WorkResult', WorkPayload);
