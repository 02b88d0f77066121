import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { RunEstimate as RunEstimateValue } from '#platform';
import { DateTime, Decimal, EngineKind, Json } from '#platform/graph';

@InputType('EstimateRunInput', { description: 'What would be run.' })
export class EstimateRunInput {
  @Field(() => String, { description: 'The capability.' })
  capability!: string;

  @Field(() => Json, { description: "The capability's input." })
  arguments!: unknown;
}

@ObjectType('RunEstimate', { description: 'What a run would take at most, before it is started.' })
export class RunEstimate implements RunEstimateValue {
  @Field(() => Boolean, {
    name: 'stored',
    description: 'Whether an equal run goes on or has a stored result: joining it costs nothing.',
  })
  isStored!: boolean;

  @Field(() => EngineKind, { description: 'What would answer.' })
  engine!: RunEstimateValue['engine'];

  @Field(() => String, {
    nullable: true,
    description: 'The model that would be asked first; null without one.',
  })
  model!: string | null;

  @Field(() => Int, {
    description:
      'Tokens that one call would read: the longest prompt, the input, and the documents it names.',
  })
  inputTokens!: number;

  @Field(() => Int, { description: 'The most tokens that one call may write.' })
  maxOutputTokens!: number;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What one call would cost at most, in US dollars; null when the price is not known.',
  })
  estimatedCostUsd!: string | null;

  @Field(() => Boolean, { description: 'Whether the budgets have room for it now.' })
  budgetAdmits!: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the next period of the budget without room begins.',
  })
  resetsAt!: string | null;
}
