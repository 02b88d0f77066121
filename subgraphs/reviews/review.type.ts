import type { EvidenceRef } from 'tributary/sdk';
import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTime, resultOf } from '#platform/graph';
import type { ReviewOutcome, ReviewState } from './review.entity.js';

export const ReviewStateEnum = { OPEN: 'OPEN', RESOLVED: 'RESOLVED', EXPIRED: 'EXPIRED' } as const;
registerEnumType(ReviewStateEnum, {
  name: 'ReviewState',
  description: 'Where a review stands.',
  valuesConfig: {
    OPEN: { description: 'Nobody has decided yet.' },
    RESOLVED: { description: 'Somebody has decided.' },
    EXPIRED: {
      description: 'Its deadline passed, or what it asked about is no more, before anybody decided.',
    },
  },
});

export const ReviewOutcomeEnum = {
  APPROVED: 'APPROVED',
  REJECTED: 'REJECTED',
  CORRECTED: 'CORRECTED',
} as const;
registerEnumType(ReviewOutcomeEnum, {
  name: 'ReviewOutcome',
  description: 'What a person decided.',
  valuesConfig: {
    APPROVED: { description: 'What was shown is right.' },
    REJECTED: { description: 'What was shown is wrong and is not to be used.' },
    CORRECTED: { description: 'What was shown was wrong and has been corrected.' },
  },
});

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

  evidenceRefs!: EvidenceRef[];

  @Field(() => DateTime, { nullable: true, description: 'When it expires.' })
  deadline!: Date | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The actor who is asked, such as `user:…`; null for any reviewer.',
  })
  assignee!: string | null;

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

  @Field(() => ID, { nullable: true, description: 'Those that concern this document.' })
  documentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Those that this actor is asked.' })
  assignee?: string | null;
}

@InputType('AssignReviewInput', { description: 'Who is asked.' })
export class AssignReviewInput {
  @Field(() => ID, { description: 'The review.' })
  reviewId!: string;

  @Field(() => ID, { nullable: true, description: 'The actor, such as `user:…`; null for any reviewer.' })
  assignee?: string | null;
}

@ObjectType('AssignReviewPayload', { description: 'The review with its assignee.' })
export class AssignReviewPayload {
  @Field(() => Review, { description: 'The review.' })
  review!: Review;
}
export const AssignReviewResult = resultOf('AssignReviewResult', AssignReviewPayload);

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
