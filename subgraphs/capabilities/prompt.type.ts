import { Directive, Field, Float, Int, ObjectType } from 'type-graphql';
import { DateTime, Decimal, describedEnum, Json } from '#platform/graph';
import type { LabelAction } from './prompt-labels.js';

/** Whose something is. */
export type Owner = 'TENANT' | 'ALL';
const PromptOwner = describedEnum<Owner>('PromptOwner', 'For whom it is.', {
  TENANT: 'The tenant of the caller.',
  ALL: 'Every tenant, as plugins bring it and operators release it.',
});
const PromptLabelAction = describedEnum<LabelAction>('PromptLabelAction', 'What happened to a label.', {
  RELEASED: 'A plugin brought a new version.',
  MOVED: 'Somebody moved it.',
  ROLLED_BACK: 'Somebody put it back to where it stood before.',
  FOLLOWED: 'Somebody let it follow again: that of all tenants, or the files of the plugin.',
});

@ObjectType('PromptOutcomeCount', { description: 'How often runs ended in one way.' })
export class PromptOutcomeCount {
  @Field(() => String, { description: 'A member of `AIResult`, or `Failed`.' })
  outcome!: string;

  @Field(() => Int, { description: 'How many runs.' })
  count!: number;
}

@ObjectType('PromptUsage', { description: 'What runs of the tenant did with a version.' })
export class PromptUsage {
  @Field(() => Int, { description: 'Runs that used it and have ended.' })
  runs!: number;

  @Directive('@listSize(assumedSize: 6)')
  @Field(() => [PromptOutcomeCount], { description: 'How they ended.' })
  outcomes!: PromptOutcomeCount[];

  @Field(() => Int, { nullable: true, description: 'Half of them took longer; null without any.' })
  medianDurationMs!: number | null;

  @Field(() => Float, { description: 'What models read when they were asked with it.' })
  inputTokens!: number;

  @Field(() => Float, { description: 'What models wrote.' })
  outputTokens!: number;

  @Field(() => Decimal, { nullable: true, description: 'What that cost; null when a price is not known.' })
  costUsd!: string | null;
}

@ObjectType('PromptVersion', { description: 'A version of a prompt. It never changes.' })
export class PromptVersionType {
  /** The prompt's; not in the graph. */
  name!: string;

  @Field(() => Int, {
    description: 'Its number, from 1; one sequence for those of plugins and of the tenant.',
  })
  version!: number;

  @Field(() => PromptOwner, { description: 'Whether it comes with the plugin or is of the tenant.' })
  owner!: Owner;

  @Field(() => String, {
    description: 'The text: `{{variable}}`, `{{> other-prompt}}`, `{{role "system"}}`.',
  })
  text!: string;

  @Field(() => Json, { description: 'Variables, alias of the model, bounds.' })
  settings!: unknown;

  @Directive('@listSize(assumedSize: 5)')
  @Field(() => [String], { description: 'The prompts that it is composed of.' })
  partials!: string[];

  @Directive('@listSize(assumedSize: 2)')
  @Field(() => [String], {
    description: 'The labels that stand at it for the tenant, such as `production`.',
  })
  labels!: string[];

  @Field(() => String, { nullable: true, description: 'What whoever saved it says of it.' })
  note!: string | null;

  @Field(() => String, { nullable: true, description: 'Who saved it; null for those of plugins.' })
  createdBy!: string | null;

  @Field(() => DateTime, { description: 'When it was saved, or first loaded.' })
  createdAt!: Date;
}

@ObjectType('PromptLabel', { description: 'Where a label stands for the tenant.' })
export class PromptLabel {
  @Field(() => String, { description: 'Its name, such as `production`.' })
  label!: string;

  @Field(() => Int, { description: 'The version that it stands at.' })
  version!: number;

  @Field(() => PromptOwner, { description: "The tenant's own, or that of all." })
  owner!: Owner;

  @Field(() => Boolean, {
    description: 'Whether somebody has moved it: new versions of the plugin do not move it any more.',
  })
  pinned!: boolean;

  @Field(() => DateTime, { description: 'Since when.' })
  movedAt!: Date;
}

@ObjectType('PromptLabelMove', { description: 'One move of a label.' })
export class PromptLabelMove {
  @Field(() => String, { description: 'The label.' })
  label!: string;

  @Field(() => PromptLabelAction, { description: 'What happened.' })
  action!: LabelAction;

  @Field(() => PromptOwner, { description: "Whether the tenant's own label moved, or that of all." })
  owner!: Owner;

  @Field(() => Int, { nullable: true, description: 'Where it went; null when it follows that of all again.' })
  version!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who did it; null for what concerns all tenants.',
  })
  movedBy!: string | null;

  @Field(() => DateTime, { description: 'When.' })
  movedAt!: Date;
}

@ObjectType('PromptExperimentVariant', { description: 'A version in an experiment.' })
export class PromptExperimentVariant {
  @Field(() => Int, { description: 'The version.' })
  version!: number;

  @Field(() => Int, { description: 'Its part of the sum of all weights.' })
  weight!: number;
}

@ObjectType('PromptExperiment', {
  description: 'Runs of the tenant get one of several versions, by their input.',
})
export class PromptExperiment {
  @Directive('@listSize(assumedSize: 3)')
  @Field(() => [PromptExperimentVariant], { description: 'The versions.' })
  variants!: PromptExperimentVariant[];

  @Field(() => String, { description: 'Who began it.' })
  startedBy!: string;

  @Field(() => DateTime, { description: 'Since when.' })
  startedAt!: Date;
}

@ObjectType('Prompt', { description: 'A prompt of a plugin.' })
export class Prompt {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'The plugin that brings it.' })
  plugin!: string;

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [PromptVersionType], {
    description: 'Its ten newest versions and those at which a label or an experiment stands, newest first.',
  })
  versions!: PromptVersionType[];

  @Directive('@listSize(assumedSize: 2)')
  @Field(() => [PromptLabel], { description: 'Where its labels stand for the tenant.' })
  labels!: PromptLabel[];

  @Field(() => PromptExperiment, { nullable: true, description: 'The experiment that runs over it.' })
  experiment!: PromptExperiment | null;
}
