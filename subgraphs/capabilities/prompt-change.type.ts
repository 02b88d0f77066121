import { Directive, Field, InputType, Int, ObjectType } from 'type-graphql';
import { describedEnum, Json, resultOf } from '#platform/graph';
import { Prompt, PromptVersionType } from './prompt.type.js';

@InputType('SavePromptInput', { description: "A version of the tenant's own, of a prompt of a plugin." })
export class SavePromptInput {
  @Field(() => String, { description: 'The prompt.' })
  prompt!: string;

  @Field(() => String, { description: 'Its text.' })
  text!: string;

  @Field(() => Json, {
    nullable: true,
    description: 'Variables, alias, bounds as in front matter; those of the version in use by default.',
  })
  settings!: unknown;

  @Field(() => String, { nullable: true, description: 'A label to move to it, such as `candidate`.' })
  label!: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for; at most 500 characters.' })
  note!: string | null;
}

const everyTenant =
  'Moves the label of all tenants that have none of their own; in a tenant that `OPERATOR_TENANTS` names.';

@InputType('MovePromptLabelInput', { description: 'Where a label goes.' })
export class MovePromptLabelInput {
  @Field(() => String, { description: 'The prompt.' })
  prompt!: string;

  @Field(() => String, { description: 'The label: `production` is what runs use; any other name is kept.' })
  label!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The version; null to follow that of all tenants, or with `everyTenant` the plugin, again.',
  })
  version!: number | null;

  @Field(() => Boolean, { defaultValue: false, description: everyTenant })
  everyTenant!: boolean;
}

@InputType('RollBackPromptInput', { description: 'Which label goes back to where it stood before.' })
export class RollBackPromptInput {
  @Field(() => String, { description: 'The prompt.' })
  prompt!: string;

  @Field(() => String, { defaultValue: 'production', description: 'The label.' })
  label!: string;

  @Field(() => Boolean, { defaultValue: false, description: everyTenant })
  everyTenant!: boolean;
}

@InputType('PromptVariantInput', { description: 'A version of an experiment, by its number or a label.' })
export class PromptVariantInput {
  @Field(() => Int, { nullable: true, description: 'The version.' })
  version!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Or the label that stands at it now, such as `candidate`.',
  })
  label!: string | null;

  @Field(() => Int, { description: 'Its part of the sum of all weights; from 1 to 10,000.' })
  weight!: number;
}

@InputType('SetPromptExperimentInput', { description: 'An experiment over a prompt.' })
export class SetPromptExperimentInput {
  @Field(() => String, { description: 'The prompt.' })
  prompt!: string;

  @Field(() => [PromptVariantInput], {
    nullable: true,
    description: 'Two to ten versions; null ends the experiment, as moving `production` does.',
  })
  variants!: PromptVariantInput[] | null;
}

@ObjectType('SavePromptPayload', { description: 'What was saved.' })
export class SavePromptPayload {
  @Field(() => Prompt, { description: 'The prompt.' })
  prompt!: Prompt;

  @Field(() => PromptVersionType, {
    nullable: true,
    description: 'The version; one that had this content before is found again.',
  })
  version!: PromptVersionType | null;
}
export const SavePromptResult = resultOf('SavePromptResult', SavePromptPayload);

@ObjectType('PromptPayload', { description: 'The prompt after the change.' })
export class PromptPayload {
  @Field(() => Prompt, { description: 'The prompt.' })
  prompt!: Prompt;
}
export const PromptResult = resultOf('PromptResult', PromptPayload);

/** What a line of a difference is. */
export type DiffKind = 'ADDED' | 'REMOVED' | 'SAME';
const PromptDiffKind = describedEnum<DiffKind>('PromptDiffKind', 'What a line of a difference is.', {
  ADDED: 'Only in the later version.',
  REMOVED: 'Only in the earlier version.',
  SAME: 'In both.',
});

@ObjectType('PromptDiffLine', { description: 'A line of a difference.' })
export class PromptDiffLine {
  @Field(() => PromptDiffKind, { description: 'Where it stands.' })
  kind!: DiffKind;

  @Field(() => String, { description: 'The line, without its end.' })
  text!: string;
}

@ObjectType('PromptSettingChange', { description: 'A setting that differs.' })
export class PromptSettingChange {
  @Field(() => String, { description: 'The setting.' })
  name!: string;

  @Field(() => Json, { nullable: true, description: 'Its value before; null when it was not set.' })
  from!: unknown;

  @Field(() => Json, { nullable: true, description: 'Its value after; null when it is not set.' })
  to!: unknown;
}

@ObjectType('PromptDiff', { description: 'How two versions of a prompt differ.' })
export class PromptDiff {
  @Directive('@listSize(assumedSize: 100)')
  @Field(() => [PromptDiffLine], { description: 'The lines of both texts in their order.' })
  lines!: PromptDiffLine[];

  @Directive('@listSize(assumedSize: 7)')
  @Field(() => [PromptSettingChange], { description: 'The settings that differ.' })
  settings!: PromptSettingChange[];
}
