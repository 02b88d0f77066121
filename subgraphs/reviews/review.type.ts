import type { EvidenceRef } from 'tributary/sdk';
import { Directive, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf, DateTime, describedEnum, Json, resultOf } from '#platform/graph';
import type { OnDeadline, ReviewOutcome, ReviewState } from './review.entity.js';

export const ReviewStateEnum = describedEnum<ReviewState>('ReviewState', 'Where a review stands.', {
  OPEN: 'Nobody has decided yet.',
  PARTLY_APPROVED: 'One person has approved; a second one has to.',
  RESOLVED: 'It is decided.',
  EXPIRED: 'Its deadline passed, or what it asked about is no more, before it was decided.',
});

export const ReviewOutcomeEnum = describedEnum<ReviewOutcome>('ReviewOutcome', 'What a person decided.', {
  APPROVED: 'What was shown is right.',
  REJECTED: 'What was shown is wrong and is not to be used.',
  CORRECTED: 'What was shown was wrong and has been corrected.',
});

export const OnDeadlineEnum = describedEnum<OnDeadline>(
  'ReviewDeadlineEffect',
  'What happens when nobody has decided by the deadline.',
  { EXPIRE: 'It is closed undecided.', ESCALATE: 'Another is asked, and it stays open.' },
);

@ObjectType('ReviewSubject', { description: 'What a review asks about.' })
export class ReviewSubject {
  @Field(() => String, { description: 'Its kind, such as `document.fields` or `recommendation`.' })
  type!: string;

  @Field(() => ID, { description: 'Its id.' })
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Document', { description: 'A document, known here by its id.' })
export class ReviewedDocument {
  @Field(() => ID, { description: "The document's id." })
  id!: string;
}

@ObjectType('ReviewVoice', { description: 'What one person said to a review.' })
export class ReviewVoiceView {
  @Field(() => ID, { description: 'The actor.' })
  by!: string;

  @Field(() => ReviewOutcomeEnum, { description: 'What the person decided.' })
  outcome!: ReviewOutcome;

  @Field(() => String, { nullable: true, description: 'What the person wrote.' })
  comment!: string | null;

  @Field(() => DateTime, { description: 'When.' })
  at!: Date;
}

@Directive('@key(fields: "id")')
@ObjectType('Review', { description: 'A question to a person.' })
export class Review {
  @Field(() => ID, { description: "The review's id." })
  id!: string;

  @Field(() => String, { description: 'Why a person has to look.' })
  reason!: string;

  @Field(() => ReviewSubject, { description: 'What is asked about.' })
  subject!: ReviewSubject;

  documentId!: string | null;

  @Field(() => ReviewedDocument, { nullable: true, description: 'The document that it concerns, if any.' })
  document!: ReviewedDocument | null;

  @Field(() => String, { description: 'Names what is shown; send it back with the decision.' })
  fingerprint!: string;

  @Field(() => Json, {
    nullable: true,
    description: 'Exactly what is shown to the reviewer; null where the subject itself is what is shown.',
  })
  shown!: unknown;

  @Field(() => String, { nullable: true, description: 'The plugin that asks, if one does.' })
  plugin!: string | null;

  @Field(() => String, { nullable: true, description: 'What kind of question it is, such as `APPROVE`.' })
  kind!: string | null;

  @Field(() => Float, { nullable: true, description: 'What is at stake, if it is an amount.' })
  amount!: number | null;

  evidenceRefs!: EvidenceRef[];

  @Field(() => DateTime, { nullable: true, description: 'Until when it is to be decided.' })
  deadline!: Date | null;

  @Field(() => OnDeadlineEnum, { description: 'What happens then.' })
  onDeadline!: OnDeadline;

  @Field(() => ID, {
    nullable: true,
    description: 'Who is asked: `user:…` or `group:…`; null for any reviewer.',
  })
  assignee!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When another is asked, if nobody has decided by then.',
  })
  escalateAt!: Date | null;

  @Field(() => ID, { nullable: true, description: 'Who that is.' })
  escalateTo!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When that came about.' })
  escalatedAt!: Date | null;

  @Field(() => Int, { description: 'How many different people have to approve.' })
  approvalsNeeded!: number;

  @Field(() => Int, { description: 'How many have.' })
  approvalsGiven!: number;

  @Directive('@listSize(assumedSize: 5)')
  @Field(() => [ID], { description: 'Actors who may not decide it.' })
  excluded!: string[];

  @Directive('@listSize(assumedSize: 2)')
  @Field(() => [ReviewVoiceView], { description: 'What each person said, in order.' })
  decisions!: ReviewVoiceView[];

  @Field(() => String, { nullable: true, description: 'The policy of the tenant that it was asked under.' })
  policy!: string | null;

  @Field(() => ReviewStateEnum, { description: 'Where it stands.' })
  state!: ReviewState;

  @Field(() => ReviewOutcomeEnum, { nullable: true, description: 'What was decided.' })
  outcome!: ReviewOutcome | null;

  @Field(() => String, { nullable: true, description: 'What the reviewer wrote.' })
  comment!: string | null;

  @Field(() => ID, { description: 'The actor who asked.' })
  requestedBy!: string;

  @Field(() => ID, { nullable: true, description: 'The actor who decided.' })
  resolvedBy!: string | null;

  @Field(() => DateTime, { description: 'When it was asked.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was decided or expired.' })
  resolvedAt!: Date | null;
}

