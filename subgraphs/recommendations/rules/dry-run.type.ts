import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf, DateTime, describedEnum } from '#platform/graph';
import { EvidenceDocument } from '../recommendation.type.js';
import type { Effect } from './dry-run.service.js';

export const RuleOutcomeEnum = describedEnum<Effect>(
  'RuleOutcome',
  'What rules make of what they judge: the worst verdict.',
  {
    PASSED: 'All hold.',
    FIXED: 'Something was replaced.',
    REVIEW: 'A person has to look.',
    REJECTED: 'It is not used.',
  },
);

@ObjectType('RuleDifference', { description: 'A rule that says something else.' })
export class RuleDifference {
  @Field(() => ID, { description: 'The rule.' })
  rule!: string;

  @Field(() => RuleOutcomeEnum, {
    nullable: true,
    description: 'What it said; null when it did not judge then.',
  })
  before!: Effect | null;

  @Field(() => RuleOutcomeEnum, {
    nullable: true,
    description: 'What it would say; null when it does not judge now.',
  })
  after!: Effect | null;

  @Field(() => String, { nullable: true, description: 'Its reason, where it does not hold.' })
  reason!: string | null;
}

@ObjectType('DecisionDifference', { description: 'A recorded decision that the version would have changed.' })
export class DecisionDifference {
  @Field(() => ID, { description: 'The audit record of the decision.' })
  decisionId!: string;

  @Field(() => EvidenceDocument, { nullable: true, description: 'The document.' })
  document!: EvidenceDocument | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  at!: Date;

  @Field(() => RuleOutcomeEnum, { description: 'What the rules made of it then.' })
  before!: Effect;

  @Field(() => RuleOutcomeEnum, { description: 'What they would make of it.' })
  after!: Effect;

  @Directive('@listSize(assumedSize: 5)')
  @Field(() => [RuleDifference], { description: 'Which rules say something else.' })
  rules!: RuleDifference[];

  @Field(() => Boolean, {
    description: 'Whether facts that the rules ask for were not recorded then and were read now.',
  })
  readNow!: boolean;

  recommendationId!: string;
}
export const DecisionDifferenceConnection = connectionOf(DecisionDifference, 'DecisionDifference');

@ObjectType('RuleTransition', {
  description: 'How many decisions would have gone from one outcome to another.',
})
export class RuleTransition {
  @Field(() => RuleOutcomeEnum, { description: 'Then.' })
  before!: Effect;

  @Field(() => RuleOutcomeEnum, { description: 'With the version.' })
  after!: Effect;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}

@ObjectType('DryRun', { description: 'What a version would have made of recorded decisions.' })
export class DryRun {
  @Field(() => Int, {
    description: 'How many recommendations were judged again, of documents that the caller may read.',
  })
  judged!: number;

  @Field(() => Int, { description: 'Of how many the outcome would have been another.' })
  changed!: number;

  @Field(() => Boolean, { description: 'False when there were too many: the newest were judged.' })
  isComplete!: boolean;

  @Directive('@listSize(assumedSize: 12)')
  @Field(() => [RuleTransition], { description: 'From what to what.' })
  transitions!: RuleTransition[];

  rows!: DecisionDifference[];
}

@InputType('DryRunRulesInput', { description: 'Which version judges which decisions again.' })
export class DryRunRulesInput {
  @Field(() => ID, { description: 'The set.' })
  ruleSetId!: string;

  @Field(() => Int, { description: 'The version.' })
  version!: number;

  @Field(() => DateTime, { description: 'Decisions made from then on.' })
  from!: Date;

  @Field(() => DateTime, { description: 'Decisions made before.' })
  to!: Date;
}
