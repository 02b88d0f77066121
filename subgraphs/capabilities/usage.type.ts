import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { CalendarDate, connectionOf, DateTime, Decimal, describedEnum } from '#platform/graph';

export const UsageDimension = describedEnum('UsageDimension', 'By what calls of models are added up.', {
  PLUGIN: 'By the plugin that spent.',
  CAPABILITY: 'By the capability that ran.',
  MODEL: 'By the model that was called.',
  ACTOR: 'By the actor on whose behalf it was called.',
  DAY: 'By the day, in UTC.',
});
export type UsageDimension = keyof typeof UsageDimension;

@ObjectType('UsageGroup', { description: 'What calls of models came to that have the same group.' })
export class UsageGroup {
  @Field(() => String, { nullable: true, description: 'The plugin; null unless grouped by it.' })
  plugin!: string | null;

  @Field(() => String, { nullable: true, description: 'The capability; null unless grouped by it.' })
  capability!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The model; null unless grouped by it, and for calls that were lost.',
  })
  model!: string | null;

  @Field(() => String, { nullable: true, description: 'The actor; null unless grouped by it.' })
  actor!: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'The day; null unless grouped by it.' })
  day!: string | null;

  @Field(() => Int, { description: 'How many calls, also those that failed.' })
  calls!: number;

  @Field(() => Int, { description: 'How many of them did not answer.' })
  failedCalls!: number;

  @Field(() => Float, { description: "Tokens that were read, also from the provider's cache." })
  inputTokens!: number;

  @Field(() => Float, { description: "Of those, from the provider's cache." })
  cacheReadTokens!: number;

  @Field(() => Float, { description: 'Tokens that were written.' })
  outputTokens!: number;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What the calls with a known price cost, in US dollars; null when none is known.',
  })
  costUsd!: string | null;

  @Field(() => Int, { description: 'How many calls have no known price.' })
  unpricedCalls!: number;
}
export const UsageGroupConnection = connectionOf(UsageGroup, 'UsageGroup');

@InputType('UsageFilterInput', { description: 'Which calls of models.' })
export class UsageFilterInput {
  @Field(() => DateTime, {
    nullable: true,
    description: 'From this moment on; without it from the beginning of this month.',
  })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Before this moment.' })
  to?: Date | null;

  @Field(() => String, { nullable: true, description: 'Of this plugin.' })
  plugin?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this capability.' })
  capability?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this model.' })
  model?: string | null;

  @Field(() => String, { nullable: true, description: 'On behalf of this actor.' })
  actor?: string | null;
}
