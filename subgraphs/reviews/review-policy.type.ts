import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf, DateTime, resultOf } from '#platform/graph';
import type { OnDeadline } from './review.entity.js';
import { OnDeadlineEnum } from './review.type.js';

@ObjectType('ReviewPolicy', {
  description:
    'On what terms reviews are asked. Of several that fit, the one with the most conditions holds, then the one of the highest amount.',
})
export class ReviewPolicy {
  @Field(() => ID, { description: 'The name, unique in the tenant.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'For reviews about this kind of thing; null for all.' })
  subjectType!: string | null;

  @Field(() => String, { nullable: true, description: 'For reviews that this plugin asks; null for all.' })
  plugin!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'For reviews of this kind, such as `APPROVE`; null for all.',
  })
  kind!: string | null;

  @Field(() => Float, { nullable: true, description: 'For reviews of this amount or more; null for all.' })
  fromAmount!: number | null;

  @Field(() => Int, { description: 'How many different people have to approve: 1 or 2.' })
  approvals!: number;

  @Field(() => Boolean, { description: 'Whether who asked may not decide.' })
  excludesRequester!: boolean;

  @Field(() => ID, { nullable: true, description: 'Who is asked first: `user:…` or `group:…`.' })
  assignee!: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'By when it is to be decided, in milliseconds from asking.',
  })
  deadlineMs!: number | null;

  @Field(() => OnDeadlineEnum, { description: 'What happens then.' })
  onDeadline!: OnDeadline;

  @Field(() => Float, { nullable: true, description: 'When another is asked, in milliseconds from asking.' })
  escalateAfterMs!: number | null;

  @Field(() => ID, { nullable: true, description: 'Who that is: `user:…` or `group:…`.' })
  escalateTo!: string | null;

  @Field(() => ID, { description: 'Who set it.' })
  changedBy!: string;

  @Field(() => DateTime, { description: 'When.' })
  changedAt!: Date;
}
export const ReviewPolicyConnection = connectionOf(ReviewPolicy, 'ReviewPolicy');

@InputType('SetReviewPolicyInput', { description: 'A policy; it replaces the one of the same name.' })
export class SetReviewPolicyInput {
  @Field(() => ID, { description: 'The name, at most 100 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'For reviews about this kind of thing.' })
  subjectType?: string | null;

  @Field(() => String, { nullable: true, description: 'For reviews that this plugin asks.' })
  plugin?: string | null;

  @Field(() => String, { nullable: true, description: 'For reviews of this kind.' })
  kind?: string | null;

  @Field(() => Float, { nullable: true, description: 'For reviews of this amount or more.' })
  fromAmount?: number | null;

  @Field(() => Int, { defaultValue: 1, description: 'How many different people have to approve: 1 or 2.' })
  approvals!: number;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether who asked may not decide.' })
  excludesRequester!: boolean;

  @Field(() => ID, { nullable: true, description: 'Who is asked first: `user:…` or `group:…`.' })
  assignee?: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'By when, in whole milliseconds from asking; a year at most.',
  })
  deadlineMs?: number | null;

  @Field(() => OnDeadlineEnum, { defaultValue: 'EXPIRE', description: 'What happens then.' })
  onDeadline!: OnDeadline;

  @Field(() => Float, {
    nullable: true,
    description: 'When another is asked, in whole milliseconds from asking.',
  })
  escalateAfterMs?: number | null;

  @Field(() => ID, { nullable: true, description: 'Who that is.' })
  escalateTo?: string | null;
}

@ObjectType('SetReviewPolicyPayload', { description: 'The policy as it now holds.' })
export class SetReviewPolicyPayload {
  @Field(() => ReviewPolicy, { description: 'The policy.' })
  policy!: ReviewPolicy;
}
export const SetReviewPolicyResult = resultOf('SetReviewPolicyResult', SetReviewPolicyPayload);

@InputType('RemoveReviewPolicyInput', { description: 'Which policy goes.' })
export class RemoveReviewPolicyInput {
  @Field(() => ID, { description: 'Its name.' })
  name!: string;
}

@ObjectType('RemoveReviewPolicyPayload', { description: 'The policy is gone.' })
export class RemoveReviewPolicyPayload {
  @Field(() => ID, { description: 'The name of the policy that went.' })
  name!: string;
}
export const RemoveReviewPolicyResult = resultOf('RemoveReviewPolicyResult', RemoveReviewPolicyPayload);
