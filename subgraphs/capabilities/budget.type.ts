import { Field, InputType, ObjectType } from 'type-graphql';
import { connectionOf, DateTime, Decimal, describedEnum, resultOf } from '#platform/graph';

export const BudgetScope = describedEnum('BudgetScope', 'Whose calls of models a budget is about.', {
  TENANT: 'All of the tenant.',
  PLUGIN: 'Those of one plugin.',
  ACTOR: 'Those on behalf of one actor.',
});
export type BudgetScope = keyof typeof BudgetScope;

export const BudgetPeriod = describedEnum('BudgetPeriod', 'How long a budget lasts; in UTC.', {
  DAY: 'A calendar day.',
  MONTH: 'A calendar month.',
});
export type BudgetPeriod = keyof typeof BudgetPeriod;

@ObjectType('Budget', { description: 'What may be spent on calls of models in the current period.' })
export class Budget {
  @Field(() => BudgetScope, { description: 'Whose.' })
  scope!: BudgetScope;

  @Field(() => String, { nullable: true, description: 'The plugin or actor; null for the tenant.' })
  subject!: string | null;

  @Field(() => BudgetPeriod, { description: 'How long.' })
  period!: BudgetPeriod;

  @Field(() => Decimal, {
    nullable: true,
    description: 'From where on `budget.warned` tells, in US dollars.',
  })
  softLimitUsd!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'The most, in US dollars; null for no limit.' })
  hardLimitUsd!: string | null;

  @Field(() => Decimal, { description: 'What was spent, in US dollars.' })
  spentUsd!: string;

  @Field(() => Decimal, { description: 'What calls that go on may cost at most, in US dollars.' })
  reservedUsd!: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What further calls may cost, in US dollars; null for no limit.',
  })
  remainingUsd!: string | null;

  @Field(() => DateTime, { description: 'When the period began.' })
  startsAt!: Date;

  @Field(() => DateTime, { description: 'When the next one begins.' })
  resetsAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the soft limit was reached in this period; null when it was not.',
  })
  warnedAt!: Date | null;
}
export const BudgetConnection = connectionOf(Budget, 'Budget');

@InputType('SetBudgetInput', { description: 'A budget; without any limit it is removed.' })
export class SetBudgetInput {
  @Field(() => BudgetScope, { description: 'Whose.' })
  scope!: BudgetScope;

  @Field(() => String, { nullable: true, description: 'The id of the plugin or actor.' })
  subject?: string | null;

  @Field(() => BudgetPeriod, { description: 'How long.' })
  period!: BudgetPeriod;

  @Field(() => Decimal, {
    nullable: true,
    description: 'From where on `budget.warned` tells, in US dollars.',
  })
  softLimitUsd?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'The most, in US dollars; without it no limit.' })
  hardLimitUsd?: string | null;
}

@ObjectType('SetBudgetPayload', { description: 'The budget as it holds now.' })
export class SetBudgetPayload {
  @Field(() => Budget, {
    nullable: true,
    description: 'The budget; null when it was removed and none holds in its place.',
  })
  budget!: Budget | null;
}
export const SetBudgetResult = resultOf('SetBudgetResult', SetBudgetPayload);