export const ReviewConnection = connectionOf(Review, 'Review');

@InputType('ReviewFilter', { description: 'Which reviews; every condition that is given must hold.' })
export class ReviewFilter {
  @Field(() => ReviewStateEnum, { nullable: true, description: 'Those in this state.' })
  state?: ReviewState | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those that wait for a decision, or those that do not.',
  })
  pending?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Those that concern this document.' })
  documentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Those that this actor or group is asked.' })
  assignee?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Those that the caller or one of the caller's groups is asked, or those of others.",
  })
  mine?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those that nobody in particular is asked, or the others.',
  })
  unassigned?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those that wait beyond their deadline, or the others.',
  })
  overdue?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Those about this kind of thing, such as `Recommendation`.',
  })
  subjectType?: string | null;

  @Field(() => ID, { nullable: true, description: 'Those about this thing.' })
  subjectId?: string | null;

  @Field(() => String, { nullable: true, description: 'Those that this plugin asks.' })
  plugin?: string | null;

  @Field(() => String, { nullable: true, description: 'Those of this kind, such as `APPROVE`.' })
  kind?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Those whose reason, comment or shown text says this; at most 200 characters.',
  })
  text?: string | null;
}

@ObjectType('ReviewCounts', { description: 'How many reviews the caller may read, by where they stand.' })
export class ReviewCounts {
  @Field(() => Int, { description: 'Nobody has decided yet.' })
  open!: number;

  @Field(() => Int, { description: 'One of two people has approved.' })
  partlyApproved!: number;

  @Field(() => Int, { description: 'Decided.' })
  resolved!: number;

  @Field(() => Int, { description: 'Closed undecided.' })
  expired!: number;

  @Field(() => Int, { description: 'Waiting beyond their deadline.' })
  overdue!: number;

  @Field(() => Int, { description: "Waiting for the caller or one of the caller's groups." })
  mine!: number;

  @Field(() => Int, { description: 'Waiting for nobody in particular.' })
  unassigned!: number;
}

@InputType('AssignReviewInput', { description: 'Who is asked.' })
export class AssignReviewInput {
  @Field(() => ID, { description: 'The review.' })
  reviewId!: string;

  @Field(() => ID, { nullable: true, description: '`user:…` or `group:…`; null for any reviewer.' })
  assignee?: string | null;
}

@ObjectType('AssignReviewPayload', { description: 'The review with its assignee.' })
export class AssignReviewPayload {
  @Field(() => Review, { description: 'The review.' })
  review!: Review;
}
export const AssignReviewResult = resultOf('AssignReviewResult', AssignReviewPayload);

@InputType('ClaimReviewInput', { description: 'What the caller takes on.' })
export class ClaimReviewInput {
  @Field(() => ID, { description: 'The review.' })
  reviewId!: string;
}

@ObjectType('ClaimReviewPayload', { description: 'The review, with the caller as its assignee.' })
export class ClaimReviewPayload {
  @Field(() => Review, { description: 'The review.' })
  review!: Review;
}
export const ClaimReviewResult = resultOf('ClaimReviewResult', ClaimReviewPayload);

@InputType('ResolveReviewInput', { description: "A person's decision." })
export class ResolveReviewInput {
  @Field(() => ID, { description: 'The review.' })
  reviewId!: string;

  @Field(() => ReviewOutcomeEnum, { description: 'What was decided.' })
  outcome!: ReviewOutcome;

  @Field(() => String, { nullable: true, description: 'Why; at most 2,000 characters.' })
  comment?: string | null;

  @Field(() => String, { description: 'The fingerprint of what was shown when it was decided.' })
  fingerprint!: string;
}

@ObjectType('ResolveReviewPayload', { description: 'The review with its outcome.' })
export class ResolveReviewPayload {
  @Field(() => Review, { description: 'The review.' })
  review!: Review;
}
export const ResolveReviewResult = resultOf('ResolveReviewResult', ResolveReviewPayload);
